"""What a run is given: every kind of parameter that ``jobs/run-now`` knows, and its limits.

https://docs.databricks.com/api/workspace/jobs/runnow
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

_MOST_BYTES = 10_000
_LIMITED = ("jar_params", "notebook_params", "python_params", "spark_submit_params")
_ASCII_ONLY = ("python_params", "spark_submit_params")
_PIPELINE_LISTS = (
    "full_refresh_selection",
    "refresh_flow_selection",
    "refresh_selection",
    "reset_checkpoint_selection",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """The parameters of one run; every text is sent as it stands, and what is empty is not sent."""

    job_parameters: Mapping[str, str] = field(default_factory=dict)
    notebook_params: Mapping[str, str] = field(default_factory=dict)
    python_params: Sequence[str] = ()
    python_named_params: Mapping[str, str] = field(default_factory=dict)
    jar_params: Sequence[str] = ()
    sql_params: Mapping[str, str] = field(default_factory=dict)
    pipeline_params: Mapping[str, Any] = field(default_factory=dict)
    """``full_refresh`` (bool), and lists of tables: ``full_refresh_selection``, ``refresh_selection`` …"""
    dbt_commands: Sequence[str] = ()
    spark_submit_params: Sequence[str] = ()

    def body(self) -> dict[str, Any]:
        """Return the fields of a request."""
        given = ((entry.name, getattr(self, entry.name)) for entry in fields(self))
        return {
            name: dict(value) if isinstance(value, Mapping) else list(value) for name, value in given if value
        }

    def as_job_parameters(self) -> Parameters:
        """Send ``notebook_params`` as ``job_parameters``: what a job that declares parameters takes."""
        merged = {**self.notebook_params, **self.job_parameters}
        return replace(self, job_parameters=merged, notebook_params={})

    def problems(self) -> Iterator[str]:
        """Say what the API would refuse."""
        body = self.body()
        for name, value in body.items():
            yield from _pipeline_problems(value) if name == "pipeline_params" else _text_problems(name, value)
        if "jar_params" in body and "notebook_params" in body:
            yield "jar_params and notebook_params cannot be given together"
        twice = sorted(self.notebook_params.keys() & self.job_parameters.keys())
        if twice:
            yield f"'{twice[0]}' is given both as a job parameter and as a notebook parameter"
        for name in _LIMITED:
            size = len(json.dumps({name: body[name]}).encode()) if name in body else 0
            if size > _MOST_BYTES:
                yield f"{name} is {size:,} bytes of JSON; the API takes {_MOST_BYTES:,}"


def _text_problems(name: str, value: Mapping[str, Any] | Sequence[Any]) -> Iterator[str]:
    entries = value.items() if isinstance(value, Mapping) else enumerate(value)
    for key, text in entries:
        if not isinstance(key, str | int) or not isinstance(text, str):
            yield f"{name}[{key!r}] is {text!r}: names and values have to be text"
        elif name in _ASCII_ONLY and not text.isascii():
            yield f"{name}[{key!r}] is {text!r}: the API takes ASCII characters only"


def _pipeline_problems(value: Mapping[str, Any]) -> Iterator[str]:
    for key, given in value.items():
        if key == "full_refresh" and not isinstance(given, bool):
            yield f"pipeline_params.full_refresh is {given!r}: it has to be true or false"
        elif key in _PIPELINE_LISTS and not _is_list_of_text(given):
            yield f"pipeline_params.{key} has to be a list of tables"


def _is_list_of_text(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)
