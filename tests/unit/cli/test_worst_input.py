"""What a stranger found: each ended in a traceback, a hang or somebody else's file on the screen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from support.command import brickform

PROJECT = "name: shop\ntargets: {dev: {catalog: main, schema: analytics}}\n"
MODEL = "def model(dbt, session):\n    return session.range(1)\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "models").mkdir(parents=True)
    (folder / "brickform.yml").write_text(PROJECT, encoding="utf-8")
    (folder / "models" / "orders.py").write_text(MODEL, encoding="utf-8")
    return folder


def test_a_link_out_of_the_project_is_not_shown(project: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.py").write_text("PASSWORD = 'never shown'", encoding="utf-8")
    (project / "models" / "linked.py").symlink_to(tmp_path / "secret.py")
    done = brickform("validate", project)
    assert done.code == 1
    assert "never shown" not in done.out + done.err


def test_a_pipe_is_an_error_and_no_wait(project: Path) -> None:
    os.mkfifo(project / "models" / "pipe.py")
    assert brickform("validate", project).code == 1


@pytest.mark.parametrize("where", ["python", "yaml"])
def test_an_endless_number_is_an_error(where: str, project: Path) -> None:
    number = "0x" + "f" * 4000
    if where == "python":
        code = MODEL.replace(
            "    return", f"    dbt.config(foo={number})\n    dbt.config.get('foo')\n    return"
        )
        (project / "models" / "orders.py").write_text(code, encoding="utf-8")
    else:
        config = f"models: [{{name: orders, config: {{python_job_config: {{tags: {{a: {number}}}}}}}}}]"
        (project / "models" / "models.yml").write_text(config, encoding="utf-8")
    assert brickform("validate", project).code == 1


def test_a_lock_file_nested_too_deeply(project: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "brickform.lock.json").write_text("[" * 100_000, encoding="utf-8")
    done = brickform("generate", "bundle", project, "-o", tmp_path / "out")
    assert done.code == 1
    assert "BF603" in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("-o", ""),
        ("-o", "out", "-s", ""),
        ("-o", "out", "--module", 'my jobs"'),
        ("-o", "out", "--vars", "[" * 20_000),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    assert brickform("generate", "terraform", ".", *arguments).code == 2
    assert sorted(path.name for path in project.iterdir()) == ["brickform.yml", "models"]
