"""Which jobs a command lists: those of ``--jobs``, or those of brickform.yml."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from brickform.cli.listed_job_options import ListedJobsCall, WantedJobs, wanted_jobs
from brickform.errors import UsageError
from brickform.functions.listed_jobs import WantedJob

PROJECT = """\
name: shop
targets: {dev: {host: "https://dev.example.com", catalog: dev, schema: shop}}
models:
  - name: orders
    config: {submission_method: workflow_job, python_job_config: {parameters: [{name: day, default: ""}]}}
  - name: customers
    config: {submission_method: workflow_job}
functions:
  jobs:
    orders: {description: Builds orders., parameters: {day: DATE}}
    nightly:
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    (tmp_path / "brickform.yml").write_text(PROJECT)
    for name in ("orders", "customers"):
        (tmp_path / "models" / f"{name}.py").write_text(
            "def model(dbt, session):\n    return session.range(1)\n"
        )
    return tmp_path


def call(*jobs: str, project: Path | None = None, ids: Path | None = None) -> WantedJobs:
    return wanted_jobs(
        ListedJobsCall(
            jobs=jobs,
            profile=None,
            ids=str(ids) if ids else None,
            project=project,
            target=None,
            variables={},
            profiles_dir=None,
        )
    )


ORDERS = WantedJob("dbt__dev-shop-orders", "orders", "Builds orders.", {"day": "DATE"})


def test_the_jobs_of_the_project(project: Path) -> None:
    assert call(project=project) == WantedJobs((ORDERS, WantedJob("nightly")), "https://dev.example.com")


def test_only_the_jobs_that_are_named(project: Path) -> None:
    assert call("customers", "7", project=project).jobs == (
        WantedJob("dbt__dev-shop-customers", "customers"),
        WantedJob(7),
    )


def test_ids_of_a_file(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    ids = tmp_path / "ids.json"
    ids.write_text(json.dumps({"orders": {"value": {"id": "41"}}}))
    assert call("orders", ids=ids) == WantedJobs((ORDERS._replace(job=41),), None)


def test_no_job_is_listed(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no job is listed"):
        call(project=tmp_path)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{orders: {parameters: {day: DAY}}}", "'day' cannot be 'DAY'"),
        ("{orders: {params: {}}}", "did you mean 'parameters'?"),
        ("[orders]", "functions.jobs"),
    ],
)
def test_wrong_settings_are_shown_at_their_line(
    tmp_path: Path, written: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "brickform.yml").write_text(f"name: shop\nfunctions: {{jobs: {written}}}\n")
    with pytest.raises(click.exceptions.Exit):
        call("7", project=tmp_path)
    report = capsys.readouterr().err
    assert said in report
    assert "brickform.yml:2:" in report


def test_a_template_is_no_type(tmp_path: Path) -> None:
    text = "name: shop\nfunctions: {jobs: {orders: {parameters: {day: \"{{ var('t') }}\"}}}}\n"
    (tmp_path / "brickform.yml").write_text(text)
    with pytest.raises(
        UsageError, match=r"brickform.yml:2:47: the type of 'day' is .* write 'STRING', 'BOOL"
    ):
        call("7", project=tmp_path)
