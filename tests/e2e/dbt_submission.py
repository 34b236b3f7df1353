"""Runs in .venv-dbt: submits models by dbt-databricks to the workspace of the environment.

Reads one config a line, and writes one line behind MARK for each: the error, or null.
"""

from __future__ import annotations

import json
import sys

from dbt.adapters.databricks.credentials import DatabricksCredentials
from dbt.adapters.databricks.python_models.python_submissions import (
    AllPurposeClusterPythonJobHelper,
    JobClusterPythonJobHelper,
    ServerlessClusterPythonJobHelper,
    WorkflowPythonJobHelper,
)

MARK = "submitted: "
HELPERS = {
    "all_purpose_cluster": AllPurposeClusterPythonJobHelper,
    "job_cluster": JobClusterPythonJobHelper,
    "serverless_cluster": ServerlessClusterPythonJobHelper,
    "workflow_job": WorkflowPythonJobHelper,
}


def submit(config: dict[str, object], host: str, cluster: str) -> str | None:
    http_path = f"/sql/protocolv1/o/1/{cluster}"
    credentials = DatabricksCredentials(
        database="main", schema="shop", host=host, http_path=http_path, token="t"
    )
    node = {"database": "main", "schema": "shop", "alias": "orders", "config": config}
    try:
        helper = HELPERS[str(config["submission_method"])](node, credentials)
        for api in (helper.api_client.commands, helper.api_client.job_runs):
            api.polling_interval = 0.01  # seconds
        helper.submit("print(1)")
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(f"{MARK}{json.dumps(submit(json.loads(line), *sys.argv[1:3]))}\n")
        sys.stdout.flush()
