"""What each output cannot carry: one table an output, by path in the Jobs and Clusters API.

The tables are the difference between databricks-sdk's types and what the lowest supported version
of the consumer knows: the Databricks provider 1.128 (``terraform providers schema -json``) and the
databricks CLI 1.13 (``databricks bundle schema``). What the provider refuses or needs beyond its
schema was seen with ``terraform validate``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

FieldPath = tuple[str, ...]
"""Names of fields from the settings downwards; lists do not count."""

Needs = dict[FieldPath, tuple[str, ...]]


class Accepted(NamedTuple):
    """What a consumer accepts: the pattern of a text, and the words for it."""

    pattern: str
    advice: str


class Unsupported(NamedTuple):
    """The fields that one output leaves out, for one kind of resource."""

    consumer: str
    fields: frozenset[FieldPath]
    """Refused or dropped by the consumer."""
    zeros: frozenset[FieldPath] = frozenset()
    """Not sent while they are 0 or false, although the workspace's own default is another."""
    values: Mapping[FieldPath, Accepted] = MappingProxyType({})
    """Fields of which the consumer refuses some values that the workspace takes."""
    needed: Mapping[FieldPath, tuple[str, ...]] = MappingProxyType({})
    """By mapping: the fields that the consumer needs, and the workspace does not."""


_NOTIFICATIONS = ("email_notifications", "webhook_notifications")
_MAINTENANCE = [f"{kind}.on_maintenance_{when}" for kind in _NOTIFICATIONS for when in ("start", "complete")]
_JOB = [
    *_MAINTENANCE,
    "continuous.maintenance_window",
    "duration_target",
    "environment_variables",
    "environments.spec.project_environment",
    "format",
    "triggers.continuous.maintenance_window",
]
_TASK = [
    *_MAINTENANCE,
    "ai_runtime_task.deployments.compute.provisioned_capacity_id",
    "ai_runtime_task.priority_class",
    "ai_runtime_task.unity_catalog_image_path",
    "alert_task.parameters",
    "dashboard_task.subscription.attachment",
    "environment_variables_key",
]
_NEW_CLUSTER = [
    "driver_node_type_flexibility.aws_context_id",
    "worker_node_type_flexibility.aws_context_id",
]
_TERRAFORM_JOB = ["run_as.group_name"]
_TERRAFORM_JOB_CLUSTER = ["autotermination_minutes"]
_TERRAFORM_TASK_ZEROS = ["max_retries"]
_TERRAFORM_CLUSTER_ZEROS = [
    "autoscale.min_workers",
    "aws_attributes.first_on_demand",
    "azure_attributes.first_on_demand",
    "enable_elastic_disk",
]
_TERRAFORM_JOB_CLUSTER_ZEROS = [
    *_TERRAFORM_CLUSTER_ZEROS,
    "workload_type.clients.jobs",
    "workload_type.clients.notebooks",
]
_HTTPS = Accepted("https://.+", "write an address that starts with https://, or generate a bundle")
_TERRAFORM_PERIOD = Accepted("DAYS|HOURS|WEEKS", "write DAYS, HOURS or WEEKS, or generate a bundle")
_TERRAFORM_ENGINE = Accepted("PHOTON|STANDARD", "write PHOTON or STANDARD, or leave it out")
_TERRAFORM_CLUSTER_NEEDS = {"docker_image": ("url",), "docker_image.basic_auth": ("username", "password")}
_TERRAFORM_TASK_NEEDS = {"ai_runtime_task.deployments": ("command_path",)}
_BUNDLE_JOB = ["deployment", "edit_mode"]
_BUNDLE_CLUSTER = ["is_pinned", "libraries"]

_TASKS = ("tasks", "tasks.for_each_task.task")
_JOB_CLUSTERS = ("job_clusters.new_cluster", *(f"{task}.new_cluster" for task in _TASKS))


def _paths(*fields: str) -> frozenset[FieldPath]:
    return frozenset(map(_path, fields))


def _path(field: str) -> FieldPath:
    return tuple(field.split("."))


def _needs_below(parents: Iterable[str], needs: Mapping[str, tuple[str, ...]]) -> Needs:
    return {_path(f"{parent}.{field}"): keys for parent in parents for field, keys in needs.items()}


def _below(parents: Iterable[str], fields: list[str]) -> list[str]:
    return [f"{parent}.{field}" for parent in parents for field in fields]


_JOB_FIELDS = [*_JOB, *_below(_TASKS, _TASK), *_below(_JOB_CLUSTERS, _NEW_CLUSTER)]
_NESTED_LOOP = "tasks.for_each_task.task.for_each_task"

_PROVIDER = "the Databricks provider"
_CLI = "the databricks CLI"

TERRAFORM_JOB = Unsupported(
    _PROVIDER,
    fields=_paths(
        *_JOB_FIELDS, *_TERRAFORM_JOB, *_below(_JOB_CLUSTERS, _TERRAFORM_JOB_CLUSTER), _NESTED_LOOP
    ),
    zeros=_paths(
        "max_concurrent_runs",
        *_below(_TASKS, _TERRAFORM_TASK_ZEROS),
        *_below(_JOB_CLUSTERS, _TERRAFORM_JOB_CLUSTER_ZEROS),
    ),
    values={
        _path("git_source.git_url"): _HTTPS,
        _path("trigger.periodic.unit"): _TERRAFORM_PERIOD,
        **{_path(f"{cluster}.runtime_engine"): _TERRAFORM_ENGINE for cluster in _JOB_CLUSTERS},
    },
    needed={
        **_needs_below(_TASKS, _TERRAFORM_TASK_NEEDS),
        **_needs_below(_JOB_CLUSTERS, _TERRAFORM_CLUSTER_NEEDS),
    },
)
TERRAFORM_CLUSTER = Unsupported(
    _PROVIDER,
    fields=_paths(*_NEW_CLUSTER),
    zeros=_paths(*_TERRAFORM_CLUSTER_ZEROS),
    values={_path("runtime_engine"): _TERRAFORM_ENGINE},
    needed={_path(field): keys for field, keys in _TERRAFORM_CLUSTER_NEEDS.items()},
)
BUNDLE_JOB = Unsupported(_CLI, fields=_paths(*_JOB_FIELDS, *_BUNDLE_JOB))
BUNDLE_CLUSTER = Unsupported(_CLI, fields=_paths(*_NEW_CLUSTER, *_BUNDLE_CLUSTER))
