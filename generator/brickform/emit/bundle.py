"""An Asset Bundle: the files of one target, beside those of the others."""

from __future__ import annotations

import re

from brickform import codes
from brickform.compile.graph import ResourceGraph
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.emit.bundle_adopt import ADOPT_FILE, adopt_script
from brickform.emit.bundle_files import adopted_job_file, bundle_notebook_file, resource_file
from brickform.emit.bundle_resources import cluster_yaml, job_yaml
from brickform.emit.bundle_root import databricks_yml
from brickform.emit.options import EmitOptions
from brickform.location import SourceMap
from brickform.output.tree import OutputTree

_FOLDER = re.compile(r"\w[\w.-]*")


def emit_bundle(graph: ResourceGraph, _options: EmitOptions) -> tuple[OutputTree, Diagnostics]:
    """Write the graph as the part of a bundle that belongs to its target.

    ``databricks.yml`` is in the tree's scaffold. Permissions are on each resource, never at the top
    level, from where they would reach every job.
    """
    problems = _check_target(graph)
    _say_what_stays_behind(graph, problems)
    files = {**_resource_files(graph, problems), **_notebook_files(graph), **_adoption_files(graph)}
    escapes = any(found.code is codes.REFERENCE_ESCAPED for found in problems)
    scaffold = {"databricks.yml": databricks_yml(graph, problems, escapes=escapes)}
    return OutputTree("bundle", graph.target.name, "per-model", files, scaffold), problems


def _resource_files(graph: ResourceGraph, problems: Diagnostics) -> dict[str, bytes]:
    target = graph.target.name
    jobs = {resource_file(target, job.key, "job"): job_yaml(job, graph, problems) for job in graph.jobs}
    clusters = {
        resource_file(target, cluster.key, "cluster"): cluster_yaml(cluster, graph, problems)
        for cluster in graph.clusters
    }
    return {**jobs, **clusters}


def _notebook_files(graph: ResourceGraph) -> dict[str, bytes]:
    return {
        bundle_notebook_file(graph.target.name, notebook): notebook.content.encode("utf-8", "replace")
        for notebook in graph.notebooks
    }


def _adoption_files(graph: ResourceGraph) -> dict[str, bytes]:
    adopted = {
        adopted_job_file(graph.target.name, job.key): f"{job.key} {job.existing_job_id.value}\n".encode()
        for job in graph.jobs
        if job.existing_job_id is not None
    }
    return {ADOPT_FILE: adopt_script(), **adopted} if adopted else {}


def _check_target(graph: ResourceGraph) -> Diagnostics:
    name = graph.target.name
    if _FOLDER.fullmatch(name):
        return Diagnostics()
    summary = f"target '{name}' cannot be the name of a folder, which a bundle needs for its files"
    return Diagnostics(
        [Diagnostic(codes.TARGET_NOT_A_FOLDER, summary, help="use letters, digits, '_', '-' and '.' only")]
    )


def _say_what_stays_behind(graph: ResourceGraph, problems: Diagnostics) -> None:
    """Report once for the whole project what a bundle leaves to its own folder."""
    shared = [notebook.source for notebook in graph.notebooks if notebook.shared]
    acls = [item.entries[0].source for item in graph.permissions if item.of.kind == "notebook"]
    if not shared and not acls:
        return
    problems.add(
        Diagnostic.at(
            codes.NOTEBOOK_FOLDER_NOT_CARRIED,
            _first([*shared, *acls]),
            "a bundle keeps notebooks in its own folder, with the permissions of that folder: "
            f"'user_folder_for_python: false' (models: {len(shared)}) and grants on notebooks "
            f"(models: {len(acls)}) are not carried",
            help="grant on the bundle's folder where others have to read the notebooks",
        )
    )


def _first(places: list[SourceMap]) -> SourceMap:
    return min(places, key=lambda place: place.location)
