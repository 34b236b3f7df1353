"""Which job a word means: an id, a key of a file, a model of a project, or a name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from brickform.testing import LocalWorkspace
from brickform.testing.fixtures import local_workspace
from support.command import Outcome, brickform
from support.jobs import create_job, sent
from support.pointing import point_at, stop_clock

__all__ = ["local_workspace"]

TERRAFORM = {
    "orders": {"sensitive": False, "value": {"id": "41", "url": "https://x/#job/41"}},
    "plain": {"value": 7},
}
BUNDLE = {"resources": {"jobs": {"orders": {"id": "41", "name": "x"}, "new": {"name": "y"}}}}
PROJECT = """\
name: shop
targets: {{dev: {{default: true, host: "{host}", catalog: dev, schema: shop}}}}
models:
  - name: orders
    config: {{submission_method: workflow_job}}
  - name: adopted
    config: {{submission_method: workflow_job, python_job_config: {{existing_job_id: 77}}}}
  - name: once
    config: {{submission_method: serverless_cluster}}
"""


def job_id_of(done: Outcome) -> Any:
    assert done.code == 0, done.err
    return json.loads(done.out)["requests"][-1]["body"]["job_id"]


def dry_run(*arguments: str | Path) -> Outcome:
    return brickform("trigger", *arguments, "--dry-run", "--output-format", "json")


@pytest.fixture
def ids(tmp_path: Path) -> Path:
    return tmp_path / "ids.json"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / "models").mkdir(parents=True)
    (root / "brickform.yml").write_text(PROJECT.format(host="https://dev.example.com"))
    for name in ("orders", "adopted", "once"):
        (root / "models" / f"{name}.py").write_text("def model(dbt, session):\n    return session.range(1)\n")
    return root


@pytest.mark.parametrize("document", [TERRAFORM, BUNDLE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_key_of_a_file(ids: Path, document: dict[str, Any], encoding: str) -> None:
    ids.write_bytes(json.dumps(document).encode(encoding))
    assert job_id_of(dry_run("orders", "--ids", ids)) == 41


def test_an_output_that_is_the_id_itself(ids: Path) -> None:
    ids.write_text(json.dumps(TERRAFORM))
    assert job_id_of(dry_run("plain", "--ids", ids)) == 7


@pytest.mark.parametrize(
    ("content", "key", "message"),
    [
        (json.dumps(TERRAFORM), "ordrs", "has no job 'ordrs'; did you mean 'orders'?"),
        (json.dumps(TERRAFORM), "xxxxxxxx", "has no job 'xxxxxxxx'; there are: orders, plain"),
        (json.dumps(BUNDLE), "new", "the job 'new' of "),
        ("{", "orders", "is not JSON: give what `terraform output -json` or"),
        ("[]", "orders", "holds no ids of jobs"),
        ("{}", "orders", "holds no ids of jobs"),
        ('{"resources": []}', "orders", "holds no ids of jobs"),
        ('{"a": {"value": true}, "b": null}', "a", "holds no ids of jobs"),
    ],
)
def test_a_file_that_does_not_help(ids: Path, content: str, key: str, message: str) -> None:
    ids.write_text(content)
    done = dry_run(key, "--ids", ids)
    assert done.code == 2
    assert message in done.err


def test_a_model_of_a_project(project: Path) -> None:
    for word in ("orders", "model.shop.orders"):
        assert job_id_of(dry_run(word, "--project", project)) == "<id of dbt__dev-shop-orders>"
    assert job_id_of(dry_run("once", "--project", project)) == "<id of dbt__dev-shop-once>"


def test_an_adopted_job_is_known_by_its_id(project: Path) -> None:
    assert job_id_of(dry_run("adopted", "--project", project)) == 77


def test_the_project_in_the_current_folder(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    assert job_id_of(dry_run("orders")) == "<id of dbt__dev-shop-orders>"
    assert job_id_of(dry_run("some name")) == "<id of some name>"


def test_a_project_with_errors_ends_it(project: Path) -> None:
    (project / "brickform.yml").write_text("nme: x\n")
    done = dry_run("orders", "--project", project)
    assert (done.code, done.out) == (1, "")
    assert "error[BF" in done.err


def test_the_workspace_has_to_be_that_of_the_project(
    local_workspace: LocalWorkspace, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    point_at(local_workspace, monkeypatch)
    job_id = create_job(local_workspace, name="dbt__dev-shop-orders")
    before = len(local_workspace.requests)
    for arguments in (["orders"], [str(job_id)], [str(job_id), "-t", "dev"]):
        done = brickform("trigger", *arguments, "--project", project)
        assert done.code == 5
        wanted = "the project's target is https://dev.example.com, but the credentials are of "
        assert f"{wanted}{local_workspace.url}" in done.err
    assert [request.path for request in local_workspace.requests[before:] if "/api/" in request.path] == []


def test_a_run_of_a_model(
    local_workspace: LocalWorkspace, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    point_at(local_workspace, monkeypatch)
    stop_clock(monkeypatch)
    (project / "brickform.yml").write_text(PROJECT.format(host=f"{local_workspace.url}/"))
    job_id = create_job(local_workspace, name="dbt__dev-shop-orders")
    done = brickform("trigger", "orders", "--project", project)
    assert done.code == 0
    assert sent(local_workspace, "/run-now")[0].body["job_id"] == job_id


def test_a_misspelt_model(
    local_workspace: LocalWorkspace, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    point_at(local_workspace, monkeypatch)
    (project / "brickform.yml").write_text(PROJECT.format(host=local_workspace.url))
    done = brickform("trigger", "ordrs", "--project", project)
    assert done.code == 5
    assert done.err.splitlines()[-2:] == [
        "error: there is no job named 'ordrs', or you may not see it",
        "  help: did you mean 'orders'?",
    ]
