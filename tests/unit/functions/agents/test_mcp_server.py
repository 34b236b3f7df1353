"""The server as a client of the real SDK sees it, over both transports; the workspace is a local one."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

from brickform.testing import LocalWorkspace, RunScript, never_ends
from support.command import brickform
from support.jobs import create_job, post, sent
from support.pointing import point_at

PROJECT = """\
name: shop
functions:
  jobs:
    orders: {description: Builds the orders., parameters: {day: DATE, full: BOOLEAN}}
"""
TOKEN = "a-token-for-tests"


class Shop:
    """A listed job, one that is not, and the folder of the project that lists it."""

    def __init__(self, local: LocalWorkspace, folder: Path) -> None:
        self.local = local
        self.audit_log = folder / "audit.jsonl"
        parameters = [{"name": "day", "default": "today"}, {"name": "full", "default": "no"}]
        self.job_id = create_job(local, name="orders", parameters=parameters, max_concurrent_runs=9)
        self.other_job = create_job(local, name="secret")
        ids = folder / "ids.json"
        ids.write_text(json.dumps({"orders": {"value": {"id": str(self.job_id)}}}))
        (folder / "brickform.yml").write_text(PROJECT)
        files = ["--project", folder, "--ids", ids, "--audit-log", self.audit_log]
        self.command = ["-m", "brickform", "mcp", *map(str, files), "--starts-per-minute", "99"]

    @property
    def audited(self) -> list[str]:
        return [json.loads(line)["tool"] for line in self.audit_log.read_text().splitlines()]


@contextmanager
def a_shop(folder: Path) -> Iterator[Shop]:
    with LocalWorkspace() as local, pytest.MonkeyPatch.context() as patch:
        point_at(local, patch)
        yield Shop(local, folder)


@contextmanager
def serving(shop: Shop, *options: str) -> Iterator[str]:
    """Serve HTTP on a free port, and give its URL."""
    command = [sys.executable, *shop.command, "--http", "--port", "0", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        rest = threading.Thread(target=process.stderr.read)
        rest.start()
        try:
            found = re.search(r"http://\S+", line)
            assert found, line
            yield found[0]
        finally:
            process.terminate()
            process.wait(timeout=30)
            rest.join()


@contextmanager
def transport(kind: str, shop: Shop) -> Iterator[Any]:
    if kind == "stdio":
        yield stdio_client(
            StdioServerParameters(command=sys.executable, args=shop.command, env=dict(os.environ))
        )
    else:
        with serving(shop) as url:
            yield url


class Talk:
    """A conversation of the SDK's own client with a server in another process."""

    def __init__(self, shop: Shop, portal: BlockingPortal, client: Client) -> None:
        self.shop = shop
        self.portal = portal
        self.client = client

    def call(self, tool: str, **arguments: Any) -> dict[str, Any]:
        return self.portal.call(self._call, tool, arguments)

    def call_at_once(self, times: int, tool: str) -> None:
        async def calls() -> None:
            async with anyio.create_task_group() as group:
                for _ in range(times):
                    group.start_soon(self._call, tool, {})

        self.portal.call(calls)

    async def _call(self, tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
        result = await self.client.call_tool(tool, arguments)
        answer = result.structured_content
        assert isinstance(answer, dict)
        assert json.loads(result.content[0].text) == answer  # type: ignore[union-attr]
        assert result.is_error is not answer["success"]
        return answer


@pytest.fixture(scope="module", params=["stdio", "http"])
def talk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talk]:
    with a_shop(tmp_path_factory.mktemp("shop")) as shop, transport(request.param, shop) as server:
        client = Client(server, read_timeout_seconds=60)
        with start_blocking_portal() as portal, portal.wrap_async_context_manager(client):
            yield Talk(shop, portal, client)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with a_shop(tmp_path) as shop:
        yield shop


