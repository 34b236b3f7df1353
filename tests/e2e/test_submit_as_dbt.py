"""``brickform submit`` asks for what the real dbt-databricks asks for, but for what the page says."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from databricks.sdk import WorkspaceClient

from brickform.testing import LocalWorkspace, RecordedRequest, RunScript, fails, never_ends, reply_lost
from support.command import brickform
from support.dbt_examples import CLUSTER, TASK, VIEWERS
from support.dbt_process import DbtProcess
from support.pointing import point_at, stop_clock
from support.submit_differences import (
    COMMAND,
    DIFFERENCES,
    JOB_CLUSTER,
    NOTEBOOK,
    SERVERLESS,
    WORKFLOW,
    WORKFLOW_CLUSTER,
    Seen,
    Whose,
    rows_of_page,
)

Json = dict[str, Any]


NAME = "dbt__main-shop-orders"
PIP = re.compile(r"%pip install +(.*)")
CHANGING = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|[0-9]{9,}")
"""Parts of run names, contexts and ids of jobs, which are others in every call."""
JOB_CONFIG = "python_job_config"
HEALTH_RULE = {"metric": "RUN_DURATION_SECONDS", "op": "GREATER_THAN", "value": 60}
INDEX = "https://pypi.example.com/simple"

METHODS: dict[str, Json] = {
    COMMAND: {"submission_method": "all_purpose_cluster", "cluster_id": "?"},
    NOTEBOOK: {"submission_method": "all_purpose_cluster", "cluster_id": "?", "create_notebook": True},
    JOB_CLUSTER: {"submission_method": "job_cluster", "job_cluster_config": CLUSTER},
    SERVERLESS: {"submission_method": "serverless_cluster"},
    WORKFLOW: {"submission_method": "workflow_job"},
    WORKFLOW_CLUSTER: {"submission_method": "workflow_job", "job_cluster_config": CLUSTER},
}
PLAIN = "nothing else"
CONFIGS: dict[str, Json] = {
    PLAIN: {},
    "packages": {"packages": ["pandas==2.2.3"]},
    "packages of an index": {"packages": ["pandas==2.2.3"], "index_url": INDEX},
    "notebook-scoped": {"packages": ["pandas==2.2.3"], "index_url": INDEX, "notebook_scoped_libraries": True},
    "notebook-scoped ranges": {"packages": ["pandas>=2"], "notebook_scoped_libraries": True},
    "libraries": {"additional_libs": [{"jar": "/Volumes/a.jar"}]},
    "user folder": {"user_folder_for_python": True},
    "access_control_list": {"access_control_list": VIEWERS},
    "notebook_access_control_list": {
        "notebook_access_control_list": [{"group_name": "data", "permission_level": "CAN_READ"}]
    },
    "environment": {"environment_key": "e", "environment_dependencies": ["pandas"]},
    **{
        name: {JOB_CONFIG: settings}
        for name, settings in {
            "grants": {
                "grants": {"view": [{"group_name": "data"}], "manage": [{"user_name": "a@example.com"}]}
            },
            "timeout_seconds": {"timeout_seconds": 60},
            "email_notifications": {"email_notifications": {"on_failure": ["a@example.com"]}},
            "webhook_notifications": {"webhook_notifications": {"on_failure": [{"id": "a"}]}},
            "notification_settings": {"notification_settings": {"no_alert_for_skipped_runs": True}},
            "health": {
                "health": {"rules": [{"metric": "RUN_DURATION_SECONDS", "op": "GREATER_THAN", "value": 60}]}
            },
            "max_retries": {"max_retries": 2},
            "retries": {"min_retry_interval_millis": 5, "retry_on_timeout": True},
            "additional_task_settings": {"additional_task_settings": {"max_retries": 2}},
            "name": {"name": "Daily"},
            "tags": {"tags": {"team": "data"}},
            "schedule": {"schedule": {"quartz_cron_expression": "0 0 4 * * ?", "timezone_id": "UTC"}},
            "post_hook_tasks": {"post_hook_tasks": [TASK]},
        }.items()
    },
}


class Submitter(NamedTuple):
    """One workspace, to which both submit."""

    workspace: LocalWorkspace
    process: DbtProcess
    cluster: str
    folder: Path

    def config(self, method: str, more: Json) -> Json:
        config = {**METHODS[method], **more}
        return {**config, "cluster_id": self.cluster} if "cluster_id" in config else config

    def dbt(self, config: Json) -> Json:
        """Return what dbt asks for, or its error."""
        self.workspace.state.jobs.clear()
        before = len(self.workspace.requests)
        error = self.process.submit(config)
        return {"error": error} if error else asked(self.workspace.requests[before:])

    def brickform(self, config: Json, *options: str) -> Json:
        """Return what ``brickform submit`` asks for, or its error."""
        root = self.folder
        (root / "models").mkdir(exist_ok=True)
        (root / "models" / "orders.py").write_text("def model(dbt, session):\n    return session.range(1)\n")
        target = {"host": self.workspace.url, "catalog": "main", "schema": "shop"}
        models = [{"name": "orders", "config": config}]
        document = {"name": "shop", "targets": {"dev": target}, "models": models}
        (root / "brickform.yml").write_text(json.dumps(document))
        before = len(self.workspace.requests)
        done = brickform("submit", "orders", "--project", root, *options)
        return {"error": done.err} if done.code else asked(self.workspace.requests[before:])


@pytest.fixture(scope="module")
def submitter(dbt_environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Submitter]:
    with LocalWorkspace() as workspace, pytest.MonkeyPatch.context() as monkeypatch:
        point_at(workspace, monkeypatch)
        stop_clock(monkeypatch)
        client = WorkspaceClient(host=workspace.url, token="t")
        cluster = client.clusters.create(**CLUSTER).bind()["cluster_id"]
        with DbtProcess(dbt_environment / "python", workspace, cluster) as process:
            yield Submitter(workspace, process, cluster, tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="module")
def all_seen(submitter: Submitter) -> list[Seen]:
    """Submit the same models both ways; return everything that is not the same."""
    return [seen for method in METHODS for seen in differences_of(method, submitter)]


def differences_of(method: str, submitter: Submitter) -> Iterator[Seen]:
    plain = submitter.dbt(submitter.config(method, {}))
    for name, more in CONFIGS.items():
        config = submitter.config(method, more)
        theirs, mine = submitter.dbt(config), submitter.brickform(config)
        if "error" in mine and "error" not in theirs:
            yield Seen(name, method, "error", "brickform")
        if "error" in mine:
            continue
        if "error" in theirs:
            theirs = {**plain, **theirs}
        for path in sorted(theirs.keys() | mine.keys()):
            if theirs.get(path) != mine.get(path):
                whose: Whose = "dbt" if path not in mine else "both" if path in theirs else "brickform"
                yield Seen(name, method, path, whose)


def asked(requests: list[RecordedRequest]) -> Json:
    """Return what requests ask for, by path; not in which order, nor with which code of the model."""
    found: Json = {}
    code = ""
    for request in requests:
        if request.method == "GET" or request.path.endswith("/mkdirs"):
            continue
        call = request.path.split("/", 3)[3]
        body = json.loads(CHANGING.sub("0", json.dumps(request.body)))
        if call == "workspace/import":
            code += base64.b64decode(request.body["content"]).decode()
            found |= flat({key: value for key, value in body.items() if key != "content"}, "notebook")
        elif call == "commands/execute":
            code += request.body["command"] + "\n"
            found["commands"] = found.get("commands", 0) + 1
        elif call.startswith("permissions"):
            name = "access" if call.startswith("permissions/jobs") else "notebook.access"
            found |= levels(name, body["access_control_list"])
        elif call in ("jobs/create", "jobs/runs/submit"):
            found |= flat(run_settings(body), "") | levels("access", body.get("access_control_list", []))
        else:
            found |= {call: body, **({"queue.enabled": body["queue"]["enabled"]} if "queue" in body else {})}
    return found | cells(code)


def run_settings(body: Json) -> Json:
    main, *hooks = sorted(body["tasks"], key=lambda task: bool(task["task_key"] != "inner_notebook"))
    settings = {key: value for key, value in body.items() if key not in ("tasks", "access_control_list")}
    return {**settings, "task": main, **({"hooks": hooks} if hooks else {})}


def levels(name: str, entries: list[Json]) -> Json:
    found = {}
    for entry in entries:
        (principal,) = [value for key, value in entry.items() if key != "permission_level"]
        found[f"{name}.{principal}"] = entry["permission_level"]
    return found


def cells(code: str) -> Json:
    pip = PIP.findall(code)
    return {"pip": pip, "restart": "restartPython()" in code} if pip else {}


def flat(value: Any, path: str) -> Json:
    if not isinstance(value, dict):
        return {path: value}
    parts = [flat(entry, f"{path}.{key}" if path else key) for key, entry in value.items()]
    return {key: entry for part in parts for key, entry in part.items()}


def test_every_difference_has_a_row(all_seen: list[Seen]) -> None:
    unexplained = [seen for seen in all_seen if not any(row.explains(seen) for row in DIFFERENCES)]
    assert unexplained == [], "\n".join(map(str, unexplained))


def test_every_row_is_seen(all_seen: list[Seen]) -> None:
    never = [row for row in DIFFERENCES if row.paths and not any(row.explains(seen) for seen in all_seen)]
    assert never == []


def test_the_page_has_the_same_rows() -> None:
    assert rows_of_page() == list(dict.fromkeys(row.row for row in DIFFERENCES))


def test_a_lost_reply_makes_dbt_start_a_second_run(submitter: Submitter) -> None:
    runs = submitter.workspace.state.runs
    config = submitter.config(JOB_CLUSTER, {})
    for submit, made in ((submitter.dbt, 2), (submitter.brickform, 1)):
        before = len(runs)
        submitter.workspace.inject(reply_lost(), path="runs/submit")
        assert "error" not in submit(config)
        assert len(runs) - before == made


def test_two_submissions_share_a_notebook_with_dbt_only(submitter: Submitter) -> None:
    first, second = (submitter.config(JOB_CLUSTER, CONFIGS[name]) for name in (PLAIN, "notebook-scoped"))
    path = "notebook.path"
    assert submitter.dbt(first)[path] == submitter.dbt(second)[path]
    assert submitter.brickform(first)[path] != submitter.brickform(second)[path]


def test_a_timeout_ends_the_run_with_brickform_only(submitter: Submitter) -> None:
    endless = RunScript(other_tasks=never_ends())
    submitter.workspace.script_runs(NAME, endless)
    submitter.workspace.script_runs("main-shop-orders-endless", endless)
    runs = submitter.workspace.state.runs
    assert "timed out" in submitter.dbt(submitter.config(WORKFLOW, {"timeout": 1}))["error"]
    assert list(runs.values())[-1].ending is None
    done = submitter.brickform(
        submitter.config(WORKFLOW, {}), "--timeout", "60", "--idempotency-key", "endless"
    )
    assert "cancelling it" in done["error"]
    assert list(runs.values())[-1].ending is not None


def test_an_error_of_a_task_is_shown_by_brickform_only(submitter: Submitter) -> None:
    failing = RunScript(other_tasks=fails("NameError: x", "line 3"))
    submitter.workspace.script_runs(NAME, failing)
    submitter.workspace.script_runs("main-shop-orders-failing", failing)
    config = submitter.config(WORKFLOW, {})
    assert "NameError" not in submitter.dbt(config)["error"]
    done = brickform("submit", "orders", "--project", submitter.folder, "--idempotency-key", "failing")
    assert "NameError: x" in done.out
