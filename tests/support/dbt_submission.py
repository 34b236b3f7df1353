"""Submits a Python model as dbt-databricks does, with its own code; run it with the Python of .venv-dbt.

Arguments: the URL of the workspace, the submission method, and the model's config as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from dbt.adapters.databricks.credentials import DatabricksCredentials
from dbt.adapters.databricks.python_models import python_submissions as submissions

HELPERS = {
    "all_purpose_cluster": submissions.AllPurposeClusterPythonJobHelper,
    "job_cluster": submissions.JobClusterPythonJobHelper,
    "serverless_cluster": submissions.ServerlessClusterPythonJobHelper,
    "workflow_job": submissions.WorkflowPythonJobHelper,
}


def submit(url: str, method: str, config: dict[str, Any]) -> None:
    credentials = DatabricksCredentials.from_dict(
        {
            "host": url,
            "token": "x",
            "http_path": "/sql/1.0/warehouses/x",
            "database": "main",
            "schema": "analytics",
        }
    )
    model = {
        "database": "main",
        "schema": "analytics",
        "alias": "orders",
        "identifier": "orders",
        "config": {"packages": [], **config},
    }
    time.sleep = lambda seconds: None  # it polls every ten seconds
    HELPERS[method](model, credentials).submit("print(1)")


if __name__ == "__main__":
    submit(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]))
