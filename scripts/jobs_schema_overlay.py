"""What databricks-sdk's types do not say: the hand-written part of schema/jobs.schema.json, with its sources.

The Jobs and Clusters APIs are documented at the addresses below, field by field, in the same words as in
databricks-sdk. What only the Terraform provider says is taken from its source.
"""

from __future__ import annotations

from typing import Any, NamedTuple

Schema = dict[str, Any]

JOBS = "https://docs.databricks.com/api/workspace/jobs/create"
CLUSTERS = "https://docs.databricks.com/api/workspace/clusters/create"
PERMISSIONS = "https://docs.databricks.com/api/workspace/jobs/setpermissions"
OPENAPI = "https://github.com/PrefectHQ/prefect (schemas/original/jobs-2.1-aws.yaml, by Databricks)"
PROVIDER = "https://github.com/databricks/terraform-provider-databricks/blob/main"
PROVIDER_JOB = f"{PROVIDER}/jobs/resource_job.go"
PROVIDER_CLUSTER = f"{PROVIDER}/clusters/resource_cluster.go"
PROVIDER_DOCS = "https://registry.terraform.io/providers/databricks/databricks/latest/docs/resources/job"


class Group(NamedTuple):
    """Alternatives of which a mapping gives at most one; a null is as good as nothing."""

    definition: str
    title: str
    """What the alternatives are, as ``x-alternatives``: a message says "the {title} is missing"."""
    alternatives: tuple[tuple[str, ...], ...]
    """The keys of each; keys of one alternative do not exclude each other."""
    required: bool
    source: str
    alone: str | None = None
    """A key that does without any of the alternatives."""


def exactly_one(definition: str, title: str, *keys: str, source: str, alone: str | None = None) -> Group:
    return Group(definition, title, tuple((key,) for key in keys), True, source, alone)


def at_most_one(definition: str, title: str, *alternatives: str | tuple[str, ...], source: str) -> Group:
    each = tuple((keys,) if isinstance(keys, str) else keys for keys in alternatives)
    return Group(definition, title, each, False, source)


PRINCIPALS = ("user_name", "group_name", "service_principal_name")

WHOLE = (
    exactly_one("ClusterAccessControlRequest", "principal", *PRINCIPALS, source=PERMISSIONS),
    exactly_one("JobAccessControlRequest", "principal", *PRINCIPALS, source=PERMISSIONS),
    exactly_one("JobRunAs", "principal", *PRINCIPALS, source=JOBS),
    exactly_one("WorkspaceObjectAccessControlRequest", "principal", *PRINCIPALS, source=PERMISSIONS),
)
"""Groups of mappings that are written in one piece, so that defaults hold them as well."""

KINDS_OF_TASK = (
    *("notebook_task", "spark_python_task", "python_wheel_task", "sql_task", "dbt_task", "run_job_task"),
    "*_task",
)
"""The usual ones first, as messages give them; then every other key of the definition that ends like this."""

GROUPS = (
    exactly_one("Task", "kind of task", *KINDS_OF_TASK, source=JOBS),
    exactly_one("SubmitTask", "kind of task", *KINDS_OF_TASK, source=JOBS),
    at_most_one("JobSettings", "trigger", "schedule", "trigger", "continuous", "triggers", source=JOBS),
    exactly_one(
        "TriggerSettings",
        "kind of trigger",
        *("file_arrival", "periodic", "table_update", "model"),
        alone="sql_condition",
        source=JOBS,
    ),
    exactly_one(
        "TriggerConfiguration",
        "kind of trigger",
        *("file_arrival", "periodic", "table_update", "model", "schedule", "continuous"),
        source=JOBS,
    ),
    at_most_one("GitSource", "revision", "git_branch", "git_tag", "git_commit", source=JOBS),
    exactly_one("SqlTask", "kind of SQL task", "query", "file", "dashboard", "alert", source=JOBS),
    exactly_one("AlertTask", "alert", "alert_id", "workspace_path", source=JOBS),
    at_most_one("AlertTaskSubscriber", "subscriber", "user_name", "destination_id", source=JOBS),
    at_most_one("SqlTaskSubscription", "subscriber", "user_name", "destination_id", source=JOBS),
    at_most_one("RunJobTask", "parameters", "notebook_params", "jar_params", source=JOBS),
    at_most_one("Environment", "version", ("environment_version", "client"), "base_environment", source=JOBS),
    exactly_one(
        "Library",
        "kind of library",
        *("pypi", "whl", "jar", "maven", "requirements", "cran", "egg"),
        source="https://docs.databricks.com/api/workspace/libraries/install",
    ),
    exactly_one(
        "InitScriptInfo",
        "place of the script",
        *("workspace", "volumes", "s3", "abfss", "gcs", "dbfs", "file"),
        source=CLUSTERS,
    ),
    at_most_one("ClusterLogConf", "destination", "volumes", "s3", "dbfs", source=CLUSTERS),
    at_most_one("ClusterSpec", "size", "num_workers", "autoscale", source=CLUSTERS),
    at_most_one(
        "ClusterSpec",
        "cloud",
        "aws_attributes",
        "azure_attributes",
        "gcp_attributes",
        source=PROVIDER_CLUSTER,
    ),
    at_most_one(
        "ClusterSpec",
        "machines",
        ("node_type_id", "driver_node_type_id"),
        ("instance_pool_id", "driver_instance_pool_id"),
        source=PROVIDER_CLUSTER,
    ),
)

