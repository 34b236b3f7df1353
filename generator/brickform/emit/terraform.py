"""Terraform JSON: a root module for one target, or a module for somebody else's root."""

from __future__ import annotations

from brickform.compile.graph import ResourceGraph
from brickform.compile.model import Cluster, Job, Permissions, ReleasedJob
from brickform.diagnostics import Diagnostics
from brickform.emit.jobs_of_tree import given_up_keys, jobs_of_tree
from brickform.emit.options import EmitOptions
from brickform.emit.terraform_document import Document
from brickform.emit.terraform_folders import folder_files
from brickform.emit.terraform_lifecycle import import_block, let_go, move_block, moves, released_addresses
from brickform.emit.terraform_resources import (
    cluster_resource,
    job_resource,
    notebook_resource,
    permissions_resource,
    terraform_notebook_file,
)
from brickform.emit.terraform_root import root_files
from brickform.notebook.render import render_notebook
from brickform.output.tree import OutputTree


def emit_terraform(graph: ResourceGraph, options: EmitOptions) -> tuple[OutputTree, Diagnostics]:
    """Write the graph as Terraform JSON for the Databricks provider >= 1.128 and Terraform >= 1.5.

    File names hold a second dot (``orders.job.tf.json``): so no key meets a file of the root, nor
    the names that Terraform reads as overrides (``override.tf.json``, ``x_override.tf.json``).
    """
    problems = Diagnostics()
    files = {**dict(root_files(graph, options)), **dict(folder_files(graph))}
    for job in graph.jobs:
        files[f"{job.key}.job.tf.json"] = _job_file(job, graph, options, problems)
    for released in graph.released:
        files[f"{released.key}.job.tf.json"] = _released_job_file(released)
    for cluster in graph.clusters:
        files[f"{cluster.key}.cluster.tf.json"] = _cluster_file(cluster, graph, problems)
    for notebook in graph.notebooks:
        files[terraform_notebook_file(notebook)] = render_notebook(notebook.body).encode("utf-8", "replace")
    layout = "per-model" if options.module is None else "module"
    tree = OutputTree(
        "terraform",
        graph.target.name,
        layout,
        files,
        notes=_notes(graph, options),
        jobs=jobs_of_tree(graph),
        given_up=given_up_keys(graph),
        project=graph.project,
    )
    return tree, problems


def _job_file(job: Job, graph: ResourceGraph, options: EmitOptions, problems: Diagnostics) -> bytes:
    document = Document()
    document.resource(job_resource(job, problems))
    document.block("output", job.key, body={"value": _job_output(job)})
    notebooks = graph.notebooks_of(job)
    for notebook in notebooks:
        document.resource(notebook_resource(notebook, graph))
    _add_permissions(document, graph.permissions_of("job", job.key))
    for notebook in notebooks:
        _add_permissions(document, graph.permissions_of("notebook", notebook.key))
    for old, new in moves(job, notebooks, graph):
        document.append("moved", move_block(old, new))
    adopted = import_block(job)
    if adopted is not None and options.module is None:
        document.append("import", adopted)
    return document.to_bytes()


def _released_job_file(job: ReleasedJob) -> bytes:
    document = Document()
    for address in released_addresses(job):
        let_go(document, address)
    return document.to_bytes()


def _job_output(job: Job) -> dict[str, str]:
    reference = f"databricks_job.{job.key}"
    return {"id": f"${{{reference}.id}}", "url": f"${{{reference}.url}}"}


def _cluster_file(cluster: Cluster, graph: ResourceGraph, problems: Diagnostics) -> bytes:
    document = Document()
    document.resource(cluster_resource(cluster, problems))
    _add_permissions(document, graph.permissions_of("cluster", cluster.key))
    return document.to_bytes()


def _add_permissions(document: Document, permissions: Permissions | None) -> None:
    if permissions is not None:
        document.resource(permissions_resource(permissions))


def _notes(graph: ResourceGraph, options: EmitOptions) -> tuple[str, ...]:
    """Return the import blocks for the root: Terraform allows them nowhere else."""
    if options.module is None:
        return ()
    blocks = [block for job in graph.jobs if (block := import_block(job)) is not None]
    return tuple(
        f'import {{\n  to = module.{options.module}.{block["to"]}\n  id = "{block["id"]}"\n}}'
        for block in blocks
    )
