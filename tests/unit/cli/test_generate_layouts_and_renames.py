from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
MakeProject = Callable[..., Path]

CONFIG = """\
name: shop
defaults: {submission_method: workflow_job}
models:
  - name: orders
  - name: customers
  - name: visits
targets:
  dev: {catalog: dev, schema: shop}
"""
CODE = "def model(dbt, session):\n    return session.table('%s')\n"


@pytest.fixture
def project(make_project: MakeProject) -> Path:
    models = {"marts/orders": "a", "marts/customers": "b", "web/visits": "c"}
    files = {f"models/{path}.py": CODE % table for path, table in models.items()}
    return make_project({"brickform.yml": CONFIG, **files})


def resources(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in (folder / "resources" / "dev").iterdir()}


def configure(project: Path, old: str, new: str) -> None:
    config = project / "brickform.yml"
    assert old in config.read_text()
    config.write_text(config.read_text().replace(old, new))


def rename(project: Path, old: str, new: str, config: str = "{}") -> None:
    configure(project, f"- name: {old}\n", f"- name: {new}\n    config: {config}\n")
    (project / "models" / "marts" / f"{old}.py").rename(project / "models" / "marts" / f"{new}.py")


def test_one_file_a_folder(run: Run, project: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("generate", "bundle", project, "-o", out, "--layout", "per-folder").code == 0
    assert sorted(resources(out)) == ["marts.yml", "web.yml"]
    assert run("generate", "bundle", project, "-o", out, "--layout", "per-folder", "--check").code == 0


def test_another_layout_stops_and_lists_what_would_go(run: Run, project: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("generate", "bundle", project, "-o", out, "--layout", "per-folder")
    stopped = run("generate", "bundle", project, "-o", out)
    assert stopped.code == 1
    assert "resources/dev/marts.yml" in stopped.err
    assert sorted(resources(out)) == ["marts.yml", "web.yml"]
    assert run("generate", "bundle", project, "-o", out, "--force").code == 0
    assert sorted(resources(out)) == ["customers.job.yml", "orders.job.yml", "visits.job.yml"]


def test_a_selection_writes_whole_folders(run: Run, project: Path, tmp_path: Path) -> None:
    out, fresh = tmp_path / "out", tmp_path / "fresh"
    layout = ("--layout", "per-folder")
    run("generate", "bundle", project, "-o", out, *layout)
    before = resources(out)
    configure(project, "workflow_job}", "workflow_job, python_job_config: {timeout_seconds: 60}}")
    assert run("generate", "bundle", project, "-o", out, *layout, "-s", "orders").code == 0
    after = resources(out)
    assert after["web.yml"] == before["web.yml"]
    assert after["marts.yml"].count("timeout_seconds: 60") == 2
    run("generate", "bundle", project, "-o", fresh, *layout, "-s", "orders")
    assert resources(fresh) == {"marts.yml": after["marts.yml"]}
    assert len(list((fresh / "src").rglob("*.py"))) == 2


@pytest.mark.parametrize(
    "arguments", [("terraform", "--layout", "per-folder"), ("bundle", "--layout", "one-file")]
)
def test_wrong_usage(run: Run, project: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert run("generate", *arguments, project, "-o", tmp_path / "out").code == 2


@pytest.mark.parametrize("format", ["terraform", "bundle"])
def test_a_rename_that_nobody_declared_is_a_warning_with_the_line_to_add(
    run: Run, project: Path, tmp_path: Path, format: str
) -> None:
    out = tmp_path / "out"
    run("generate", format, project, "-o", out)
    rename(project, "orders", "sales")
    for check in (["--check"], []):
        outcome = run("generate", format, project, "-o", out, *check)
        assert outcome.code == (3 if check else 0)
        assert "warning[BF605]" in outcome.err
        assert "previous_names: [orders]" in outcome.err
        assert "brickform.yml:4:" in outcome.err


@pytest.mark.parametrize("format", ["terraform", "bundle"])
def test_a_declared_rename_is_carried_out(run: Run, project: Path, tmp_path: Path, format: str) -> None:
    out = tmp_path / "out"
    run("generate", format, project, "-o", out)
    rename(project, "orders", "sales", "{previous_names: [orders]}")
    narrow = run("generate", format, project, "-o", out, "-s", "sales")
    assert (narrow.code, "error[BF606]" in narrow.err) == (1, True)
    outcome = run("generate", format, project, "-o", out)
    assert outcome.code == 0
    assert "BF605" not in outcome.err
    lock = json.loads((out / "brickform.lock.json").read_text())
    assert sorted(lock["targets"]["dev"]["jobs"]) == ["customers", "sales", "visits"]
    if format == "bundle":
        assert resources(out)["sales.renamed"] == "sales orders\n"
        assert f"before the deploy, for jobs that exist: {out}/adopt.sh -t dev" in outcome.out
