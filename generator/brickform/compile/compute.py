"""Which compute the main task of a model runs on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from brickform import codes
from brickform.compile.groups import submission_method
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.resolve.project import ResolvedModel, Target
from brickform.sourced import Sourced

COMPUTE_KEYS = ("new_cluster", "existing_cluster_id", "job_cluster_key")
"""The keys of a task that name its compute; none of them means serverless."""

_COMPUTE_IN_SETTINGS = (*COMPUTE_KEYS, "cluster_id")
_CLUSTER_OF_HTTP_PATH = re.compile(r"/?sql/protocolv1/o/\d+/([^?&]+)")
_MAJOR_VERSION = re.compile(r"(\d+)\.")


class Compute(NamedTuple):
    """The compute of a task: ``{key: value}`` goes into the task, nothing for serverless."""

    key: str | None = None
    value: Sourced | None = None
    given_by: str = "serverless compute"
    """What the user wrote, for messages."""

    @property
    def is_serverless(self) -> bool:
        return self.key is None


SERVERLESS = Compute()


def choose_compute(model: ResolvedModel, target: Target, problems: Diagnostics) -> Compute:
    """Return the compute of highest precedence; say so where more than one is given."""
    candidates = list(_candidates(model)) or list(_cluster_of_profile(model, target))
    if submission_method(model) == "serverless_cluster":
        candidates = [SERVERLESS, *candidates]
    if not candidates:
        return SERVERLESS
    winner, *losers = candidates
    for loser in losers:
        _report_conflict(winner, loser, problems)
    return winner


def _report_conflict(winner: Compute, loser: Compute, problems: Diagnostics) -> None:
    if loser.value is None or (winner.value is not None and winner.value.value == loser.value.value):
        return
    problems.add(
        Diagnostic.at(
            codes.COMPUTE_CONFLICT,
            loser.value,
            f"the task runs on {winner.given_by}; {loser.given_by} is not used",
            help=f"remove {loser.given_by}",
            key=True,
        )
    )


def _candidates(model: ResolvedModel) -> Iterator[Compute]:
    """Yield what the config gives, in order of precedence (the task's own settings first)."""
    config = model.config
    for path in (("python_job_config", "additional_task_settings"), ("python_job_config",)):
        if settings := config.at(*path):
            yield from _computes_in(settings, ".".join(path))
    if (value := config.get("job_cluster_config")) and value.value:
        yield Compute("new_cluster", value, "job_cluster_config")
    if value := config.get("cluster_id"):
        yield Compute("existing_cluster_id", value, "cluster_id")
    if (value := config.get("http_path")) and submission_method(model) == "all_purpose_cluster":
        yield from _cluster_of(value)


def _computes_in(settings: Sourced, place: str) -> Iterator[Compute]:
    for key in _COMPUTE_IN_SETTINGS:
        if key in settings.value and (value := settings.get(key)):
            yield Compute("existing_cluster_id" if key == "cluster_id" else key, value, f"{place}.{key}")


def _cluster_of_profile(model: ResolvedModel, target: Target) -> Iterator[Compute]:
    """Yield the cluster that dbt itself connects to, where there is one."""
    if submission_method(model) == "all_purpose_cluster":
        yield from _cluster_of(Sourced(target.http_path or "", model.source))


def _cluster_of(http_path: Sourced) -> Iterator[Compute]:
    found = _CLUSTER_OF_HTTP_PATH.match(str(http_path.value))
    if found:
        yield Compute("existing_cluster_id", http_path.derive(found.group(1)), "http_path")


def spark_major_version(compute: Compute, job_clusters: Sourced | None) -> int | None:
    """Return the major Databricks Runtime version of a task's cluster, None where it is not known."""
    cluster = compute.value
    if compute.key == "job_cluster_key" and cluster is not None:
        cluster = _job_cluster(job_clusters, cluster.value)
    version = cluster.get("spark_version") if cluster is not None else None
    found = _MAJOR_VERSION.match(str(version.value)) if version is not None else None
    return int(found.group(1)) if found else None


def _job_cluster(job_clusters: Sourced | None, key: object) -> Sourced | None:
    for entry in job_clusters.elements() if job_clusters is not None else ():
        name = entry.get("job_cluster_key")
        if name is not None and name.value == key:
            return entry.get("new_cluster")
    return None
