"""Libraries need a cluster to be installed on."""

from __future__ import annotations

from collections.abc import Iterator

from brickform import codes
from brickform.check.tasks.job_tasks import JobTasks, names_compute, task_key
from brickform.diagnostics import Diagnostic


def libraries_on_serverless(job: JobTasks) -> Iterator[Diagnostic]:
    # The API: "Libraries field is not supported for serverless task" (dbt-databricks#943).
    for task in job.all_tasks:
        libraries = None if "for_each_task" in task.value else task.get("libraries")
        if libraries is not None and not names_compute(task):
            yield Diagnostic.at(
                codes.LIBRARY_ON_SERVERLESS,
                libraries,
                f"'{task_key(task)}' runs on serverless compute, which takes no libraries",
                help="give it a cluster, or list what the model needs under 'packages'",
            )
