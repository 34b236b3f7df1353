"""One job as blocks of Terraform: job, notebooks, permissions, output."""

from __future__ import annotations

from typing import Any

from brickform import codes
from brickform.compile.graph import ResourceGraph
from brickform.compile.model import Job, Notebook, Permissions
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.emit.paths import notebook_file
from brickform.emit.settings import carried_settings
from brickform.emit.terraform_document import Document
from brickform.emit.terraform_expression import expression, literal
from brickform.emit.terraform_folders import notebook_path
from brickform.emit.terraform_names import job_in_provider_names
from brickform.emit.unsupported import TERRAFORM_JOB

_TRIGGERS = frozenset({"file_arrival", "periodic", "table_update"})
"""The provider wants exactly one of these in ``trigger``."""


def add_job(document: Document, job: Job, problems: Diagnostics) -> None:
    """Add the job and its output; report what the provider cannot carry."""
    settings = carried_settings(job.settings, TERRAFORM_JOB, problems)
    _leave_out_lone_trigger(settings, job, problems)
    body = expression(job_in_provider_names(settings))
    if job.existing_job_id is not None:
        body["lifecycle"] = {"prevent_destroy": True}
    document.block("resource", "databricks_job", job.key, body=body)
    reference = f"databricks_job.{job.key}"
    output = {"id": f"${{{reference}.id}}", "url": f"${{{reference}.url}}"}
    document.block("output", job.key, body={"value": output})


def add_notebook(document: Document, notebook: Notebook, graph: ResourceGraph) -> None:
    body = {
        "source": f"${{path.module}}/{literal(terraform_notebook_file(notebook))}",
        "path": notebook_path(notebook, graph),
    }
    document.block("resource", "databricks_notebook", notebook.key, body=body)


def add_permissions(document: Document, permissions: Permissions | None) -> None:
    if permissions is None:
        return
    entries = [
        {entry.kind: literal(entry.principal), "permission_level": entry.level}
        for entry in permissions.entries
    ]
    body = {f"{permissions.of.kind}_{permissions.of.attribute}": expression(permissions.of)}
    name = f"{permissions.of.kind}_{permissions.of.key}"
    document.block("resource", "databricks_permissions", name, body={**body, "access_control": entries})


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
