"""Job settings in the types of databricks-sdk, which drops without a word what it does not know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from databricks.sdk.service.jobs import JobSettings

from brickform.compile.model import Job, Ref
from support.checkers.bundle_jobs import is_resource_file, resources_of
from support.checkers.differences import differences

_OF_THE_BUNDLE = frozenset({"lifecycle", "permissions"})
"""What a bundle keeps beside the settings of a job."""


def check_bundle_jobs(files: Mapping[str, str]) -> list[str]:
    """Check the settings of every job in the resource files of a bundle."""
    return [
        finding
        for path, text in sorted(files.items())
        if is_resource_file(path)
        for kind, key, body in resources_of(text)
        if kind == "jobs"
        for finding in check_settings(_settings_in(body), f"{path}: {key}")
    ]


def check_compiled_job(job: Job) -> list[str]:
    """Check the settings that all outputs are made from."""
    return list(check_settings(_without_refs(job.settings.value), job.key))


def check_settings(settings: Mapping[str, Any], place: str) -> Iterator[str]:
    try:
        after = JobSettings.from_dict(dict(settings)).as_dict()
    except (AttributeError, TypeError, ValueError) as error:
        yield f"{place}: {error!r}"
    else:
        yield from differences(settings, after, place)


def _settings_in(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name not in _OF_THE_BUNDLE}


def _without_refs(value: Any) -> Any:
    if isinstance(value, Ref):
        return f"{value.kind}.{value.key}.{value.attribute}"
    if isinstance(value, Mapping):
        return {name: _without_refs(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_without_refs(item) for item in value]
    return value
