"""The example of functions of Unity Catalog, and the jobs that it speaks of."""

from __future__ import annotations

from brickform.testing import LocalWorkspace
from support.examples import EXAMPLES
from support.jobs import create_job, task
from support.registered import APPLICATION_ID

FOLDER = EXAMPLES / "agents" / "unity_catalog"
_SEPARATOR = "\n# COMMAND ----------\n"


def create_example_jobs(workspace: LocalWorkspace) -> tuple[int, int, int]:
    """Create the job of the example, one with a Python task, and one with a pipeline."""
    rights = [{"service_principal_name": APPLICATION_ID, "permission_level": "CAN_MANAGE_RUN"}]
    parameters = [
        {"name": "start_date", "default": "yesterday"},
        {"name": "full_refresh", "default": "false"},
    ]
    pipeline = {"task_key": "pipeline", "pipeline_task": {"pipeline_id": "1"}}
    return (
        create_job(
            workspace,
            name="orders_daily",
            parameters=parameters,
            max_concurrent_runs=10,
            access_control_list=rights,
        ),
        create_job(workspace, task("python"), name="python", access_control_list=rights),
        create_job(workspace, pipeline, name="pipeline", access_control_list=rights),
    )


def cells(notebook: str) -> list[str]:
    """Return the cells of a notebook of the example, as Databricks runs them."""
    return (FOLDER / notebook).read_text(encoding="utf-8").split(_SEPARATOR)


def blocks(document: str, language: str) -> list[str]:
    """Return the lines of all code of a language in a document of the example."""
    text = (FOLDER / document).read_text(encoding="utf-8")
    parts = text.split(f"```{language}\n")[1:]
    return [line for part in parts for line in part.partition("```")[0].splitlines() if line]