def test_tools_are_listed_with_exact_schemas_and_hints(talk: Talk) -> None:
    tools = {tool.name: tool for tool in talk.portal.call(talk.client.list_tools).tools}
    assert list(tools) == ["run_orders", "get_run", "get_run_output", "cancel_run"]
    run_orders = tools["run_orders"]
    assert run_orders.input_schema["properties"]["parameters"]["properties"] == {
        "day": {
            "type": "string",
            "format": "date",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            "description": "DATE; 'today' if it is left out.",
        },
        "full": {"type": "boolean", "description": "BOOLEAN; 'no' if it is left out."},
    }
    assert run_orders.input_schema["additionalProperties"] is False
    assert (run_orders.description or "").startswith("Builds the orders.")
    hints = {name: tool.annotations for name, tool in tools.items() if tool.annotations is not None}
    assert {name for name, hint in hints.items() if hint.read_only_hint} == {"get_run", "get_run_output"}
    assert {name for name, hint in hints.items() if hint.destructive_hint} == {"run_orders", "cancel_run"}
    assert [name for name, hint in hints.items() if not hint.idempotent_hint] == ["run_orders"]


def test_a_run_is_started_and_waited_for(talk: Talk) -> None:
    runs, lines = len(talk.shop.local.state.runs), len(talk.shop.audited)
    parameters = {"day": "2024-01-31", "full": True}
    preview = talk.call("run_orders", parameters=parameters, dry_run=True)
    assert preview["requests"][-1]["body"]["job_parameters"] == {"day": "2024-01-31", "full": "true"}
    started = talk.call("run_orders", parameters=parameters)
    ended = talk.call("get_run", run_id=started["run_id"], wait_seconds=30)
    assert (ended["outcome"], ended["run_page_url"]) == ("succeeded", started["run_page_url"])
    assert talk.call("run_orders", parameters=parameters)["run_id"] == started["run_id"]
    assert len(talk.shop.local.state.runs) == runs + 1
    assert talk.shop.audited[lines:] == ["run_orders", "run_orders", "get_run", "run_orders"]


def test_a_run_is_cancelled(talk: Talk) -> None:
    talk.shop.local.script_runs(talk.shop.job_id, RunScript({"orders": never_ends()}), RunScript())
    run_id = talk.call("run_orders", parameters={"full": False})["run_id"]
    assert talk.call("get_run", run_id=run_id, wait_seconds=1)["outcome"] is None
    assert talk.call("cancel_run", run_id=run_id)["success"]
    assert talk.call("get_run", run_id=run_id, wait_seconds=30)["outcome"] == "cancelled"


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("run_secret", {}),
        ("run_orders", {"job_id": "1"}),
        ("run_orders", {"parameters": {"day": "x" * 1_000_000}}),
        ("run_orders", {"parameters": {"full": "'; DROP TABLE x; --"}}),
        ("run_orders", {"parameters": {"dya": "2024-01-31"}}),
        ("cancel_run", {"run_id": 5}),
        ("get_run", {}),
    ],
    ids=lambda given: str(given)[:40],
)
def test_what_is_not_listed_is_refused(talk: Talk, tool: str, arguments: dict[str, Any]) -> None:
    before, lines = len(talk.shop.local.requests), len(talk.shop.audited)
    answer = talk.call(tool, **arguments)
    assert answer["error_type"] == "InvalidParameterValue"
    assert len(talk.shop.local.requests) == before
    assert talk.shop.audited[lines:] == [tool]


def test_a_run_of_another_job_is_refused(talk: Talk) -> None:
    body = {"job_id": talk.shop.other_job}
    run_id = post(talk.shop.local, "/api/2.2/jobs/run-now", body)["run_id"]
    for tool in ("get_run", "get_run_output", "cancel_run"):
        assert talk.call(tool, run_id=str(run_id))["error_type"] == "PermissionDenied"
    assert not [request for request in sent(talk.shop.local, "/cancel") if request.body["run_id"] == run_id]


def test_calls_at_the_same_time_start_one_run(talk: Talk) -> None:
    runs = len(talk.shop.local.state.runs)
    talk.call_at_once(5, "run_orders")
    assert len(talk.shop.local.state.runs) == runs + 1


