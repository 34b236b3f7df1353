"""Databricks' own ``{{…}}``, which Jinja would take for its own.

https://docs.databricks.com/aws/en/jobs/dynamic-value-references
https://docs.databricks.com/aws/en/security/secrets/secrets-spark-conf-env-var
"""

from __future__ import annotations

import re

from brickform.codes import DATABRICKS_REFERENCE, TEMPLATE_SYNTAX, UNDEFINED_NAME
from brickform.resolve.jinja import RenderError

_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}.*?(?:\{%-?\s*endraw\s*-?%\}|\Z)", re.DOTALL)
_REFERENCE = re.compile(
    r"\{\{\s*(secrets(?=/)|(?:job|task|tasks|run|backfill|input|workspace)\b"
    r"|(?:job_id|run_id|parent_run_id|task_key|start_date|start_time|task_retry_count)(?=\s*\}\}))"
    r"[^{}]*\}\}"
)


def explain_reference(text: str, error: RenderError) -> RenderError:
    """Return a better error where a bare Databricks reference made a template fail."""
    for match in _REFERENCE.finditer(_RAW.sub("", text)):
        name = f"'{match.group(1)}' is undefined"
        if error.code is TEMPLATE_SYNTAX or (error.code is UNDEFINED_NAME and name in error.summary):
            reference = match.group(0)
            return RenderError(
                DATABRICKS_REFERENCE,
                f"Jinja would read {reference}, a reference of Databricks",
                f"write {{% raw %}}{reference}{{% endraw %}}",
            )
    return error
