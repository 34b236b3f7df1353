"""Commands that take a model, where the model shares its job with others."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from brickform.emit.options import PER_FOLDER
from support.command import brickform
from support.examples import EXAMPLES
from support.trees import files_below

EXAMPLE = EXAMPLES / "grouped_job"
PYTHON = "def model(dbt, session):\n    return {}\n"
PROJECT = """\
name: shop
targets: {dev: {host: "https://dev.example.com", catalog: dev, schema: shop}}
defaults: {submission_method: workflow_job}
jobs:
  nightly:
    models: [orders, returns]
    job_cluster_config: {spark_version: 15.4.x-scala2.12, node_type_id: i3.xlarge, num_workers: 7}
    python_job_config: {existing_job_id: 77}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / "models").mkdir(parents=True)
    (root / "brickform.yml").write_text(PROJECT)
    for name, body in {"orders": "1", "returns": 'dbt.ref("orders")', "alone": "1"}.items():
        (root / "models" / f"{name}.py").write_text(PYTHON.format(body))
    return root


@pytest.mark.parametrize("word", ["nightly", "orders", "returns", "model.shop.returns"])
def test_trigger_takes_the_job_or_any_of_its_models(project: Path, word: str) -> None:
    done = brickform("trigger", word, "--project", project, "--dry-run", "--output-format", "json")
    assert done.code == 0, done.err
    assert json.loads(done.out)["requests"][-1]["body"]["job_id"] == 77


def test_submit_runs_the_one_model_on_the_cluster_of_its_job(project: Path) -> None:
    done = brickform("submit", "returns", "--project", project, "--dry-run", "--output-format", "json")
    assert done.code == 0, done.err
    (task,) = json.loads(done.out)["requests"][-1]["body"]["tasks"]
    assert task["new_cluster"]["num_workers"] == 7
    assert "/returns-" in task["notebook_task"]["notebook_path"]
    assert "depends_on" not in task


@pytest.mark.parametrize("output", ["terraform", "bundle"])
def test_a_selected_model_brings_its_whole_job(project: Path, tmp_path: Path, output: str) -> None:
    done = brickform("generate", output, project, "-s", "returns", "-o", tmp_path / "out")
    assert done.code == 0, done.err
    written = " ".join(files_below(tmp_path / "out"))
    assert re.search(r"\bnightly\.job\.", written)
    assert re.search(r"/orders\.py\b.*/returns\.py\b", written)
    assert "alone" not in written


def test_a_folder_of_a_bundle_holds_the_job(project: Path, tmp_path: Path) -> None:
    done = brickform("generate", "bundle", project, "--layout", PER_FOLDER, "-o", tmp_path / "out")
    assert done.code == 0, done.err
    text = files_below(tmp_path / "out")["resources/dev/shop.yml"]
    assert "nightly" in text
    assert "alone" in text


def test_ten_models_are_one_job_on_one_cluster_with_one_list_of_permissions() -> None:
    document = json.loads((EXAMPLE / "expected/terraform/prod/nightly.job.tf.json").read_text())
    resources = document["resource"]
    assert {kind: len(entries) for kind, entries in resources.items()} == {
        "databricks_job": 1,
        "databricks_notebook": 10,
        "databricks_permissions": 1,
    }
    job = resources["databricks_job"]["nightly"]
    assert len(job["job_cluster"]) == 1
    assert {task["job_cluster_key"] for task in job["task"]} == {"nightly"}
