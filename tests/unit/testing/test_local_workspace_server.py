from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from databricks.sdk import WorkspaceClient

from brickform.testing import LocalWorkspace
from brickform.testing.local_workspace.environment import shell_lines
from brickform.testing.local_workspace.state_file import dump_state, load_state

TOKEN = {"Authorization": "Bearer x"}


def ask(
    workspace: LocalWorkspace, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
) -> tuple[int, Any]:
    connection = HTTPConnection(workspace.url.removeprefix("http://"), timeout=10)
    try:
        sent = body if body is None or isinstance(body, bytes) else json.dumps(body)
        connection.request(method, path, sent, TOKEN if headers is None else headers)
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


def create_job(workspace: LocalWorkspace, name: str) -> int:
    status, answer = ask(workspace, "POST", "/api/2.2/jobs/create", {"name": name})
    assert status == 200
    return int(answer["job_id"])


def test_the_current_user_and_the_workspace(client: WorkspaceClient) -> None:
    assert client.current_user.me().user_name == "someone@example.com"
    assert client.get_workspace_id() == 7474644091234567


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer "}, {"Authorization": "Basic eDp5"}])
def test_a_bearer_token_is_needed(local_workspace: LocalWorkspace, headers: dict[str, str]) -> None:
    status, answer = ask(local_workspace, "GET", "/api/2.2/jobs/list", headers=headers)
    assert (status, answer["error_code"]) == (401, "UNAUTHENTICATED")
    assert ask(local_workspace, "GET", "/.well-known/databricks-config", headers=headers)[0] == 200


def test_unknown_endpoints(local_workspace: LocalWorkspace) -> None:
    for method, path in (("GET", "/api/2.0/nothing"), ("POST", "/api/2.2/jobs/get")):
        status, answer = ask(local_workspace, method, path)
        assert (status, answer["error_code"]) == (404, "ENDPOINT_NOT_FOUND")
        assert answer["message"] == f"No API found for '{method} {path}'"


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff"])
def test_malformed_bodies(local_workspace: LocalWorkspace, body: bytes) -> None:
    status, answer = ask(local_workspace, "POST", "/api/2.2/jobs/create", body)
    assert (status, answer["error_code"]) == (400, "MALFORMED_REQUEST")


@pytest.mark.parametrize("job_id", ["", "x", "1.5"])
def test_malformed_ids_and_tokens(local_workspace: LocalWorkspace, job_id: str) -> None:
    status, answer = ask(local_workspace, "GET", f"/api/2.2/jobs/get?job_id={job_id}")
    assert (status, answer["error_code"]) == (400, "INVALID_PARAMETER_VALUE")
    status, answer = ask(local_workspace, "GET", f"/api/2.2/jobs/list?page_token=%C3%A9{job_id}")
    assert (status, answer["error_code"]) == (400, "INVALID_PARAMETER_VALUE")


def test_requests_are_recorded_without_the_token(local_workspace: LocalWorkspace) -> None:
    create_job(local_workspace, "orders")
    ask(local_workspace, "GET", "/api/2.2/jobs/list?limit=5")
    first, second = local_workspace.requests
    assert (first.method, first.path, first.body) == ("POST", "/api/2.2/jobs/create", {"name": "orders"})
    assert (second.method, second.query, second.body) == ("GET", {"limit": "5"}, None)


def test_only_the_last_requests_are_kept() -> None:
    with LocalWorkspace(keep_requests=2) as workspace:
        for name in "abc":
            create_job(workspace, name)
        assert [request.body["name"] for request in workspace.requests] == ["b", "c"]


def test_many_clients_at_once(local_workspace: LocalWorkspace) -> None:
    ids: list[int] = []
    names = [f"job {number}" for number in range(50)]
    threads = [
        threading.Thread(target=lambda name=name: ids.append(create_job(local_workspace, name)))
        for name in names
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(ids)) == 50
    assert {job.settings["name"] for job in local_workspace.state.jobs.values()} == set(names)


