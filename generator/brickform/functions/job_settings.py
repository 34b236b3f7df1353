"""``functions:`` of brickform.yml: which jobs agents and SQL may start, and what the workspace cannot say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from brickform.errors import UsageError
from brickform.functions.listed_jobs import PARAMETER_TYPES, ParameterType
from brickform.sourced import Sourced
from brickform.suggestions import alternatives


class JobSettings(NamedTuple):
    """What is written about one job."""

    description: str = ""
    types: Mapping[str, ParameterType] = {}
    """By the name of a parameter."""


def read_job_settings(document: Sourced) -> dict[str, JobSettings]:
    """Return what brickform.yml, of which the shape is known to be right, says by the word that names a job.

    Raises UsageError for a template in place of a type: nothing is rendered here.
    """
    jobs = document.at("functions", "jobs")
    return {word: _read(job) for word, job in jobs.items()} if jobs is not None else {}


def _read(job: Sourced) -> JobSettings:
    description, parameters = job.get("description"), job.get("parameters")
    types = {name: _type(name, given) for name, given in parameters.items()} if parameters is not None else {}
    return JobSettings(str(description.value) if description is not None else "", types)


def _type(parameter: str, given: Sourced) -> ParameterType:
    for known in PARAMETER_TYPES:
        if given.value == known:
            return known
    summary = f"{given.location}: the type of '{parameter}' is {given.value!r}"
    raise UsageError(f"{summary}; write {alternatives(PARAMETER_TYPES)}")
