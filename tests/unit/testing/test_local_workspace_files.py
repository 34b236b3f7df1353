from __future__ import annotations

import base64
from urllib.parse import quote

import pytest
from databricks.sdk import WorkspaceClient
from databricks.sdk.errors import (
    BadRequest,
    InvalidParameterValue,
    NotFound,
    ResourceAlreadyExists,
    ResourceConflict,
)
from databricks.sdk.errors.base import DatabricksError
from databricks.sdk.service.workspace import ExportFormat, ImportFormat, Language, ObjectType

SOURCE = b"# Databricks notebook source\nprint(1)\n"


def text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def import_file(client: WorkspaceClient, path: str, content: bytes, overwrite: str = "false") -> None:
    target = f"/api/2.0/workspace-files/import-file/{quote(path, safe='')}?overwrite={overwrite}"
    client.api_client.do("POST", target, data=content)


def test_notebook_by_json(client: WorkspaceClient) -> None:
    client.workspace.import_("/Shared/orders", content=text(SOURCE), language=Language.PYTHON)
    status = client.workspace.get_status("/Workspace/Shared/orders")
    assert (status.object_type, status.language) == (ObjectType.NOTEBOOK, Language.PYTHON)
    assert client.workspace.get_status("/Shared/orders").object_id == status.object_id
    exported = client.workspace.export("/Shared/orders", format=ExportFormat.SOURCE).content
    assert base64.b64decode(exported or "") == SOURCE


def test_a_notebook_without_a_header_gets_one(client: WorkspaceClient) -> None:
    client.workspace.import_("/Shared/q", content=text(b"select 1"), language=Language.SQL)
    with client.workspace.download("/Shared/q") as stream:
        assert stream.read() == b"-- Databricks notebook source\nselect 1"


def test_upload_by_multipart(client: WorkspaceClient) -> None:
    client.workspace.upload("/Shared/data.bin", bytes(range(256)), format=ImportFormat.RAW)
    assert client.workspace.get_status("/Shared/data.bin").object_type == ObjectType.FILE
    with client.workspace.download("/Shared/data.bin") as stream:
        assert stream.read() == bytes(range(256))
    client.workspace.upload("/Shared/nb.py", SOURCE, format=ImportFormat.AUTO)
    assert client.workspace.get_status("/Shared/nb").object_type == ObjectType.NOTEBOOK


def test_import_file_tells_notebooks_from_files(client: WorkspaceClient) -> None:
    import_file(client, "/Workspace/Shared/orders.py", SOURCE)
    import_file(client, "Workspace/Shared/helper.py", b"x = 1\n")
    import_file(client, "/Shared/crlf.sql", b"-- Databricks notebook source\r\nselect 1")
    listed = {one.path: one.object_type for one in client.workspace.list("/Shared")}
    assert listed == {
        "/Shared/crlf": ObjectType.NOTEBOOK,
        "/Shared/helper.py": ObjectType.FILE,
        "/Shared/orders": ObjectType.NOTEBOOK,
    }
    query = {"path": "/Shared/helper.py", "direct_download": "true"}
    raw = client.api_client.do("GET", "/api/2.0/workspace/export", query=query, raw=True)
    assert isinstance(raw, dict)
    assert raw["contents"].read() == b"x = 1\n"


def test_import_file_conflicts(client: WorkspaceClient) -> None:
    import_file(client, "/Shared/orders.py", SOURCE)
    import_file(client, "/Shared/helper.py", b"x = 1\n")
    with pytest.raises(ResourceConflict):
        import_file(client, "/Shared/helper.py", b"")
    with pytest.raises(DatabricksError, match=r"Path \(/Shared/orders\) already exists\."):
        import_file(client, "/Shared/orders.py", SOURCE)
    with pytest.raises(ResourceConflict):
        import_file(client, "/Shared/helper.py", b'{"overwrite": "true"}')
    import_file(client, "/Shared/helper.py", b"x = 2\n", overwrite="true")
    with client.workspace.download("/Shared/helper.py") as stream:
        assert stream.read() == b"x = 2\n"


def test_overwriting_keeps_the_id_and_the_type(client: WorkspaceClient) -> None:
    client.workspace.upload("/Shared/a", SOURCE, language=Language.PYTHON)
    before = client.workspace.get_status("/Shared/a").object_id
    client.workspace.upload("/Shared/a", SOURCE + b"2", language=Language.PYTHON, overwrite=True)
    assert client.workspace.get_status("/Shared/a").object_id == before
    client.workspace.mkdirs("/Shared/b")
    with pytest.raises(InvalidParameterValue, match=r"asked: FILE, actual: DIRECTORY"):
        import_file(client, "/Shared/b", b"x", overwrite="true")


def test_existing_notebook_is_kept(client: WorkspaceClient) -> None:
    client.workspace.import_("/Shared/a", content=text(SOURCE), language=Language.PYTHON)
    with pytest.raises(ResourceAlreadyExists, match="already exists"):
        client.workspace.import_("/Shared/a", content=text(SOURCE), language=Language.PYTHON)


def test_missing_parent(client: WorkspaceClient) -> None:
    with pytest.raises(NotFound, match=r"The parent folder \(/Shared/no\) does not exist\."):
        client.workspace.import_("/Shared/no/a", content=text(SOURCE), language=Language.PYTHON)
    with pytest.raises(NotFound):
        import_file(client, "/Shared/no/x.txt", b"")
    import_file(client, "/Shared/file", b"")
    with pytest.raises(NotFound):
        import_file(client, "/Shared/file/x.txt", b"")


def test_missing_path(client: WorkspaceClient) -> None:
    with pytest.raises(NotFound, match=r"Path \(/Shared/no\) doesn't exist\."):
        client.workspace.get_status("/Shared/no")
    with pytest.raises(NotFound):
        client.workspace.delete("/Shared/no")


def test_mkdirs_makes_all_and_may_be_repeated(client: WorkspaceClient) -> None:
    for _ in range(2):
        client.workspace.mkdirs("/Workspace/Shared/a/b/c")
    assert [one.path for one in client.workspace.list("/Shared", recursive=True)] == []
    assert [one.path for one in client.workspace.list("/Shared/a/b")] == ["/Shared/a/b/c"]
    import_file(client, "/Shared/file", b"")
    with pytest.raises(ResourceAlreadyExists):
        client.workspace.mkdirs("/Shared/file/below")


def test_delete(client: WorkspaceClient) -> None:
    client.workspace.mkdirs("/Shared/a/b")
    with pytest.raises(BadRequest, match=r"Folder \(/Shared/a\) is not empty"):
        client.workspace.delete("/Shared/a")
    client.workspace.delete("/Shared/a", recursive=True)
    assert list(client.workspace.list("/Shared")) == []
    with pytest.raises(BadRequest, match="is protected"):
        client.workspace.delete("/Shared", recursive=True)


@pytest.mark.parametrize("path", ["Shared/a", "/Shared/../a"])
def test_refused_paths(client: WorkspaceClient, path: str) -> None:
    with pytest.raises(InvalidParameterValue):
        client.workspace.get_status(path)


def test_too_large(client: WorkspaceClient) -> None:
    with pytest.raises(DatabricksError, match="exceeded max size") as caught:
        client.workspace.upload("/Shared/a.py", bytes(10 * 1024 * 1024 + 1))
    assert caught.value.error_code == "MAX_NOTEBOOK_SIZE_EXCEEDED"
