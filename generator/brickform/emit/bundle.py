"""An Asset Bundle: the files of one target, beside those of the others."""

from __future__ import annotations

import re

from brickform import codes
from brickform.compile.graph import ResourceGraph
from brickform.compile.model import Job
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.emit.bundle_adopt import adoption_files
from brickform.emit.bundle_files import bundle_notebook_file, folder_file, resource_file
from brickform.emit.bundle_resources import cluster_yaml, jobs_yaml
from brickform.emit.bundle_root import databricks_yml
from brickform.emit.jobs_of_tree import given_up_keys, jobs_of_tree
from brickform.emit.options import PER_FOLDER, EmitOptions
from brickform.location import SourceMap
from brickform.notebook.render import render_notebook
from brickform.output.tree import OutputTree

_FOLDER = re.compile(r"\w[\w.-]*")
_MANY_FILES = 200


def emit_bundle(graph: ResourceGraph, options: EmitOptions) -> tuple[OutputTree, Diagnostics]:
    """Write the graph as the part of a bundle that belongs to its target.

    ``databricks.yml`` is in the tree's scaffold. Permissions are on each resource, never at the top
    level, from where they would reach every job.
    """
    problems = _check_target(graph)
    _say_what_stays_behind(graph, problems)
    if options.layout == PER_FOLDER:
        resources = _files_by_folder(graph, problems)
    else:
        resources = _files_by_model(graph, problems)
        _warn_of_many_files(graph, problems)
    files = {
        **resources,
        **_cluster_files(graph, problems),
        **_notebook_files(graph),
        **adoption_files(graph),
    }
    escapes = any(found.code is codes.REFERENCE_ESCAPED for found in problems)
    scaffold = {"databricks.yml": databricks_yml(graph, problems, escapes=escapes)}
    tree = OutputTree(
        "bundle",
        graph.target.name,
        options.layout,
        files,
        scaffold,
        jobs=jobs_of_tree(graph),
        given_up=given_up_keys(graph),
        project=graph.project,
    )
    return tree, problems


def _files_by_model(graph: ResourceGraph, problems: Diagnostics) -> dict[str, bytes]:
    target = graph.target.name
    return {resource_file(target, job.key, "job"): jobs_yaml([job], graph, problems) for job in graph.jobs}


def _files_by_folder(graph: ResourceGraph, problems: Diagnostics) -> dict[str, bytes]:
    folders: dict[str, list[Job]] = {}
    for job in graph.jobs:
        folders.setdefault(job.folder, []).append(job)
    return {
        folder_file(graph.target.name, folder): jobs_yaml(jobs, graph, problems)
        for folder, jobs in folders.items()
    }


def _cluster_files(graph: ResourceGraph, problems: Diagnostics) -> dict[str, bytes]:
    return {
        resource_file(graph.target.name, cluster.key, "cluster"): cluster_yaml(cluster, graph, problems)
        for cluster in graph.clusters
    }


def _notebook_files(graph: ResourceGraph) -> dict[str, bytes]:
    # The CLI deletes from the workspace what is gone here, and a released job still runs its notebook.
    released = [notebook for job in graph.released for notebook in job.notebooks]
    return {
        bundle_notebook_file(graph.target.name, notebook): render_notebook(notebook.body).encode(
            "utf-8", "replace"
        )
        for notebook in (*released, *graph.notebooks)
    }


def _warn_of_many_files(graph: ResourceGraph, problems: Diagnostics) -> None:
    if len(graph.jobs) > _MANY_FILES:
        problems.add(
            Diagnostic(
                codes.MANY_FILES,
                f"the databricks CLI takes long over a bundle of {len(graph.jobs)} files",
                help="give --layout per-folder for one file a folder of models",
            )
        )


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
