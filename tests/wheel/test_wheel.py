"""What a user gets: the wheel, made from the sdist, in an environment of its own and used elsewhere."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "dbt_shop"


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    done = subprocess.run(
        command, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    dist = tmp_path_factory.mktemp("dist")
    run(
        sys.executable,
        "-m",
        "uv",
        "build",
        "--quiet",
        "--no-build-isolation",
        "--python",
        sys.executable,
        "-o",
        dist,
    )
    (built,) = dist.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def brickform(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the console script of an environment that holds the wheel and its dependencies, nothing else."""
    environment = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", environment)
    run(sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", environment, wheel)
    return environment / "bin" / "brickform"


def test_wheel_holds_code_schema_and_templates_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {"brickform/py.typed", "brickform/_data/schema/model.schema.json"} <= set(names)
    for folder in ("schema", "templates"):
        shipped = {name for name in names if name.startswith(f"brickform/_data/{folder}/")}
        kept = {
            f"brickform/_data/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / folder).rglob("*.*")
        }
        assert shipped == kept
    assert {name.split("/")[0].split("-")[0] for name in names} == {"brickform"}


def test_version(brickform: Path, wheel: Path) -> None:
    assert wheel.name.split("-")[1] in run(brickform, "--version")


def test_validates_a_project_from_another_folder(brickform: Path, tmp_path: Path) -> None:
    run(brickform, "validate", EXAMPLE, cwd=tmp_path)


@pytest.mark.parametrize("output", ["terraform", "bundle"])
def test_generates_from_another_folder(brickform: Path, tmp_path: Path, output: str) -> None:
    run(brickform, "generate", output, EXAMPLE, "--output-dir", "out", cwd=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert any((tmp_path / "out").iterdir())


def test_the_mcp_server_names_the_extra_that_it_needs(brickform: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [str(brickform), "mcp", "--jobs", "1"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr == "error: the MCP server needs: pip install 'brickform[mcp]'\n"
