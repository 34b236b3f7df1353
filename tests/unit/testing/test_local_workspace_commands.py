"""Commands on a cluster, and the states of a cluster, as databricks-sdk sees them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from databricks.sdk import WorkspaceClient
from databricks.sdk.core import Config
from databricks.sdk.errors import BadRequest, NotFound
from databricks.sdk.errors.base import DatabricksError
from databricks.sdk.service.compute import (
    CommandStatus,
    ContextStatus,
    Language,
    Library,
    LibraryInstallStatus,
    PythonPyPiLibrary,
    ResultType,
    State,
)

from brickform.testing import CommandScript, LocalWorkspace, prints, throws


def create_cluster(client: WorkspaceClient) -> str:
    wait = client.clusters.create(spark_version="15.4.x", node_type_id="i3.xlarge", num_workers=1)
    return str(wait.cluster_id)


@pytest.fixture
def cluster_id(client: WorkspaceClient) -> str:
    return create_cluster(client)


def create_context(client: WorkspaceClient, cluster_id: str) -> str:
    context_id = str(
        client.command_execution.create(cluster_id=cluster_id, language=Language.PYTHON).context_id
    )
    seen = [client.command_execution.context_status(cluster_id, context_id).status for _ in range(2)]
    assert seen == [ContextStatus.PENDING, ContextStatus.RUNNING]
    return context_id


class Shell:
    """A context to execute commands in."""

    def __init__(self, client: WorkspaceClient, cluster_id: str) -> None:
        self.api = client.command_execution
        self.cluster_id = cluster_id
        self.context_id = create_context(client, cluster_id)

    def execute(self, command: str) -> str:
        wait = self.api.execute(
            cluster_id=self.cluster_id,
            context_id=self.context_id,
            language=Language.PYTHON,
            command=command,
        )
        return str(wait.command_id)

    def status(self, command_id: str) -> Any:
        return self.api.command_status(self.cluster_id, self.context_id, command_id)


@pytest.fixture
def shell(client: WorkspaceClient, cluster_id: str) -> Shell:
    return Shell(client, cluster_id)


def test_a_command_finishes(shell: Shell) -> None:
    command_id = shell.execute("1 + 1")
    seen = [shell.status(command_id) for _ in range(4)]
    assert [one.status for one in seen] == [
        CommandStatus.QUEUED,
        CommandStatus.RUNNING,
        CommandStatus.FINISHED,
        CommandStatus.FINISHED,
    ]
    assert [one.results is None for one in seen] == [True, True, False, False]
    assert (seen[3].results.result_type, seen[3].results.data) == (ResultType.TEXT, "")


def test_scripted_commands(shell: Shell, local_workspace: LocalWorkspace) -> None:
    local_workspace.script_commands("", prints("any", states=[]))
    local_workspace.script_commands(
        "%pip", prints("pip 1", states=[]), throws("No network", "trace", states=[])
    )
    texts = ["%pip install a", "1 + 1", "%pip install b", "%pip install c"]
    commands = [shell.execute(text) for text in texts]
    for command_id in commands:
        shell.status(command_id)
    ended = [shell.status(command_id) for command_id in commands]
    assert [one.status for one in ended] == [CommandStatus.FINISHED] * 4
    assert [one.results.data for one in ended] == ["pip 1", "any", None, None]
    assert (ended[2].results.summary, ended[2].results.cause) == ("No network", "trace")
    assert ended[3].results.result_type == ResultType.ERROR


def test_a_command_ends_with_an_error(shell: Shell, local_workspace: LocalWorkspace) -> None:
    error = {"resultType": "error", "cause": "The driver is gone."}
    local_workspace.script_commands("", CommandScript((), "Error", error))
    command_id = shell.execute("1 + 1")
    shell.status(command_id)
    ended = shell.status(command_id)
    assert (ended.status, ended.results.cause) == (CommandStatus.ERROR, "The driver is gone.")


def test_a_command_is_cancelled(shell: Shell, local_workspace: LocalWorkspace) -> None:
    local_workspace.script_commands("", CommandScript(status=None))
    command_id = shell.execute("while True: pass")
    assert [shell.status(command_id).status for _ in range(9)][-1] == CommandStatus.RUNNING
    shell.api.cancel(cluster_id=shell.cluster_id, context_id=shell.context_id, command_id=command_id)
    ended = shell.status(command_id)
    assert (ended.status, ended.results) == (CommandStatus.CANCELLED, None)
    finished = replace(CommandScript(), states=())
    local_workspace.script_commands("", finished)
    other = shell.execute("1")
    shell.status(other)
    shell.status(other)
    shell.api.cancel(cluster_id=shell.cluster_id, context_id=shell.context_id, command_id=other)
    assert shell.status(other).status == CommandStatus.FINISHED


def test_the_waits_of_the_sdk(client: WorkspaceClient, cluster_id: str) -> None:
    context = client.command_execution.create(cluster_id=cluster_id, language=Language.PYTHON).result()
    ended = client.command_execution.execute_and_wait(
        cluster_id=cluster_id, context_id=context.id, language=Language.PYTHON, command="1"
    )
    assert ended.status == CommandStatus.FINISHED


def test_a_destroyed_context(shell: Shell, local_workspace: LocalWorkspace) -> None:
    command_id = shell.execute("1 + 1")
    shell.api.destroy(shell.cluster_id, shell.context_id)
    with pytest.raises(NotFound, match=f"ContextNotFound: Context {shell.context_id} not found"):
        shell.status(command_id)
    assert local_workspace.state.contexts == {}


def test_unknown_commands_and_languages(shell: Shell) -> None:
    with pytest.raises(NotFound, match="CommandNotFound"):
        shell.status("7")
    body = {"clusterId": shell.cluster_id, "contextId": shell.context_id, "language": "perl", "command": "1"}
    for path in ("contexts/create", "commands/execute"):
        with pytest.raises(BadRequest, match="perl"):
            shell.api._api.do("POST", f"/api/1.2/{path}", body=body)


def test_a_context_has_to_run(client: WorkspaceClient, cluster_id: str) -> None:
    context_id = client.command_execution.create(cluster_id=cluster_id, language=Language.PYTHON).context_id
    with pytest.raises(BadRequest, match="is not running"):
        client.command_execution.execute(
            cluster_id=cluster_id, context_id=context_id, language=Language.PYTHON, command="1"
        )


def test_a_cluster_has_to_run(shell: Shell, client: WorkspaceClient, local_workspace: LocalWorkspace) -> None:
    client.clusters.delete(shell.cluster_id)
    assert local_workspace.state.contexts == {}
    config = Config(host=local_workspace.url, token="x", auth_type="pat", retry_timeout_seconds=1)
    impatient = WorkspaceClient(config=config)
    with pytest.raises(TimeoutError) as raised:  # the SDK takes it for something that passes
        impatient.command_execution.create(cluster_id=shell.cluster_id, language=Language.PYTHON)
    assert "ClusterNotReadyException" in str(raised.value.__cause__)
    with pytest.raises(DatabricksError, match="Cluster not found: no"):
        client.command_execution.create(cluster_id="no", language=Language.PYTHON)


def test_a_cluster_starts(client: WorkspaceClient, cluster_id: str) -> None:
    client.clusters.delete(cluster_id)
    client.clusters.start(cluster_id)
    with pytest.raises(BadRequest, match="unexpected state Pending"):
        client.clusters.start(cluster_id)
    seen = [client.clusters.get(cluster_id).state for _ in range(3)]
    assert seen == [State.PENDING, State.RUNNING, State.RUNNING]


def test_a_start_that_fails(
    client: WorkspaceClient, cluster_id: str, local_workspace: LocalWorkspace
) -> None:
    local_workspace.state.clusters[cluster_id].start_states = ["PENDING", "PENDING", "TERMINATED"]
    client.clusters.delete(cluster_id)
    client.clusters.start(cluster_id)
    seen = [client.clusters.get(cluster_id).state for _ in range(4)]
    assert seen == [State.PENDING, State.PENDING, State.TERMINATED, State.TERMINATED]


def test_libraries_wait_for_the_cluster(client: WorkspaceClient, cluster_id: str) -> None:
    client.libraries.install(cluster_id, [Library(pypi=PythonPyPiLibrary("numpy"))])
    client.clusters.delete(cluster_id)
    (status,) = client.libraries.cluster_status(cluster_id)
    assert status.status == LibraryInstallStatus.PENDING


def test_contexts_survive_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    with LocalWorkspace(state_file=file) as workspace:
        client = WorkspaceClient(config=Config(host=workspace.url, token="x", auth_type="pat"))
        shell = Shell(client, create_cluster(client))
        command_id = shell.execute("1 + 1")
        before = workspace.state
    with LocalWorkspace(state_file=file) as workspace:
        assert workspace.state == before
        assert command_id in workspace.state.contexts[shell.context_id].commands
