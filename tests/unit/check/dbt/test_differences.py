"""That the table of differences is told where it applies; tests/e2e holds it against dbt itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from brickform.check.dbt.differences import braces_in_code, dbt_does_otherwise
from brickform.check.dbt.table import COMMAND, DIFFERENCES, METHODS, TASK_SETTINGS, WORKFLOW, Difference
from brickform.codes import DBT_DROPS, DBT_REFUSES
from brickform.compile.graph import ResourceGraph
from brickform.compile.keys import JOB_KEYS, OWN_KEYS
from brickform.diagnostics import Code
from brickform.validate.schema import known_keys
from support.dbt_examples import Config, base, examples
from support.resolved import DEV, model, project, sourced

README = Path(__file__).resolve().parents[4] / "README.md"
EMPTY = ResourceGraph("shop", DEV, (DEV,))


Told = list[tuple[str, str]]


def told(config: Config | str, *, is_dbt: bool = True, file: str = "models/models.yml") -> Told:
    written = sourced(config if isinstance(config, str) else json.dumps(config), file)
    resolved = project(model("{}")._replace(config=written), is_dbt=is_dbt)
    return [(item.code.id, item.summary) for item in dbt_does_otherwise(EMPTY, resolved)]


@pytest.mark.parametrize(
    ("row", "key", "method", "config"),
    [pytest.param(*example, id=f"{example[2]}-{example[1]}-{n}") for n, example in enumerate(examples())],
)
def test_each_row_is_told_for_each_of_its_keys(
    row: Difference, key: str, method: str, config: Config
) -> None:
    summary = f"dbt {row.dbt.format(repr(key.rpartition('.')[2]))}"
    assert (row.code.id, summary) in told(config)
    assert told(config, is_dbt=False) == []
    assert told(config, file="brickform.yml") == []


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("def model(dbt, session):\n    x = f'{{1}}'\n", "models/orders.py:2:11"),
        ("# {% raw %}\n", "models/orders.py:1:3"),
        ("x = {'a': {1: 2}}\n", None),
    ],
)
def test_braces_in_a_model_are_refused_by_dbt(code: str, place: str | None) -> None:
    one = model("{}", code=code)
    found = list(braces_in_code(EMPTY, project(one, is_dbt=True)))
    assert [str(item.location) for item in found] == ([] if place is None else [place])
    assert list(braces_in_code(EMPTY, project(one))) == []


@pytest.mark.parametrize("method", METHODS)
def test_nothing_is_told_of_a_plain_model(method: str) -> None:
    assert told(base(method)) == []


@pytest.mark.parametrize(
    "config",
    [
        "{submission_method: workflow_job, packages: [a], notebook_scoped_libraries: true}",
        "{submission_method: workflow_job, packages: [], additional_libs: []}",
        "{submission_method: workflow_job, cluster_id: a, python_job_config: {existing_job_id: '7'}}",
        "{submission_method: workflow_job, python_job_config: {queue: {enabled: true}, tags: {a: b}}}",
        "{submission_method: workflow_job, python_job_config: {grants: {view: [{group_name: a}]}}}",
        "{submission_method: workflow_job, python_job_config:"
        " {additional_task_settings: {notebook_task: {notebook_path: /x}, max_retries: 1}}}",
        "{submission_method: job_cluster, packages: [a], python_job_config: {timeout_seconds: 5}}",
        "{submission_method: all_purpose_cluster, create_notebook: true, http_path: x, packages: [a]}",
        "{submission_method: unheard_of, packages: [a]}",
        "{access_control_list: [{user_name: a, permission_level: CAN_VIEW}], create_notebook: true}",
    ],
)
def test_what_dbt_does_as_documented_is_not_told(config: str) -> None:
    assert told(config) == []


def test_the_rows_cover_every_setting_of_the_job_config() -> None:
    """A one-time run of dbt has a fate for every key; a workflow_job drops the settings of tasks."""
    known = {f"python_job_config.{key}" for key in known_keys()["python_job_config"]}
    sent = {"budget_policy_id", "environments", "timeout_seconds", "usage_policy_id"}
    of_a_run = {key for row in DIFFERENCES if "job_cluster" in row.methods for key in row.keys}
    assert known - of_a_run == {f"python_job_config.{key}" for key in sent}
    assert {key.partition(".")[2] for key in TASK_SETTINGS} == known_names() - JOB_KEYS - OWN_KEYS


def known_names() -> set[str]:
    return set(known_keys()["python_job_config"])


def test_the_methods_are_those_of_the_schema() -> None:
    assert {method.partition(" ")[0] for method in METHODS} == {
        *("workflow_job", "job_cluster", "serverless_cluster", "all_purpose_cluster")
    }
    assert METHODS[0] == COMMAND
    assert METHODS[-1] == WORKFLOW


FATES = {"dropped": DBT_DROPS, "refused": DBT_REFUSES, "fails": DBT_REFUSES}


def readme_rows() -> Iterator[tuple[str, Code]]:
    """Yield each key of the table in README.md with what becomes of it."""
    section = README.read_text(encoding="utf-8").partition("## Where it differs")[2].partition("\n## ")[0]
    for line in section.splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        fate = next((code for word, code in FATES.items() if len(cells) > 2 and word in cells[2]), None)
        if fate is not None:
            documented = cells[1].partition(" of ")[0].partition(" in ")[0]
            yield from ((key, fate) for key in re.findall(r"`(\w+)[`:]", documented))


def test_the_readme_says_what_the_table_says() -> None:
    rows = list(readme_rows())
    assert len(rows) >= 7
    assert [pair for pair in rows if not any(fits(row, *pair) for row in DIFFERENCES)] == []


def fits(row: Difference, key: str, fate: Code) -> bool:
    return row.code is fate and any(entry.rpartition(".")[2] == key for entry in row.keys)
