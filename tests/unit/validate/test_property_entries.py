from __future__ import annotations

from pathlib import Path

import pytest

from brickform.read.project import ModelFile, Project
from brickform.read.python_model import read_python_model
from brickform.validate import misplaced_configs
from support.resolved import CODE, sourced


def misplaced(entry: str, version: str | None = None) -> list[tuple[str, str]]:
    python, _ = read_python_model(CODE, "models/orders.py")
    assert python is not None
    model = ModelFile(
        name="orders",
        package="shop",
        path="models/orders.py",
        fqn=("shop", "orders"),
        python=python,
        properties=sourced(entry),
        version_properties=sourced(version) if version is not None else None,
    )
    project = Project(
        root=Path(), name="shop", dbt_project=None, brickform=None, profile=None, models=(model,)
    )
    return [(str(found.location), found.help) for found in misplaced_configs(project)]


def test_a_config_outside_config_is_a_warning_at_its_key() -> None:
    entry = "{name: orders, python_job_config: {}, config: {python_job_config: {}}}"
    assert misplaced(entry) == [("models/models.yml:1:16", "write 'python_job_config' under 'config'")]
    assert len(misplaced("{name: orders}", "{v: 1, packages: [a]}")) == 1


@pytest.mark.parametrize(
    "entry",
    [
        "{name: a, description: b, columns: [], tests: [], meta: {}, docs: {}, tags: [], group: g}",
        "{name: a, access: public, owner: me, max_retries: 2, versions: [], latest_version: 1}",
    ],
)
def test_what_dbt_or_the_user_has_there_is_none(entry: str) -> None:
    assert misplaced(entry) == []
