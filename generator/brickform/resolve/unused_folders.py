"""Folders in the ``models:`` tree of a ``dbt_project.yml`` that no model lies in."""

from __future__ import annotations

from collections.abc import Iterator

from brickform.codes import FOLDER_WITHOUT_MODEL
from brickform.diagnostics import Diagnostic
from brickform.read.project import Project
from brickform.resolve.project_tree import NEVER_FOLDERS
from brickform.sourced import Sourced
from brickform.suggestions import closest, listed

Path = tuple[str, ...]

# configs of dbt that are mappings, and so need the plus
_MAPPINGS = frozenset(
    {"column_types", "contract", "databricks_tags", "docs", "grants", "meta", "persist_docs"}
    | {"query_tags", "quoting", "tblproperties"}
)


def unused_folders(project: Project) -> Iterator[Diagnostic]:
    """Yield a warning for the outermost folder of each unused path; a manifest does not show all folders.

    At the top only what looks like a slip: packages that are not installed may be configured there.
    """
    tree = project.dbt_project.get("models") if project.dbt_project is not None else None
    if tree is None or project.manifest is not None:
        return
    fqns = [model.fqn for model in project.models]
    fqns += [node.fqn for node in project.other_nodes if node.kind == "model"]
    used = {fqn[:length] for fqn in fqns for length in range(1, len(fqn) + 1)}
    yield from _unused(tree, (), used, {project.name, *project.package_projects})


def _unused(level: Sourced, path: Path, used: set[Path], packages: set[str]) -> Iterator[Diagnostic]:
    for name, entry in level.items():
        below = (*path, name)
        if name.startswith("+") or name in NEVER_FOLDERS or not isinstance(entry.value, dict):
            continue
        if below in used:
            yield from _unused(entry, below, used, packages)
        elif path or name in _MAPPINGS or (name not in packages and closest(name, packages, cutoff=0.8)):
            beside = {fqn[-1] for fqn in used if fqn[:-1] == path} if path else packages
            yield _report(name, entry, beside)


def _report(name: str, entry: Sourced, known: set[str]) -> Diagnostic:
    summary = f"no model lies in '{name}', so what it says applies to nothing"
    if name in _MAPPINGS:
        advice = f"write '+{name}' for the config"
    elif (meant := closest(name, sorted(known))) is not None:
        advice = f"did you mean '{meant}'?"
    else:
        advice = f"there is: {listed(known)}"
    return Diagnostic.at(FOLDER_WITHOUT_MODEL, entry, summary, help=advice, key=True)
