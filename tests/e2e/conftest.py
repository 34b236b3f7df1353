"""The real tools, pointed at a local workspace; one that is missing is named and skips its tests.

``BRICKFORM_E2E=required`` makes a missing tool a failure.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from brickform.testing import LocalWorkspace
from brickform.testing.fixtures import local_workspace

__all__ = ["local_workspace"]

# (folder, *arguments, exit_code=0) -> output; fails the test at another exit code
RunTool = Callable[..., str]

ROOT = Path(__file__).resolve().parents[2]
_SECONDS = 300
_PROVIDER = {"terraform": {"required_providers": {"databricks": {"source": "databricks/databricks"}}}}


@pytest.fixture
def terraform(local_workspace: LocalWorkspace, _databricks_provider: None) -> RunTool:
    return _tool(_found("terraform"), _environment(local_workspace), ("-no-color",))


@pytest.fixture(params=["terraform", *(["tofu"] if shutil.which("tofu") else [])])
def terraform_or_tofu(request: pytest.FixtureRequest, local_workspace: LocalWorkspace) -> RunTool:
    """Terraform, and OpenTofu as well where it is on PATH and finds the provider."""
    if request.param == "terraform":
        run: RunTool = request.getfixturevalue("terraform")
        return run
    return _tool("tofu", _environment(local_workspace), ("-no-color",))


@pytest.fixture
def databricks(local_workspace: LocalWorkspace) -> RunTool:
    return _tool(_found("databricks"), _environment(local_workspace), ())


@pytest.fixture(scope="session")
def cdk_environment() -> Path:
    """Return the folder of the programs that go with both CDKs: ``python``, ``node``."""
    folder = ROOT / ".venv-cdk" / "bin"
    if not (folder / "node").exists():
        _missing("Node.js is not in .venv-cdk (make .venv-cdk/ready)")
    return folder


@pytest.fixture(scope="session")
def dbt_environment() -> Path:
    """Return the folder of the programs that go with dbt: ``dbt``, ``python``."""
    folder = ROOT / ".venv-dbt" / "bin"
    if not (folder / "dbt").exists():
        _missing("dbt is not in .venv-dbt (make .venv-dbt/ready)")
    return folder


@pytest.fixture(scope="session")
def dbt(dbt_environment: Path) -> RunTool:
    """dbt of its own environment; with no profile but the project's, and nothing sent home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DBT_", "PYTHON"))}
    quiet = {"DO_NOT_TRACK": "1", "DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DBT_USE_COLORS": "false"}
    secret = {"DBT_ENV_SECRET_DATABRICKS_TOKEN": "dapi-of-a-test"}
    return _tool(str(dbt_environment / "dbt"), {**kept, **quiet, **secret}, ())


@pytest.fixture(scope="session")
def _databricks_provider(tmp_path_factory: pytest.TempPathFactory) -> None:
    """See that Terraform finds the Databricks provider: in a mirror or in the registry."""
    folder = tmp_path_factory.mktemp("provider")
    (folder / "main.tf.json").write_text(json.dumps(_PROVIDER), encoding="utf-8")
    command = [_found("terraform"), "init", "-no-color"]
    run = subprocess.run(
        command, cwd=folder, env=_terraform_environment(), capture_output=True, text=True, timeout=_SECONDS
    )
    if run.returncode != 0:
        _missing(f"the Databricks provider was not found by terraform init:\n{run.stderr}")


def _tool(program: str, environment: dict[str, str], options: tuple[str, ...]) -> RunTool:
    def run(folder: Path, *arguments: str, exit_code: int = 0) -> str:
        command = [program, *arguments, *options]
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, timeout=_SECONDS
        )
        output = done.stdout + done.stderr
        assert done.returncode == exit_code, f"{' '.join(command)} ended with {done.returncode}:\n{output}"
        return output

    return run


def _environment(workspace: LocalWorkspace) -> dict[str, str]:
    return workspace.isolated_environment(_terraform_environment())


def _terraform_environment() -> dict[str, str]:
    """Leave out a configuration file that is not there: Terraform warns of it on every call."""
    file = os.environ.get("TF_CLI_CONFIG_FILE")
    unusable = file is not None and not Path(file).is_file()
    kept = {name: value for name, value in os.environ.items() if name != "TF_CLI_CONFIG_FILE" or not unusable}
    return {**kept, "CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"}


def _found(name: str) -> str:
    return shutil.which(name) or _missing(f"{name} is not on PATH")


def _missing(reason: str) -> str:
    if os.environ.get("BRICKFORM_E2E") == "required":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
