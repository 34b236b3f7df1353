"""Job, notebook, permissions and cluster as resources of the Databricks provider."""

from __future__ import annotations

from typing import Any

from brickform import codes
from brickform.compile.graph import ResourceGraph
from brickform.compile.model import Cluster, Job, Notebook, Permissions
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.emit.paths import notebook_file
from brickform.emit.settings import carried_settings
from brickform.emit.terraform_folders import notebook_path
from brickform.emit.terraform_names import cluster_in_provider_names, job_in_provider_names
from brickform.emit.terraform_resource import Joined, Resource, Symbol
from brickform.emit.unsupported import TERRAFORM_CLUSTER, TERRAFORM_JOB

_TRIGGERS = frozenset({"file_arrival", "periodic", "table_update"})
"""The provider wants exactly one of these in ``trigger``."""


def job_resource(job: Job, problems: Diagnostics) -> Resource:
    """Return the job; report what the provider cannot carry."""
    settings = carried_settings(job.settings, TERRAFORM_JOB, problems)
    _leave_out_lone_trigger(settings, job, problems)
    lifecycle = {} if job.existing_job_id is None else {"prevent_destroy": True}
    return Resource("job", job.key, job_in_provider_names(settings), job.settings.source, lifecycle)


def cluster_resource(cluster: Cluster, problems: Diagnostics) -> Resource:
    settings = carried_settings(cluster.settings, TERRAFORM_CLUSTER, problems)
    # A bundle does not wait for the cluster to start either.
    fields = {"no_wait": True, **cluster_in_provider_names(settings)}
    return Resource("cluster", cluster.key, fields, cluster.settings.source)


def notebook_resource(notebook: Notebook, graph: ResourceGraph) -> Resource:
    source = Joined((Symbol("path.module"), f"/{terraform_notebook_file(notebook)}"))
    return Resource("notebook", notebook.key, {"source": source, "path": notebook_path(notebook, graph)})


def permissions_resource(permissions: Permissions) -> Resource:
    entries = [
        {entry.kind: entry.principal, "permission_level": entry.level} for entry in permissions.entries
    ]
    of = permissions.of
    fields = {f"{of.kind}_{of.attribute}": of, "access_control": entries}
    return Resource("permissions", f"{of.kind}_{of.key}", fields)


def terraform_notebook_file(notebook: Notebook) -> str:
    return f"notebooks/{notebook_file(notebook)}"


def _leave_out_lone_trigger(settings: dict[str, Any], job: Job, problems: Diagnostics) -> None:
    trigger = settings.get("trigger")
    if trigger is None or _TRIGGERS.intersection(trigger):
        return
    del settings["trigger"]
    place = job.settings.source.find(("trigger",))
    summary = (
        "'trigger' is left out: the Databricks provider wants file_arrival, periodic or table_update there"
    )
    advice = "add one of these, or write the trigger under 'triggers'"
    problems.add(Diagnostic.at(codes.FIELD_NOT_CARRIED, place, summary, help=advice, key=True))
