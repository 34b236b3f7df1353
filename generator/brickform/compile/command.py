"""A model as commands on an all-purpose cluster, without a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from brickform import codes
from brickform.compile.compute import choose_compute
from brickform.compile.groups import submission_method
from brickform.compile.libraries import Packages, place_packages
from brickform.compile.model import Ref
from brickform.compile.notebooks import compile_notebook
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.notebook.source import NotebookSource
from brickform.resolve.project import ResolvedModel, ResolvedProject
from brickform.sourced import Sourced


class CommandRun(NamedTuple):
    """The cluster, by its id or as a shared one of the project, and what is executed on it."""

    cluster: str | Ref
    source: NotebookSource


def runs_as_command(model: ResolvedModel) -> bool:
    """Whether dbt would send the model to a cluster as it is, instead of running a notebook."""
    notebook = model.config.get("create_notebook")
    wants_notebook = notebook is not None and notebook.value is True
    return submission_method(model) == "all_purpose_cluster" and not wants_notebook


def compile_command(model: ResolvedModel, project: ResolvedProject) -> tuple[CommandRun, Diagnostics]:
    """Compile a model of ``all_purpose_cluster``, whose cluster a check has seen to be there.

    https://docs.databricks.com/api/workspace/commandexecution
    """
    problems = Diagnostics()
    compute = choose_compute(model, project.target, problems)
    packages = place_packages(model, compute, model.config.at("python_job_config", "job_clusters"))
    problems.extend(_not_installed(packages))
    problems.extend(_left_out(model.config))
    source = compile_notebook(model, project, packages, problems).body
    cluster = str(compute.value.value) if compute.value is not None else ""
    shared = project.clusters.value if project.clusters is not None else {}
    return CommandRun(Ref("cluster", cluster, "id") if cluster in shared else cluster, source), problems


def _not_installed(packages: Packages) -> Iterator[Diagnostic]:
    for library in packages.libraries[:1]:
        yield Diagnostic.at(
            codes.PACKAGES_ON_COMMAND,
            library,
            "a command on a cluster installs no libraries",
            help="set 'notebook_scoped_libraries: true', or run a notebook with 'create_notebook: true'",
        )


def _left_out(config: Sourced) -> Iterator[Diagnostic]:
    written = config.get("python_job_config")
    for key, value in written.items() if written is not None else ():
        if value.value is not None and key not in ("existing_cluster_id", "libraries"):
            yield Diagnostic.at(
                codes.NOT_ON_COMMAND,
                value,
                f"a command on a cluster has no '{key}'; it is not sent",
                key=True,
            )
