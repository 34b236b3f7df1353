from __future__ import annotations

from brickform.compile.model import Ref
from brickform.compile.one_time import compile_submission
from support.resolved import model, project


def test_the_documented_reuse_keys_are_sent_and_the_others_are_named() -> None:
    one = model("""
        submission_method: job_cluster
        job_cluster_config: {spark_version: 15.4.x-scala2.12, num_workers: 1}
        packages: [pandas]
        python_job_config:
          name: ignored
          tags: {a: b}
          timeout_seconds: 60
          max_retries: 1
          email_notifications: {on_failure: [a@example.com]}
          health: {rules: [{metric: RUN_DURATION_SECONDS, op: GREATER_THAN, value: 5}]}
          grants: {view: [{group_name: g}]}
          post_hook_tasks: [{task_key: t}]
    """)
    submission, found = compile_submission(one, project(one))
    assert submission.settings.value == {
        "timeout_seconds": 60,
        "email_notifications": {"on_failure": ["a@example.com"]},
        "health": {"rules": [{"metric": "RUN_DURATION_SECONDS", "op": "GREATER_THAN", "value": 5}]},
        "queue": {"enabled": True},
        "tasks": [
            {
                "task_key": "inner_notebook",
                "notebook_task": {"notebook_path": Ref("notebook", "orders", "path"), "source": "WORKSPACE"},
                "new_cluster": {"spark_version": "15.4.x-scala2.12", "num_workers": 1},
                "libraries": [{"pypi": {"package": "pandas"}}],
                "max_retries": 1,
            }
        ],
    }
    assert sorted(item.path[-1] for item in found if item.code.id == "BF407") == [
        "name",
        "post_hook_tasks",
        "tags",
    ]
    assert [item.of.kind for item in submission.permissions] == ["job", "notebook"]


def test_a_workflow_jobs_job_cluster_is_inlined() -> None:
    one = model("""
        python_job_config:
          additional_task_settings: {job_cluster_key: k}
          job_clusters: [{job_cluster_key: k, new_cluster: {spark_version: v}}]
    """)
    submission, _ = compile_submission(one, project(one))
    task = submission.settings.value["tasks"][0]
    assert task["new_cluster"] == {"spark_version": "v"}
    assert "job_cluster_key" not in task
    assert "job_clusters" not in submission.settings.value
