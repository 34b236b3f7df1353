"""Ids of deployed jobs by resource key, from what the deploying tools print."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from brickform.errors import UsageError
from brickform.suggestions import did_you_mean, listed

_WHAT_FITS = "give what `terraform output -json` or `databricks bundle summary -o json` prints"


def read_job_ids(content: bytes, name: str) -> dict[str, int | None]:
    """Return job ids by key, None for a job that is not deployed; raises UsageError for another document.

    ``content`` is the output of ``terraform output -json`` or of ``databricks bundle summary -o json``, in
    any UTF: shells write it in their own.
    """
    try:
        document = json.loads(content)
    except ValueError:
        raise UsageError(f"{name} is not JSON: {_WHAT_FITS}") from None
    if not isinstance(document, dict):
        raise UsageError(f"{name} holds no ids of jobs: {_WHAT_FITS}")
    ids = _of_bundle(document) if "resources" in document else _of_terraform(document)
    if not ids:
        raise UsageError(f"{name} holds no ids of jobs: {_WHAT_FITS}")
    return ids


def find_job_id_in(ids: Mapping[str, int | None], key: str, name: str) -> int:
    """Return the id of a key; raises UsageError where it is not there, or the job is not deployed."""
    if key not in ids:
        advice = did_you_mean(key, ids, otherwise=f"there are: {listed(ids)}")
        raise UsageError(f"{name} has no job '{key}'; {advice}")
    job_id = ids[key]
    if job_id is None:
        raise UsageError(f"the job '{key}' of {name} is not deployed yet")
    return job_id


def _of_terraform(document: Mapping[str, Any]) -> dict[str, int | None]:
    """Read outputs: ``{KEY: {"value": {"id": …, "url": …}}}`` as generated, or with the id as value."""
    values = {key: _get(output, "value") for key, output in document.items()}
    ids = {key: _id(_get(value, "id") or value) for key, value in values.items()}
    return {key: job_id for key, job_id in ids.items() if job_id is not None}


def _of_bundle(document: Mapping[str, Any]) -> dict[str, int | None]:
    jobs = _get(document["resources"], "jobs")
    return {key: _id(_get(job, "id")) for key, job in jobs.items()} if isinstance(jobs, dict) else {}


def _get(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def _id(value: Any) -> int | None:
    is_id = isinstance(value, str | int) and str(value).isascii() and str(value).isdigit()
    return int(value) if is_id else None
