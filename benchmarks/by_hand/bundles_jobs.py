"""The jobs of the benchmark project as databricks-bundles objects: ``bundles_jobs.py FOLDER MODELS``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from databricks.bundles.jobs import Job

folder, count = Path(sys.argv[1]), int(sys.argv[2])


def job(name: str) -> Job:
    return Job.from_dict(
        {
            "name": f"dbt__main-shop-{name}",
            "timeout_seconds": 3600,
            "queue": {"enabled": True},
            "email_notifications": {"on_failure": ["data@example.com"]},
            "permissions": [
                {"group_name": "marketing", "level": "CAN_VIEW"},
                {"group_name": "data", "level": "CAN_MANAGE"},
            ],
            "tasks": [
                {
                    "task_key": name,
                    "max_retries": 2,
                    "notebook_task": {"notebook_path": f"../src/{name}.py"},
                    "new_cluster": {
                        "spark_version": "15.4.x-scala2.12",
                        "node_type_id": "i3.xlarge",
                        "autoscale": {"min_workers": 1, "max_workers": 4},
                    },
                    "libraries": [{"pypi": {"package": "pandas"}}, {"pypi": {"package": "numpy==1.24.0"}}],
                },
                {
                    "task_key": "optimize",
                    "depends_on": [{"task_key": name}],
                    "notebook_task": {"notebook_path": "/Shared/optimize", "source": "WORKSPACE"},
                },
            ],
        }
    )


folder.mkdir(parents=True)
jobs = {name: job(name).as_dict() for name in (f"model_{number:04d}" for number in range(count))}
(folder / "jobs.json").write_text(json.dumps({"resources": {"jobs": jobs}}, indent=2))