def status_of(url: str, **headers: str) -> int:
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "ping"}).encode()
    accepted = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, body, {**accepted, **named})
    try:
        with urllib.request.urlopen(request) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def test_a_page_of_another_site_cannot_call_it(shop: Shop) -> None:
    with serving(shop) as url:
        assert status_of(url) == 200
        assert status_of(url, Host="evil.example.com") == 421
        assert status_of(url, Host="127.0.0.1.evil.example.com:80") == 421
        assert status_of(url, Origin="https://evil.example.com") == 403
        assert status_of(url, Content_Type="text/plain") == 400


def test_a_bearer_token(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRICKFORM_MCP_TOKEN", TOKEN)
    names: list[str] = []

    async def list_names(url: str) -> None:
        http = httpx2.AsyncClient(headers={"Authorization": f"Bearer {TOKEN}"})
        async with http, Client(streamable_http_client(url, http_client=http)) as client:
            names.extend(tool.name for tool in (await client.list_tools()).tools)

    with serving(shop, "--host", "0.0.0.0", "--public-host", "jobs.example.com") as url:
        url = url.replace("0.0.0.0", "127.0.0.1")
        assert status_of(url) == 401
        assert status_of(url, Authorization="Bearer wrong") == 401
        assert status_of(url, Authorization=f"Bearer {TOKEN}") == 200
        assert status_of(url, Authorization=f"Bearer {TOKEN}", Host="jobs.example.com") == 200
        assert status_of(url, Authorization=f"Bearer {TOKEN}", Host="other.example.com") == 421
        anyio.run(list_names, url)
    assert names[0] == "run_orders"
    assert TOKEN not in shop.audit_log.read_text()


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--http", "--host", "0.0.0.0"], 2, "BRICKFORM_MCP_TOKEN has to hold a secret"),
        (["--ids", "-"], 2, "the standard input belongs to the client: give --ids a file"),
        (["--project", "FOLDER"], 2, "no job is listed: name each with --jobs"),
        (["--jobs", "999"], 5, "Job 999 does not exist"),
        (["--jobs", "nothing"], 5, "there is no job named 'nothing'"),
        (["--jobs", "1", "--audit-log", "FOLDER/no/log"], 1, "no/log' cannot be written: No such file"),
    ],
)
def test_what_it_does_not_start_with(
    shop: Shop, tmp_path: Path, options: list[str], code: int, message: str
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    done = brickform("mcp", *[option.replace("FOLDER", str(empty)) for option in options])
    assert done.code == code
    assert message in " ".join(done.err.split())
    assert done.out == ""


def test_a_port_that_is_taken(shop: Shop) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = brickform("mcp", "--jobs", "orders", "--http", "--port", port)
    message = f"error: 127.0.0.1:{port} cannot be listened at: Address already in use"
    assert (done.code, done.err[: len(message)]) == (1, message)


def test_other_machines_need_a_host_to_address(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRICKFORM_MCP_TOKEN", TOKEN)
    done = brickform("mcp", "--jobs", "1", "--http", "--host", "0.0.0.0")
    assert done.code == 2
    assert "say with --public-host to which host their requests are addressed" in " ".join(done.err.split())
    assert TOKEN not in done.err


def test_ctrl_c_ends_it_at_once(shop: Shop) -> None:
    client = {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "x", "version": "1"},
    }
    hello = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": client})
    command = [sys.executable, *shop.command]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, text=True, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(hello + "\n")
        process.stdin.flush()
        assert '"serverInfo"' in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == -signal.SIGINT


def test_without_the_extra_one_message_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp_types", None)
    monkeypatch.delitem(sys.modules, "brickform.functions.agents.mcp_server", raising=False)
    monkeypatch.delattr("brickform.functions.agents.mcp_server", raising=False)
    done = brickform("mcp", "--jobs", "1")
    assert (done.code, done.err) == (1, "error: the MCP server needs: pip install 'brickform[mcp]'\n")