def test_it_stops(local_workspace: LocalWorkspace) -> None:
    *_, serving = (thread for thread in threading.enumerate() if thread.name == "local-workspace")
    local_workspace.stop()
    local_workspace.stop()
    with pytest.raises(RuntimeError, match="has not been started"):
        _ = local_workspace.url
    # The port says nothing: another process may have it by now.
    serving.join(timeout=5)
    assert not serving.is_alive()


def test_a_taken_port(local_workspace: LocalWorkspace) -> None:
    port = int(local_workspace.url.rsplit(":", 1)[1])
    with pytest.raises(OSError, match="in use"):
        LocalWorkspace(port=port).start()


def test_state_survives_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    content = bytes(range(256))
    with LocalWorkspace(state_file=file) as workspace:
        ids = [create_job(workspace, name) for name in ("a", "b")]
        path = "/api/2.0/workspace-files/import-file/%2FShared%2Fdata.bin"
        assert ask(workspace, "POST", path, content)[0] == 200
        cluster = {"spark_version": "x", "node_type_id": "y", "num_workers": 1}
        assert ask(workspace, "POST", "/api/2.1/clusters/create", cluster)[0] == 200
        before = workspace.state
    assert list(tmp_path.iterdir()) == [file]
    with LocalWorkspace(state_file=file) as workspace:
        assert workspace.state == before
        assert workspace.state.objects["/Shared/data.bin"].content == content
        assert create_job(workspace, "c") not in ids


def test_state_is_written_while_it_serves(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    with LocalWorkspace(state_file=file) as workspace:
        job_id = create_job(workspace, "a")
        deadline = time.monotonic() + 10
        while job_id not in load_state(file.read_text()).jobs:
            assert time.monotonic() < deadline
            time.sleep(0.01)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 2}', "{"])
def test_another_file_is_no_state_file(tmp_path: Path, text: str) -> None:
    file = tmp_path / "other.json"
    file.write_text(text)
    with pytest.raises(ValueError, match=r"other\.json': this is not a state file"):
        LocalWorkspace(state_file=file)
    assert file.read_text() == text


def test_state_file_round_trip(local_workspace: LocalWorkspace) -> None:
    create_job(local_workspace, "é")
    text = dump_state(local_workspace.state)
    assert load_state(text) == local_workspace.state
    assert dump_state(load_state(text)) == text


def test_the_environment_hides_other_workspaces(local_workspace: LocalWorkspace) -> None:
    inherited = {"PATH": "/bin", "DATABRICKS_CLUSTER_ID": "1", "ARM_CLIENT_ID": "2", "DATABRICKS_HOST": "x"}
    environment = local_workspace.isolated_environment(inherited)
    assert environment == {"PATH": "/bin", **local_workspace.environment()}
    lines = shell_lines(inherited, {"DATABRICKS_HOST": "http://a b"})
    assert lines == ["unset ARM_CLIENT_ID DATABRICKS_CLUSTER_ID", "export DATABRICKS_HOST='http://a b'"]


SERVE = """
import sys
from pathlib import Path
from brickform.testing import run_local_workspace
run_local_workspace(0, Path(sys.argv[1]), lambda line: print(line, flush=True))
"""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_interrupted(tmp_path: Path, sent: signal.Signals) -> None:
    command = [sys.executable, "-c", SERVE, str(tmp_path / "state.json")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith("export CHECKPOINT_DISABLE"):
                break
        process.send_signal(sent)
        _, errors = process.communicate(timeout=20)
    assert any(line.startswith("export DATABRICKS_HOST=http://127.0.0.1:") for line in lines)
    assert (process.returncode, errors) == (0, "")
    assert load_state((tmp_path / "state.json").read_text()).jobs == {}


PLUGIN_TEST = """
from urllib.request import urlopen

def test_it(local_workspace):
    assert urlopen(local_workspace.url + "/.well-known/databricks-config").status == 200
"""


def test_the_fixture_is_a_pytest_plugin(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["brickform.testing.fixtures"]\n')
    (tmp_path / "test_it.py").write_text(PLUGIN_TEST)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path)]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    run = subprocess.run(
        [*command, str(tmp_path)], env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout
