"""What the table says of dbt-databricks is what the real one does, in a local workspace."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from databricks.sdk import WorkspaceClient

from brickform.check.dbt.table import METHODS, WORKFLOW, Difference
from brickform.codes import DBT_DIFFERS, DBT_REFUSES
from brickform.testing import LocalWorkspace
from support.dbt_examples import Config, base, examples
from support.dbt_process import DbtProcess

CHANGING = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|[0-9]{9,}")
"""Run names, contexts and ids, which are others in every run."""

Sent = list[dict[str, Any]]


class Dbt:
    """dbt-databricks, with an empty workspace for every model."""

    def __init__(self, process: DbtProcess, workspace: LocalWorkspace) -> None:
        self._process = process
        self._workspace = workspace

    def submit(self, config: Config) -> tuple[str | None, Sent]:
        """Return the error, if any, and what was sent."""
        self._workspace.state.jobs.clear()
        before = len(self._workspace.requests)
        error = self._process.submit(config)
        requests = self._workspace.requests[before:]
        sent = [{"call": f"{item.method} {item.path}", "body": item.body} for item in requests if item.body]
        return error, json.loads(CHANGING.sub("0", json.dumps(sent)))


@pytest.fixture(scope="module")
def dbt_submits(dbt_environment: Path) -> Iterator[Dbt]:
    with LocalWorkspace() as workspace:
        clusters = WorkspaceClient(host=workspace.url, token="t").clusters
        created = clusters.create(spark_version="15.4.x-scala2.12", node_type_id="i3.xlarge", num_workers=1)
        cluster = created.bind()["cluster_id"]
        with DbtProcess(dbt_environment / "python", workspace, cluster) as process:
            dbt = Dbt(process, workspace)
            dbt.submit(base(WORKFLOW))  # it asks once who it is
            yield dbt


@pytest.fixture(scope="module")
def plain(dbt_submits: Dbt) -> dict[str, Sent]:
    """Return what dbt sends for a model without any setting, by submission method."""
    answers = {method: dbt_submits.submit(base(method)) for method in METHODS}
    assert {method: error for method, (error, _) in answers.items() if error is not None} == {}
    return {method: sent for method, (_, sent) in answers.items()}


@pytest.mark.parametrize(
    ("row", "key", "method", "config"),
    [
        pytest.param(*example, id=f"{example[2]}-{example[1]}-{number}")
        for number, example in enumerate(examples())
        if example[0].code is not DBT_DIFFERS
    ],
)
def test_dbt_does_what_the_table_says(
    row: Difference, key: str, method: str, config: Config, dbt_submits: Dbt, plain: dict[str, Sent]
) -> None:
    error, sent = dbt_submits.submit(config)
    if row.code is DBT_REFUSES:
        assert error is not None, f"dbt takes {key}"
    else:
        assert (error, sent) == (None, plain[method]), f"dbt does not drop {key}"


def test_dbt_queues_its_own_runs(dbt_submits: Dbt) -> None:
    config = {**base(WORKFLOW), "python_job_config": {"queue": {"enabled": False}}}
    _, sent = dbt_submits.submit(config)
    assert [item["body"]["queue"] for item in sent if item["call"].endswith("run-now")] == [{"enabled": True}]


def test_dbt_loses_the_notebook(dbt_submits: Dbt) -> None:
    settings = {"notebook_task": {"base_parameters": {"a": "b"}}}
    config = {**base(WORKFLOW), "python_job_config": {"additional_task_settings": settings}}
    _, sent = dbt_submits.submit(config)
    (created,) = [item["body"] for item in sent if item["call"].endswith("jobs/create")]
    assert created["tasks"][0]["notebook_task"] == {"base_parameters": {"a": "b"}}


def test_dbt_restarts_python_on_an_old_runtime(dbt_submits: Dbt) -> None:
    config = [item[3] for item in examples() if item[1:3] == ("notebook_scoped_libraries", WORKFLOW)][-1]
    _, sent = dbt_submits.submit(config)
    (notebook,) = [item["body"]["content"] for item in sent if item["call"].endswith("workspace/import")]
    assert "restartPython()" in base64.b64decode(notebook).decode()


@pytest.mark.parametrize("code", ["x = f'{{1}}'", "# {{job.id}}"])
def test_dbt_refuses_braces_in_a_model(code: str, tmp_path: Path, dbt: Callable[..., str]) -> None:
    output = {"type": "databricks", "schema": "s", "host": "h", "http_path": "/sql/1.0/x", "token": "t"}
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "orders.py").write_text(f"def model(dbt, session):\n    {code}\n    return 1\n")
    (tmp_path / "dbt_project.yml").write_text("name: shop\nconfig-version: 2\nprofile: shop\n")
    profile = {"shop": {"target": "dev", "outputs": {"dev": output}}}
    (tmp_path / "profiles.yml").write_text(json.dumps(profile))
    assert "No jinja in python model code" in dbt(tmp_path, "parse", "--profiles-dir", ".", exit_code=2)
