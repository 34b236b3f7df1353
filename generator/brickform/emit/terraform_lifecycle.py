"""Blocks about what exists already: ``import``, ``moved`` and ``removed``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from brickform.compile.graph import ResourceGraph
from brickform.compile.model import Job, Notebook, ReleasedJob
from brickform.emit.terraform_document import Document
from brickform.emit.terraform_resource import Address

KNOWS_REMOVED = ">= 1.7.0"
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


def moves(job: Job, notebooks: Iterable[Notebook], graph: ResourceGraph) -> Iterator[tuple[Address, Address]]:
    """Yield the steps of every resource of the job, from its previous keys to the present one."""
    items: list[Job | Notebook] = [job, *notebooks]
    for item in items:
        kind = _kind(item)
        has_permissions = graph.permissions_of(kind, item.key) is not None
        # One step after the other: Terraform takes only one source for an address.
        for old, new in pairwise([*_previous(item), item.key]):
            yield Address(kind, old), Address(kind, new)
            if has_permissions:
                yield _permissions(kind, old), _permissions(kind, new)


def released_addresses(job: ReleasedJob) -> Iterator[Address]:
    """Yield what may be in the state of the job, under all the keys that it had."""
    items: list[ReleasedJob | Notebook] = [job, *job.notebooks]
    for item in items:
        for key in (item.key, *_previous(item)):
            yield Address(_kind(item), key)
            yield _permissions(_kind(item), key)


def move_block(old: Address | str, new: Address | str) -> dict[str, Any]:
    return {"from": str(old), "to": str(new)}


def let_go(document: Document, address: Address) -> None:
    """Forget a resource without destroying it."""
    document.block("terraform", body={"required_version": KNOWS_REMOVED})
    document.append("removed", removed_block(address))


def removed_block(address: Address | str) -> dict[str, Any]:
    return {"from": str(address), "lifecycle": {"destroy": False}}


def _permissions(kind: str, key: str) -> Address:
    return Address("permissions", f"{kind}_{key}")


def _kind(item: Job | ReleasedJob | Notebook) -> str:
    return "notebook" if isinstance(item, Notebook) else "job"


def _previous(item: Job | ReleasedJob | Notebook) -> list[str]:
    return [key.value for key in item.previous_keys]
