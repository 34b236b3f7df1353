"""The body of a one-time submission (``jobs/runs/submit``) for one model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from brickform import codes
from brickform.compile.compute import choose_compute
from brickform.compile.environments import environment_key, environments
from brickform.compile.job_clusters import compute_alone
from brickform.compile.jobs import job_settings
from brickform.compile.keys import JOB_KEYS
from brickform.compile.libraries import place_packages
from brickform.compile.model import Notebook, Permissions
from brickform.compile.names import job_name, resource_key
from brickform.compile.normalise import normalise
from brickform.compile.notebooks import compile_notebook
from brickform.compile.permissions import job_permissions, notebook_permissions
from brickform.compile.tasks import DEFAULT_TASK_KEY, finish_task, main_task
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.resolve.project import ResolvedModel, ResolvedProject
from brickform.sourced import Sourced

SUBMIT_KEYS = frozenset(
    {
        "budget_policy_id",
        "email_notifications",
        "environments",
        "git_source",
        "health",
        "notification_settings",
        "performance_target",
        "queue",
        "run_as",
        "timeout_seconds",
        "usage_policy_id",
        "webhook_notifications",
    }
)
"""What ``jobs/runs/submit`` takes of a job: https://docs.databricks.com/api/workspace/jobs/submit"""


class Submission(NamedTuple):
    """What to send for one run of one model; ``settings`` is the body but for ``run_name`` and token."""

    settings: Sourced
    notebook: Notebook
    permissions: tuple[Permissions, ...]
    """Of the run (as a job) and of the notebook."""


def compile_submission(model: ResolvedModel, project: ResolvedProject) -> tuple[Submission, Diagnostics]:
    """Compile a model of any submission method into one run; what a run cannot have is an info line."""
    problems = Diagnostics()
    settings = job_settings(model.config, model.source, job_name(model.relation), project)
    problems.extend(_left_out(model.config))
    job = project.job_of(model)
    compute = compute_alone(model, job, choose_compute(model, project.target, problems))
    job_clusters = (model.config if job is None else job.config).at("python_job_config", "job_clusters")
    packages = place_packages(model, compute, job_clusters)
    environment = environment_key(model.config, compute, problems)
    if (defined := environments(settings.get("environments"), model.config, environment)) is not None:
        settings["environments"] = defined
    key = resource_key(model, project.name)
    notebook = compile_notebook(model, project, packages, problems)
    task = main_task(model, DEFAULT_TASK_KEY, key, compute, packages.libraries, environment, problems)
    task = _inline_job_cluster(task, job_clusters)
    shared = project.clusters.value if project.clusters is not None else {}
    body = {name: value for name, value in settings.items() if name not in JOB_KEYS - SUBMIT_KEYS}
    finished = finish_task(task, "git_source" in body, shared)
    body["tasks"] = Sourced.sequence([finished], model.source)
    models = (model.unique_id,)
    permissions = (
        *job_permissions(key, [model.config], models, problems),
        *notebook_permissions(key, model.config, models, problems),
    )
    return Submission(normalise(Sourced.mapping(body, model.source)), notebook, permissions), problems


def _inline_job_cluster(task: Sourced, job_clusters: Sourced | None) -> Sourced:
    """Replace ``job_cluster_key`` by the cluster it names: a run has no job clusters."""
    entries = task.entries()
    for cluster in job_clusters.elements() if job_clusters is not None else ():
        key, new_cluster = cluster.get("job_cluster_key"), cluster.get("new_cluster")
        if key is None or new_cluster is None or "job_cluster_key" not in entries:
            continue
        if entries["job_cluster_key"].value == key.value:
            del entries["job_cluster_key"]
            entries["new_cluster"] = new_cluster
    return Sourced.mapping(entries, task.source)


def _left_out(config: Sourced) -> Iterator[Diagnostic]:
    """Report the settings that only a deployed job can have."""
    written = config.get("python_job_config")
    for key, value in written.items() if written is not None else ():
        if value.value is not None and (key in JOB_KEYS - SUBMIT_KEYS or key == "post_hook_tasks"):
            if key == "job_clusters":
                continue
            yield Diagnostic.at(
                codes.NOT_SUBMITTED,
                value,
                f"a one-time run has no '{key}'; it is not sent",
                key=True,
            )
