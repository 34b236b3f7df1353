"""The jobs of the benchmark project as CDK Terrain constructs: ``cdktn_jobs.py FOLDER MODELS``."""

from __future__ import annotations

import sys

from cdktn import App, TerraformStack
from cdktn_provider_databricks import job as jobs
from cdktn_provider_databricks.notebook import Notebook
from cdktn_provider_databricks.permissions import Permissions, PermissionsAccessControl
from cdktn_provider_databricks.provider import DatabricksProvider

folder, count = sys.argv[1], int(sys.argv[2])


def add_model(stack: TerraformStack, name: str) -> None:
    path = f"/Workspace/Shared/brickform/main/shop/{name}"
    notebook = Notebook(
        stack, f"notebook_{name}", path=path, source=f"notebooks/{name}.py", language="PYTHON"
    )
    job = jobs.Job(
        stack,
        f"job_{name}",
        name=f"dbt__main-shop-{name}",
        timeout_seconds=3600,
        queue=jobs.JobQueue(enabled=True),
        email_notifications=jobs.JobEmailNotifications(on_failure=["data@example.com"]),
        task=[main_task(name, notebook.path), post_hook(name)],
    )
    add_permissions(stack, f"job_{name}_permissions", "CAN_VIEW", job_id=job.id)
    add_permissions(stack, f"notebook_{name}_permissions", "CAN_READ", notebook_path=notebook.path)


def main_task(name: str, path: str) -> jobs.JobTask:
    return jobs.JobTask(
        task_key=name,
        max_retries=2,
        notebook_task=jobs.JobTaskNotebookTask(notebook_path=path),
        new_cluster=jobs.JobTaskNewCluster(
            spark_version="15.4.x-scala2.12",
            node_type_id="i3.xlarge",
            autoscale=jobs.JobTaskNewClusterAutoscale(min_workers=1, max_workers=4),
        ),
        library=[
            jobs.JobTaskLibrary(pypi=jobs.JobTaskLibraryPypi(package="pandas")),
            jobs.JobTaskLibrary(pypi=jobs.JobTaskLibraryPypi(package="numpy==1.24.0")),
        ],
    )


def post_hook(name: str) -> jobs.JobTask:
    return jobs.JobTask(
        task_key="optimize",
        depends_on=[jobs.JobTaskDependsOn(task_key=name)],
        notebook_task=jobs.JobTaskNotebookTask(notebook_path="/Shared/optimize", source="WORKSPACE"),
    )


def add_permissions(stack: TerraformStack, key: str, view: str, **target: str) -> None:
    entries = [
        PermissionsAccessControl(group_name="marketing", permission_level=view),
        PermissionsAccessControl(group_name="data", permission_level="CAN_MANAGE"),
    ]
    Permissions(stack, key, access_control=entries, **target)


app = App(outdir=folder)
stack = TerraformStack(app, "shop")
DatabricksProvider(stack, "databricks")
for number in range(count):
    add_model(stack, f"model_{number:04d}")
app.synth()
