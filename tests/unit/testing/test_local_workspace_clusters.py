from __future__ import annotations

import pytest
from databricks.sdk import WorkspaceClient
from databricks.sdk.errors import BadRequest, InvalidState
from databricks.sdk.errors.base import DatabricksError
from databricks.sdk.service.compute import Library, LibraryInstallStatus, PythonPyPiLibrary, State

VERSION = "15.4.x-scala2.12"


@pytest.fixture
def cluster_id(client: WorkspaceClient) -> str:
    wait = client.clusters.create(
        spark_version=VERSION, cluster_name="shared", node_type_id="i3.xlarge", num_workers=1
    )
    return str(wait.cluster_id)


def test_life_of_a_cluster(client: WorkspaceClient, cluster_id: str) -> None:
    assert client.clusters.get(cluster_id).state == State.RUNNING
    assert client.clusters.delete(cluster_id).result().state == State.TERMINATED
    assert client.clusters.start(cluster_id).result().state == State.RUNNING
    with pytest.raises(InvalidState, match="is in unexpected state Running"):
        client.clusters.start(cluster_id)
    client.clusters.permanent_delete(cluster_id)
    assert list(client.clusters.list()) == []
    with pytest.raises(DatabricksError, match=f"Cluster {cluster_id} does not exist"):
        client.clusters.get(cluster_id)


def test_edit_and_resize(client: WorkspaceClient, cluster_id: str) -> None:
    client.clusters.edit(cluster_id, VERSION, node_type_id="i3.2xlarge", num_workers=2, cluster_name="new")
    client.clusters.resize(cluster_id, num_workers=5)
    found = client.clusters.get(cluster_id)
    assert (found.cluster_name, found.node_type_id, found.num_workers) == ("new", "i3.2xlarge", 5)


def test_pinned(client: WorkspaceClient, cluster_id: str) -> None:
    query = {"filter_by.is_pinned": "true"}
    assert client.api_client.do("GET", "/api/2.1/clusters/list", query=query) == {}
    client.clusters.pin(cluster_id)
    answer = client.api_client.do("GET", "/api/2.1/clusters/list", query=query)
    assert isinstance(answer, dict)
    assert [one["cluster_id"] for one in answer["clusters"]] == [cluster_id]
    client.clusters.unpin(cluster_id)
    assert client.api_client.do("GET", "/api/2.1/clusters/list", query=query) == {}


def test_events(client: WorkspaceClient, cluster_id: str) -> None:
    assert len(list(client.clusters.events(cluster_id))) == 1


@pytest.mark.parametrize(
    "body",
    [
        {"node_type_id": "i3.xlarge", "num_workers": 1},
        {"spark_version": VERSION, "num_workers": 1},
        {"spark_version": VERSION, "node_type_id": "i3.xlarge"},
        {"spark_version": VERSION, "node_type_id": "i3.xlarge", "num_workers": 1, "autoscale": {}},
    ],
)
def test_refused_clusters(client: WorkspaceClient, body: dict[str, object]) -> None:
    with pytest.raises(BadRequest):
        client.api_client.do("POST", "/api/2.1/clusters/create", body=body)


def test_libraries(client: WorkspaceClient, cluster_id: str) -> None:
    numpy = Library(pypi=PythonPyPiLibrary("numpy"))
    for _ in range(2):
        client.libraries.install(cluster_id, [numpy])
    statuses = list(client.libraries.cluster_status(cluster_id))
    assert [(status.library, status.status) for status in statuses] == [
        (numpy, LibraryInstallStatus.INSTALLED)
    ]
    assert len(list(client.libraries.all_cluster_statuses())) == 1
    client.libraries.uninstall(cluster_id, [numpy])
    assert list(client.libraries.cluster_status(cluster_id)) == []
