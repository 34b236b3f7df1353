"""The ``models:`` tree of a ``dbt_project.yml`` (and ``seeds:``, ``snapshots:``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from brickform.codes import CONFIG_SHAPE, MISSING_PLUS
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.sourced import Sourced

Render = Callable[[Sourced], Sourced]

_SECTIONS = ("models", "seeds", "snapshots")
NEVER_FOLDERS = ("python_job_config", "job_cluster_config")


class ProjectTree:
    """Answers which configs a project gives to a node: those on the way to its fqn.

    A ``+key`` is a config; so is a plain key, unless its value is a mapping, which is a folder.
    https://docs.getdbt.com/reference/resource-configs/plus-prefix
    """

    def __init__(self, document: Sourced, render: Render, found: Diagnostics) -> None:
        self._document = document
        self._render = render
        self._found = found
        self._rendered: dict[tuple[str, ...], Sourced] = {}
        for section in _SECTIONS:
            tree = document.get(section)
            if tree is not None and not isinstance(tree.value, dict):
                summary = f"'{section}' has to be a mapping of folders and configs"
                found.add(Diagnostic.at(CONFIG_SHAPE, tree, summary))

    def configs(
        self, section: str, fqn: Sequence[str], keys: frozenset[str] | None = None
    ) -> Iterator[Sourced]:
        """Yield the config of every level, the outermost first; of ``keys`` only, where given."""
        level = self._document.get(section)
        path: tuple[str, ...] = (section,)
        for name in (*fqn, None):
            if level is None or not isinstance(level.value, dict):
                return
            yield self._config(path, level, keys)
            if name is None:
                return
            level, path = level.get(name), (*path, name)

    def _config(self, path: tuple[str, ...], level: Sourced, keys: frozenset[str] | None) -> Sourced:
        cached = self._rendered.get((*path, "") if keys else path)
        if cached is None:
            entries = {
                name: entry for name, entry in self._config_entries(level) if keys is None or name in keys
            }
            cached = self._render(Sourced.mapping(entries, level.source))
            self._rendered[(*path, "") if keys else path] = cached
        return cached

    def _config_entries(self, level: Sourced) -> Iterator[tuple[str, Sourced]]:
        for key, entry in level.items():
            if key.startswith("+"):
                yield key[1:].strip(), entry
            elif key in NEVER_FOLDERS and isinstance(entry.value, dict):
                summary, advice = f"dbt reads '{key}' as a folder here", f"write '+{key}'"
                self._found.add(Diagnostic.at(MISSING_PLUS, entry, summary, help=advice, key=True))
            elif entry.value is not None and not isinstance(entry.value, dict):
                yield key, entry
