"""``brickform submit`` against the local workspace, with time that passes at once."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from brickform.testing import LocalWorkspace, RunScript, fails, prints, reply_lost, server_error, throws
from brickform.testing.fixtures import local_workspace
from support.command import Outcome, brickform
from support.fake_clock import FakeClock
from support.jobs import post, sent
from support.pointing import point_at, stop_clock

__all__ = ["local_workspace"]

ME = "someone@example.com"
HEAD = """\
name: shop
targets: {{dev: {{host: "{host}", catalog: main, schema: shop}}}}
clusters:
  shared:
    cluster_name: Everybody's
    spark_version: 15.4.x-scala2.12
    node_type_id: i3.xlarge
    num_workers: 1
models:
  - name: orders
    config:
"""
SERVERLESS = {"submission_method": "serverless_cluster"}
NOTEBOOK_ON_CLUSTER = {"submission_method": "all_purpose_cluster", "create_notebook": True}
NEW_CLUSTER = {"spark_version": "15.4.x-scala2.12", "node_type_id": "i3.xlarge", "num_workers": 1}


@pytest.fixture(autouse=True)
def clock(local_workspace: LocalWorkspace, monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    point_at(local_workspace, monkeypatch)
    return stop_clock(monkeypatch)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "orders.py").write_text("def model(dbt, session):\n    return session.range(7)\n")
    return tmp_path


def configure(project: Path, workspace: LocalWorkspace, config: dict[str, Any]) -> None:
    lines = [f"      {key}: {json.dumps(value)}" for key, value in config.items()]
    (project / "brickform.yml").write_text(HEAD.format(host=workspace.url) + "\n".join(lines) + "\n")


def submit(project: Path, *arguments: str) -> Outcome:
    return brickform("submit", "orders", "--project", project, *arguments)


def cluster(workspace: LocalWorkspace, state: str = "RUNNING", **more: Any) -> str:
    body = {**NEW_CLUSTER, "cluster_name": "Everybody's", **more}
    cluster_id = str(post(workspace, "/api/2.1/clusters/create", body)["cluster_id"])
    workspace.state.clusters[cluster_id].state = state
    return cluster_id


def submitted(workspace: LocalWorkspace) -> dict[str, Any]:
    (request,) = sent(workspace, "/runs/submit")
    body: dict[str, Any] = request.body
    return body


class TestNotebooks:
    def test_a_job_cluster(self, local_workspace: LocalWorkspace, project: Path) -> None:
        job = {"timeout_seconds": 60, "max_retries": 2, "retry_on_timeout": True, "tags": {"a": "b"}}
        config = {
            "submission_method": "job_cluster",
            "job_cluster_config": NEW_CLUSTER,
            "packages": ["pandas"],
        }
        configure(project, local_workspace, {**config, "python_job_config": job})
        done = submit(project)
        assert done.code == 0, done.err
        assert "a one-time run has no 'tags'; it is not sent" in done.err
        body = submitted(local_workspace)
        (task,) = body["tasks"]
        path = task.pop("notebook_task")["notebook_path"]
        assert task == {
            "task_key": "inner_notebook",
            "new_cluster": NEW_CLUSTER,
            "libraries": [{"pypi": {"package": "pandas"}}],
            "max_retries": 2,
            "retry_on_timeout": True,
        }
        assert (body["timeout_seconds"], body["queue"]) == (60, {"enabled": True})
        assert body["run_name"] == f"main-shop-orders-{body['idempotency_token']}"
        assert "access_control_list" not in body
        assert path.startswith(f"/Users/{ME}/brickform_one_time/shop/dev/main/shop/orders-")
        assert b"session.range(7)" in local_workspace.state.objects[path].content

    def test_serverless(self, local_workspace: LocalWorkspace, project: Path) -> None:
        config = {**SERVERLESS, "packages": ["pandas"]}
        configure(project, local_workspace, config)
        assert submit(project).code == 0
        (task,) = submitted(local_workspace)["tasks"]
        assert task.keys() == {"task_key", "notebook_task"}
        (upload,) = sent(local_workspace, "/workspace/import")
        assert "%pip install" in base64.b64decode(upload.body["content"]).decode()

    def test_a_notebook_on_an_all_purpose_cluster(
        self, local_workspace: LocalWorkspace, project: Path
    ) -> None:
        cluster_id = cluster(local_workspace)
        config = {**NOTEBOOK_ON_CLUSTER, "cluster_id": cluster_id}
        configure(project, local_workspace, config)
        assert submit(project).code == 0
        assert submitted(local_workspace)["tasks"][0]["existing_cluster_id"] == cluster_id

    def test_a_shared_cluster_is_found_by_its_name(
        self, local_workspace: LocalWorkspace, project: Path
    ) -> None:
        cluster_id = cluster(local_workspace)
        config = {**NOTEBOOK_ON_CLUSTER, "cluster_id": "shared"}
        configure(project, local_workspace, config)
        assert submit(project).code == 0
        assert submitted(local_workspace)["tasks"][0]["existing_cluster_id"] == cluster_id

    def test_a_workflow_job_with_its_job_cluster(
        self, local_workspace: LocalWorkspace, project: Path
    ) -> None:
        job = {
            "job_clusters": [{"job_cluster_key": "k", "new_cluster": NEW_CLUSTER}],
            "additional_task_settings": {"job_cluster_key": "k"},
        }
        configure(project, local_workspace, {"submission_method": "workflow_job", "python_job_config": job})
        assert submit(project).code == 0
        assert submitted(local_workspace)["tasks"][0]["new_cluster"]["num_workers"] == 1

    def test_grants_go_to_the_run_and_to_the_notebook(
        self, local_workspace: LocalWorkspace, project: Path
    ) -> None:
        job = {"grants": {"view": [{"group_name": "analysts"}]}}
        configure(project, local_workspace, {**SERVERLESS, "python_job_config": job})
        assert submit(project).code == 0
        assert submitted(local_workspace)["access_control_list"] == [
            {"user_name": ME, "permission_level": "IS_OWNER"},
            {"group_name": "analysts", "permission_level": "CAN_VIEW"},
        ]
        (request,) = [one for one in local_workspace.requests if "/permissions/notebooks/" in one.path]
        expected = [{"group_name": "analysts", "permission_level": "CAN_READ"}]
        assert (request.method, request.body) == ("PUT", {"access_control_list": expected})

    @pytest.mark.parametrize("grants", [{}, {"run": [{"user_name": "a@example.com"}]}])
    @pytest.mark.parametrize("key", [[], ["--idempotency-key", "mine"]])
    @pytest.mark.parametrize("compute", ["shared", "serverless"])
    def test_a_dry_run_prints_what_is_sent(
        self,
        local_workspace: LocalWorkspace,
        project: Path,
        grants: dict[str, Any],
        key: list[str],
        compute: str,
    ) -> None:
        cluster_id = cluster(local_workspace)
        method = SERVERLESS
        if compute == "shared":
            method = {"submission_method": "all_purpose_cluster", "cluster_id": "shared"}
        config = {**method, "create_notebook": True, "python_job_config": {"grants": grants}}
        configure(project, local_workspace, config)
        dry = submit(project, *key, "--dry-run", "--output-format", "json").out
        before = len(local_workspace.requests)
        assert submit(project, *key, "--no-wait").code == 0
        really = [
            {"method": one.method, "path": one.path, "query": one.query, "body": one.body}
            for one in local_workspace.requests[before:]
            if one.path.startswith("/api/") and not one.path.endswith("/runs/get")
        ]
        token = really[-1]["body"]["idempotency_token"]
        objects = {one.path: one.object_id for one in local_workspace.state.objects.values()}
        text = dry.replace("<token>", token).replace("<home>", f"/Users/{ME}").replace("<me>", ME)
        text = text.replace("<id of Everybody's>", cluster_id)
        for path, object_id in objects.items():
            text = text.replace(f"<id of {path}>", str(object_id))
        for request in json.loads(text)["requests"]:
            query = {key: str(value) for key, value in request.get("query", {}).items()}
            assert {**request, "query": query} == really.pop(0)
        assert really == []

    def test_one_key_is_one_run(self, local_workspace: LocalWorkspace, project: Path) -> None:
        configure(project, local_workspace, SERVERLESS)
        runs = [submit(project, "--idempotency-key", "k", "--output-format", "json") for _ in range(2)]
        first, again = (json.loads(done.out) for done in runs)
        assert (first["run_id"], first["reused"], again["reused"]) == (again["run_id"], False, True)

    def test_a_lost_reply(self, local_workspace: LocalWorkspace, project: Path) -> None:
        configure(project, local_workspace, SERVERLESS)
        for path in ("runs/submit", "workspace/import", "workspace/mkdirs"):
            local_workspace.inject(reply_lost(), path=path, times=2)
        assert submit(project).code == 0
        assert len(local_workspace.state.runs) == 1

    def test_it_fails(self, local_workspace: LocalWorkspace, project: Path) -> None:
        configure(project, local_workspace, SERVERLESS)
        key = "fails"
        script = RunScript(other_tasks=fails("ValueError: no", "trace"))
        local_workspace.script_runs(f"main-shop-orders-{key}", script)
        done = submit(project, "--idempotency-key", key)
        assert done.code == 4
        assert "    trace" in done.out.splitlines()

    def test_the_workspace_has_to_be_that_of_the_target(
        self, local_workspace: LocalWorkspace, project: Path
    ) -> None:
        configure(project, local_workspace, SERVERLESS)
        text = (project / "brickform.yml").read_text().replace(local_workspace.url, "https://x.example.com")
        (project / "brickform.yml").write_text(text)
        done = submit(project)
        assert (done.code, [one for one in local_workspace.requests if "/api/" in one.path]) == (5, [])

    def test_an_unknown_model(self, local_workspace: LocalWorkspace, project: Path) -> None:
        configure(project, local_workspace, SERVERLESS)
        done = brickform("submit", "ordrs", "--project", project)
        assert done.code == 2
        assert "the project has no Python model 'ordrs'; did you mean 'orders'?" in done.err


class TestCommands:
    @pytest.fixture
    def cluster_id(self, local_workspace: LocalWorkspace, project: Path) -> str:
        cluster_id = cluster(local_workspace)
        config = {"packages": ["pandas"], "notebook_scoped_libraries": True, "cluster_id": cluster_id}
        configure(project, local_workspace, config)
        return cluster_id

    def test_packages_restart_and_model_are_commands_of_one_context(
        self, local_workspace: LocalWorkspace, project: Path, cluster_id: str
    ) -> None:
        local_workspace.script_commands("session.range(7)", prints("7 rows"))
        done = submit(project)
        assert done.code == 0, done.err
        commands = [one.body for one in sent(local_workspace, "/commands/execute")]
        assert [one["command"] for one in commands][:2] == [
            "%pip install -q pandas",
            "dbutils.library.restartPython()",
        ]
        assert "session.range(7)" in commands[2]["command"]
        assert "MAGIC" not in commands[2]["command"]
        assert "COMMAND ----" not in commands[2]["command"]
        assert {(one["clusterId"], one["language"]) for one in commands} == {(cluster_id, "python")}
        assert len({one["contextId"] for one in commands}) == 1
        assert local_workspace.state.contexts == {}
        assert done.out.splitlines()[0] == "the commands of 'orders' succeeded"

    def test_what_fails_ends_it(
        self, local_workspace: LocalWorkspace, project: Path, cluster_id: str
    ) -> None:
        local_workspace.script_commands("%pip", throws("no such package", "Traceback\nno such package"))
        done = submit(project)
        assert done.code == 4
        assert done.out.splitlines() == [
            "the commands of 'orders' failed",
            "  task 'install packages' failed",
            "    Traceback",
            "    no such package",
            "  task 'restart Python' pending",
            "  task 'orders' pending",
        ]
        assert len(sent(local_workspace, "/commands/execute")) == 1
        assert local_workspace.state.contexts == {}

    @pytest.mark.parametrize("fault", [reply_lost(), server_error(), server_error(carried_out=True)])
    def test_a_command_whose_reply_is_lost_is_not_sent_again(
        self, local_workspace: LocalWorkspace, project: Path, cluster_id: str, fault: Any
    ) -> None:
        local_workspace.inject(fault, path="commands/execute", after=2)
        done = submit(project, "--output-format", "json")
        document = json.loads(done.out)
        assert (done.code, document["outcome"], document["run_id"]) == (5, "unknown", None)
        assert [task["outcome"] for task in document["tasks"]] == ["succeeded", "succeeded", "unknown"]
        assert len(sent(local_workspace, "/contexts/destroy")) == 1

    def test_a_stopped_cluster_is_started(
        self, local_workspace: LocalWorkspace, project: Path, cluster_id: str
    ) -> None:
        local_workspace.state.clusters[cluster_id].state = "TERMINATED"
        local_workspace.inject(reply_lost(), path="clusters/start")
        assert submit(project).code == 0
        assert len(sent(local_workspace, "/clusters/start")) == 1

    def test_a_start_that_was_not_carried_out_is_sent_again(
        self, local_workspace: LocalWorkspace, project: Path, cluster_id: str
    ) -> None:
        local_workspace.state.clusters[cluster_id].state = "TERMINATED"
        local_workspace.inject(server_error(), path="clusters/start")
        assert submit(project).code == 0

    def test_when_the_time_is_over_nothing_goes_on(
        self, local_workspace: LocalWorkspace, project: Path, cluster_id: str
    ) -> None:
        local_workspace.script_commands("session.range(7)", prints("", states=("Running",) * 10_000))
        done = submit(project, "--timeout", "10m")
        assert (done.code, local_workspace.state.contexts) == (4, {})
        assert len(sent(local_workspace, "/commands/cancel")) == 1

    def test_packages_need_the_notebook_scope(self, local_workspace: LocalWorkspace, project: Path) -> None:
        configure(project, local_workspace, {"packages": ["pandas"], "cluster_id": "1-2-x"})
        done = submit(project)
        assert (done.code, done.out) == (1, "")
        assert "error[BF701]: a command on a cluster installs no libraries" in done.err
        assert "'notebook_scoped_libraries: true'" in done.err
        assert "'create_notebook: true'" in done.err

    def test_what_a_command_has_no_place_for_is_said(
        self, local_workspace: LocalWorkspace, project: Path, cluster_id: str
    ) -> None:
        configure(
            project, local_workspace, {"cluster_id": cluster_id, "python_job_config": {"timeout_seconds": 9}}
        )
        done = submit(project)
        assert done.code == 0
        assert "info[BF702]: a command on a cluster has no 'timeout_seconds'; it is not sent" in done.err

    @pytest.mark.parametrize("option", ["--no-wait", "--on-timeout detach", "--idempotency-key k"])
    def test_what_a_command_cannot(
        self, local_workspace: LocalWorkspace, project: Path, cluster_id: str, option: str
    ) -> None:
        done = submit(project, *option.split())
        assert (done.code, local_workspace.state.contexts) == (2, {})
        assert "create_notebook: true" in done.err

    def test_a_dry_run(self, local_workspace: LocalWorkspace, project: Path, cluster_id: str) -> None:
        requests = json.loads(submit(project, "--dry-run", "--output-format", "json").out)["requests"]
        assert [one["path"].rpartition("/api/")[2] for one in requests] == [
            "2.1/clusters/get",
            "2.0/libraries/cluster-status",
            "1.2/contexts/create",
            "1.2/commands/execute",
            "1.2/commands/execute",
            "1.2/commands/execute",
            "1.2/contexts/destroy",
        ]
