"""Whatever is sent, the workspace answers with an error of the API, and never fails itself."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import Client

from brickform.testing.local_workspace.application import Application
from brickform.testing.local_workspace.controls import Controls
from brickform.testing.local_workspace.state import Cluster, State, new_state

HEADERS = {"Authorization": "Bearer x"}
NAMES = (
    "access_control_list",
    "commandId",
    "contextId",
    "clusterId",
    "command",
    "depends_on",
    "disabled",
    "environment_key",
    "environments",
    "existing_cluster_id",
    "for_each_task",
    "git_source",
    "idempotency_token",
    "jar_params",
    "job_cluster_key",
    "job_clusters",
    "job_id",
    "job_parameters",
    "language",
    "latest_repair_id",
    "libraries",
    "max_concurrent_runs",
    "max_retries",
    "name",
    "new_cluster",
    "notebook_params",
    "notebook_task",
    "only",
    "parameters",
    "performance_target",
    "pipeline_params",
    "queue",
    "rerun_all_failed_tasks",
    "rerun_tasks",
    "retry_on_timeout",
    "run_id",
    "run_if",
    "run_name",
    "spark_python_task",
    "task_key",
    "tasks",
    "user_name",
)
VALUES = ["a", "load", "python", "IS_OWNER", "", 0, 1, -1, 2**70, 1.5, True, False, None, "é"]
PATHS = (
    "/api/2.2/jobs/create",
    "/api/2.2/jobs/run-now",
    "/api/2.2/jobs/runs/submit",
    "/api/2.2/jobs/runs/repair",
    "/api/2.2/jobs/runs/cancel",
    "/api/2.2/jobs/runs/cancel-all",
    "/api/2.2/jobs/runs/delete",
    "/api/1.2/contexts/create",
    "/api/1.2/contexts/destroy",
    "/api/1.2/commands/execute",
    "/api/1.2/commands/cancel",
)

json_values = st.recursive(
    st.sampled_from(VALUES),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    max_leaves=12,
)


def optional(*names: str) -> dict[str, st.SearchStrategy[Any]]:
    return dict.fromkeys(names, json_values)


tasks = st.lists(
    st.fixed_dictionaries(
        {"task_key": st.sampled_from("ab"), "notebook_task": st.just({"notebook_path": "/x"})},
        optional=optional(
            "depends_on", "disabled", "max_retries", "retry_on_timeout", "run_if", "libraries", "new_cluster"
        ),
    ),
    max_size=2,
)
bodies = st.dictionaries(st.sampled_from(NAMES), json_values, max_size=6) | st.fixed_dictionaries(
    {"tasks": tasks},
    optional=optional(
        "queue", "max_concurrent_runs", "access_control_list", "parameters", "name", "run_name"
    ),
)


def application() -> Application:
    state = new_state()
    state.clusters["a"] = Cluster("a", "ann", 0, {})
    return Application(state, Controls(), lambda: None, keep_requests=0)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PATHS), bodies), min_size=1, max_size=4))
def test_no_body_makes_it_fail(calls: list[tuple[str, dict[str, Any]]]) -> None:
    served = application()
    client = Client(served)
    for path, body in calls:
        response = client.post(path, json=body, headers=HEADERS)
        assert response.status_code < 500 or "ClusterNotReady" in response.text, response.text
    for job_id in list(served.state.jobs):
        response = client.post("/api/2.2/jobs/run-now", json={"job_id": job_id}, headers=HEADERS)
        assert response.status_code == 200, response.text
    look_at_all(client, served.state)


def look_at_all(client: Client, state: State) -> None:
    for run in list(state.runs.values()):
        for _ in range(6):
            response = client.get(
                f"/api/2.2/jobs/runs/get?run_id={run.run_id}&include_history=true", headers=HEADERS
            )
            assert response.status_code == 200, response.text
        for attempt in run.attempts:
            for path in ("get-output", "get"):
                response = client.get(f"/api/2.2/jobs/runs/{path}?run_id={attempt.run_id}", headers=HEADERS)
                assert response.status_code == 200, response.text
    for query in ("", "?expand_tasks=true"):
        assert client.get(f"/api/2.2/jobs/runs/list{query}", headers=HEADERS).status_code == 200
        assert client.get(f"/api/2.2/jobs/list{query}", headers=HEADERS).status_code == 200
