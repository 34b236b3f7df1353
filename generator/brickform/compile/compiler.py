"""Compiles a resolved project into its resource graph."""

from __future__ import annotations

from operator import attrgetter

from brickform import codes
from brickform.compile.clusters import compile_clusters
from brickform.compile.graph import ResourceGraph
from brickform.compile.groups import group_models, is_deployed, is_released
from brickform.compile.jobs import compile_job
from brickform.compile.lifecycle import release_job
from brickform.compile.model import Job, Notebook, Permissions, ReleasedJob
from brickform.compile.options import CompileOptions
from brickform.compile.permissions import cluster_permissions, job_permissions, notebook_permissions
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.resolve.project import ResolvedProject


def compile_project(project: ResolvedProject, options: CompileOptions) -> tuple[ResourceGraph, Diagnostics]:
    """Compile every model that is deployed; the graph is sorted by key."""
    problems = Diagnostics()
    jobs: list[Job] = []
    notebooks: list[Notebook] = []
    permissions: list[Permissions] = []
    released: list[ReleasedJob] = []
    for group in group_models(project, options, problems):
        if is_released(group.config):
            _, job_notebooks = compile_job(group, project, Diagnostics())
            released.append(release_job(group, job_notebooks))
            continue
        job, job_notebooks = compile_job(group, project, problems)
        jobs.append(job)
        notebooks.extend(job_notebooks)
        configs = [model.config for model in group.models]
        of_the_job = configs if group.together is None else [group.config, *configs]
        permissions.extend(job_permissions(job.key, of_the_job, job.models, problems))
        for notebook, config in zip(job_notebooks, configs, strict=True):
            permissions.extend(notebook_permissions(notebook.key, config, notebook.models, problems))
    clusters = tuple(compile_clusters(project, jobs))
    for cluster in clusters:
        written = project.clusters.get(cluster.key) if project.clusters is not None else None
        if written is not None:
            permissions.extend(cluster_permissions(cluster.key, written, cluster.models, problems))
    _report_one_time_models(project, options, problems)
    by_key = attrgetter("key")
    graph = ResourceGraph(
        project=project.name,
        target=project.target,
        targets=project.targets,
        notebook_root=project.notebook_root,
        jobs=tuple(sorted(jobs, key=by_key)),
        notebooks=tuple(sorted(notebooks, key=by_key)),
        permissions=tuple(sorted(permissions, key=lambda item: (item.of.kind, item.key))),
        clusters=clusters,
        released=tuple(sorted(released, key=by_key)),
    )
    return graph, problems


def _report_one_time_models(project: ResolvedProject, options: CompileOptions, problems: Diagnostics) -> None:
    for model in project.models:
        if not (is_deployed(model, options) or is_released(model.config)):
            problems.add(
                Diagnostic.at(
                    codes.NOT_DEPLOYED,
                    model.config.get("submission_method") or model.source,
                    f"'{model.name}' is submitted once a run, so no job is deployed for it",
                    help="set submission_method: workflow_job, or pass --include-one-time",
                )
            )