ALSO_REQUIRED = {
    "ClusterAccessControlRequest": ("permission_level",),
    "JobAccessControlRequest": ("permission_level",),
    "WorkspaceObjectAccessControlRequest": ("permission_level",),
}
"""https://docs.databricks.com/api/workspace/jobs/setpermissions"""

MORE_WORDS = {"PerformanceTarget": ("COST_OPTIMIZED",)}
"""https://docs.databricks.com/api/workspace/jobs/create#duration_target needs a value that the enum lacks."""

KEY: Schema = {
    "maxLength": 100,
    "pattern": "^[A-Za-z0-9_-]+$",
    "patternErrorMessage": "expected letters, digits, '-' and '_'",
}
PARAMETER_NAME: Schema = {
    "pattern": "^[A-Za-z0-9_.-]+$",
    "patternErrorMessage": "expected letters, digits, '-', '_' and '.'",
}
AT_LEAST_A_MINUTE: Schema = {"minimum": 60}
ZERO_OR_TEN: Schema = {"anyOf": [{"enum": [0]}, {"minimum": 10}], "maximum": 10000}

LIMITS: tuple[tuple[str, Schema, str], ...] = (
    ("JobSettings.name", {"maxLength": 4096, "x-maxBytes": 4096}, JOBS),
    ("JobSettings.description", {"maxLength": 27700}, JOBS),
    ("JobSettings.tags", {"maxProperties": 25}, JOBS),
    ("JobSettings.tasks", {"maxItems": 1000}, JOBS),
    ("JobSettings.environment_variables", {"maxItems": 10}, JOBS),
    ("JobSettings.max_concurrent_runs", {"minimum": 0, "maximum": 1000}, JOBS),
    ("JobSettings.timeout_seconds", {"minimum": 0}, JOBS),
    ("JobSettings.duration_target", {"enum": ["12h", "24h", "4h", "72h", "NO_FLEXIBILITY"]}, JOBS),
    ("JobCluster.job_cluster_key", KEY, OPENAPI),
    ("JobEnvironmentVariablesSpec.files", {"maxItems": 5}, JOBS),
    ("JobEnvironmentVariablesSpec.variables", {"maxProperties": 20}, JOBS),
    ("JobParameterDefinition.name", PARAMETER_NAME, JOBS),
    ("Task.task_key", KEY, OPENAPI),
    ("Task.job_cluster_key", KEY, OPENAPI),
    ("Task.max_retries", {"minimum": -1}, JOBS),
    ("Task.min_retry_interval_millis", {"minimum": 0}, JOBS),
    ("Task.timeout_seconds", {"minimum": 0}, JOBS),
    ("SubmitTask.task_key", KEY, OPENAPI),
    ("SubmitTask.max_retries", {"minimum": -1}, JOBS),
    ("SubmitTask.min_retry_interval_millis", {"minimum": 0}, JOBS),
    ("SubmitTask.timeout_seconds", {"minimum": 0}, JOBS),
    ("AlertTask.subscribers", {"maxItems": 100}, JOBS),
    ("DbtTask.commands", {"minItems": 1, "maxItems": 10}, JOBS),
    ("ForEachTask.concurrency", {"minimum": 1, "maximum": 100}, PROVIDER_DOCS),
    ("SubscriptionAttachmentDataAttachment.widgets", {"minItems": 1}, JOBS),
    ("WebhookNotifications.*", {"maxItems": 3}, JOBS),
    ("MaintenanceWindow.start_hour", {"minimum": 0, "maximum": 23}, JOBS),
    ("PeriodicTriggerConfiguration.interval", {"minimum": 1}, PROVIDER_JOB),
    ("FileArrivalTriggerConfiguration.*_seconds", AT_LEAST_A_MINUTE, JOBS),
    ("ModelTriggerConfiguration.*_seconds", AT_LEAST_A_MINUTE, JOBS),
    ("TableUpdateTriggerConfiguration.*_seconds", AT_LEAST_A_MINUTE, JOBS),
    ("TableUpdateTriggerConfiguration.table_names", {"minItems": 1}, PROVIDER_JOB),
    ("AutoScale.*_workers", {"minimum": 0}, CLUSTERS),
    ("AwsAttributes.ebs_volume_count", {"minimum": 0, "maximum": 10}, CLUSTERS),
    ("AwsAttributes.ebs_volume_size", {"minimum": 100, "maximum": 4096}, CLUSTERS),
    ("AwsAttributes.spot_bid_price_percent", {"minimum": 0, "maximum": 10000}, CLUSTERS),
    ("ClusterSpec.autotermination_minutes", ZERO_OR_TEN, CLUSTERS),
    ("ClusterSpec.custom_tags", {"maxProperties": 45}, CLUSTERS),
    ("ClusterSpec.init_scripts", {"maxItems": 10}, PROVIDER_CLUSTER),
    ("ClusterSpec.num_workers", {"minimum": 0}, PROVIDER_CLUSTER),
    ("ClusterSpec.ssh_public_keys", {"maxItems": 10}, CLUSTERS),
)
"""Definition and key (or the end of its name), what it adds to the type, and the source.

``x-maxBytes`` is ours, of the text in UTF-8: JSON Schema counts characters only, as editors do.
"""
