"""Blocks about what exists already: ``import``, ``moved`` and ``removed``."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from brickform.compile.graph import ResourceGraph
from brickform.compile.model import Job, Notebook, ReleasedJob
from brickform.emit.terraform_document import Document

_KNOWS_REMOVED = ">= 1.7.0"
"""https://developer.hashicorp.com/terraform/language/resources/syntax#removing-resources"""


def import_block(job: Job) -> dict[str, str] | None:
    """Return address and id of the job to adopt.

    Its permissions are not imported: the provider fails where the list holds nobody but the
    deployer, and to create them replaces the whole list anyway.
    https://github.com/databricks/terraform-provider-databricks/blob/v1.128.0/permissions/resource_permissions.go
    """
    if job.existing_job_id is None:
        return None
    return {"to": f"databricks_job.{job.key}", "id": job.existing_job_id.value}


def add_moves(document: Document, job: Job, notebooks: Iterable[Notebook], graph: ResourceGraph) -> None:
    """Lead every resource of the job from its previous keys to the present one."""
    items: list[Job | Notebook] = [job, *notebooks]
    for item in items:
        kind = _kind(item)
        prefixes = [f"databricks_{kind}."]
        if graph.permissions_of(kind, item.key) is not None:
            prefixes.append(f"databricks_permissions.{kind}_")
        # One step after the other: Terraform takes only one source for an address.
        for old, new in pairwise([*_previous(item), item.key]):
            for prefix in prefixes:
                document.append("moved", {"from": f"{prefix}{old}", "to": f"{prefix}{new}"})


def released_job_document(job: ReleasedJob) -> Document:
    document = Document()
    items: list[ReleasedJob | Notebook] = [job, *job.notebooks]
    for item in items:
        for key in (item.key, *_previous(item)):
            let_go(document, f"databricks_{_kind(item)}.{key}")
            let_go(document, f"databricks_permissions.{_kind(item)}_{key}")
    return document


def let_go(document: Document, address: str) -> None:
    """Forget a resource without destroying it."""
    document.block("terraform", body={"required_version": _KNOWS_REMOVED})
    document.append("removed", {"from": address, "lifecycle": {"destroy": False}})


def _kind(item: Job | ReleasedJob | Notebook) -> str:
    return "notebook" if isinstance(item, Notebook) else "job"


def _previous(item: Job | ReleasedJob | Notebook) -> list[str]:
    return [key.value for key in item.previous_keys]
