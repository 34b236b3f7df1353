"""The real tools, where they are at hand, and as much of a workspace as they ask for to validate."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from support.real_tools import missing

USER = {"id": "1", "userName": "someone@example.com", "emails": [{"value": "someone@example.com"}]}
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def terraform() -> str:
    return _tool("terraform")


@pytest.fixture(scope="session")
def databricks() -> str:
    return _tool("databricks")


def _tool(name: str) -> str:
    path = shutil.which(name)
    return path or missing(name)


class _Workspace(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        known = self.path.split("?")[0].endswith("/scim/v2/Me")
        body = json.dumps(USER if known else {"error_code": "RESOURCE_DOES_NOT_EXIST"}).encode()
        self.send_response(200 if known else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def workspace_url() -> Iterator[str]:
    """Serve a workspace on loopback that knows who is asking, and nothing else."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Workspace)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def run(workspace_url: str) -> Run:
    """Run a tool against that workspace, without the caller's own Databricks settings."""
    own = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABRICKS_", "TF_VAR_"))
    }
    settings = {
        "DATABRICKS_HOST": workspace_url,
        "DATABRICKS_TOKEN": "local",
        "DATABRICKS_CONFIG_FILE": os.devnull,
        "TF_IN_AUTOMATION": "1",
    }

    def run_tool(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=cwd,
            env={**own, **settings},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    return run_tool
