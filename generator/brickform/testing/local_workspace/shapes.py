"""The shapes of what is sent: a type, ``[shape]`` for a list, ``{name: shape}`` for an object.

Fields that a shape does not name are let through, as the API does; "*" stands for all of them.
"""

from __future__ import annotations

from typing import Any

from brickform.testing.local_workspace.errors import malformed_request

TEXTS = {"*": str}

ACCESS_CONTROL = [
    {"user_name": str, "group_name": str, "service_principal_name": str, "permission_level": str}
]

_TASK = {
    "task_key": str,
    "depends_on": [{"task_key": str}],
    "run_if": str,
    "max_retries": int,
    "retry_on_timeout": bool,
    "disabled": bool,
    "environment_key": str,
    "existing_cluster_id": str,
    "job_cluster_key": str,
    "libraries": [{}],
    "new_cluster": {"aws_attributes": {}},
    "condition_task": {},
    "dbt_task": {},
    "notebook_task": {"notebook_path": str, "base_parameters": TEXTS},
    "spark_python_task": {},
    "sql_task": {"file": {}},
}

SETTINGS = {
    "name": str,
    "run_name": str,
    "max_concurrent_runs": int,
    "queue": {"enabled": bool},
    "tasks": [{**_TASK, "for_each_task": {"task": _TASK}}],
    "job_clusters": [{"job_cluster_key": str, "new_cluster": {"aws_attributes": {}}}],
    "environments": [{"environment_key": str}],
    "parameters": [{"name": str, "default": str}],
    "email_notifications": {},
    "git_source": {},
    "run_as": {},
    "tags": {},
    "webhook_notifications": {},
}

RUN = {
    "dbt_commands": [str],
    "jar_params": [str],
    "job_parameters": TEXTS,
    "notebook_params": TEXTS,
    "only": [str],
    "performance_target": str,
    "pipeline_params": {},
    "python_named_params": TEXTS,
    "python_params": [str],
    "queue": {"enabled": bool},
    "rerun_tasks": [str],
    "spark_submit_params": [str],
    "sql_params": TEXTS,
}

_EXPECTED = {dict: "object", list: "array", str: "string", bool: "boolean", int: "integer"}
_FOUND = {dict: "OBJECT", list: "ARRAY", str: "STRING", bool: "BOOLEAN", int: "NUMBER", float: "NUMBER"}


def check(value: Any, shape: Any, field: str) -> None:
    """Raise what the API answers to a value of another shape; null is as good as nothing."""
    if value is None:
        return
    expected: type[Any] = shape if isinstance(shape, type) else type(shape)
    if not isinstance(value, expected) or (expected is int and isinstance(value, bool)):
        raise malformed_request(
            "Could not parse request object: "
            f"Expected {_EXPECTED[expected]} for field {field}, found {_FOUND[type(value)]}"
        )
    if isinstance(shape, list):
        for item in value:
            check(item, shape[0], field)
    elif isinstance(shape, dict):
        for name, part in value.items():
            if name in shape or "*" in shape:
                check(part, shape.get(name, shape.get("*")), field if "*" in shape else name)


def without_nulls(value: Any) -> Any:
    """Return a copy without the fields and items that are null."""
    if isinstance(value, dict):
        return {name: without_nulls(part) for name, part in value.items() if part is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value if item is not None]
    return value
