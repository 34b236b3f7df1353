"""A typo in ``model-paths`` would take every job away: it does not pass silently."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from brickform.diagnostics import Diagnostics
from brickform.read.project import Project

ReadFiles = Callable[[Mapping[str, str]], tuple[Project | None, Diagnostics]]
MODEL = "def model(dbt, session):\n    return session.range(1)\n"


@pytest.mark.parametrize("file", ["dbt_project.yml", "brickform.yml"])
@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ("[models]", []),
        ("[model]", [("BF488", "did you mean 'models'?")]),
        ("[x, y]", [("BF488", "create it, or take it out of 'model-paths'")] * 2),
        ("[models, features]", [("BF485", "create it, or take it out of 'model-paths'")]),
        ("[models/sub]", [("BF488", "did you mean 'models'?")]),
        ("[]", [("BF486", "Python models are .py files below the folders that 'model-paths' lists")]),
        ("[macros]", [("BF486", "Python models are .py files below 'macros'")]),
    ],
)
def test_a_listed_path_exists(
    read_files: ReadFiles, file: str, paths: str, expected: list[tuple[str, str]]
) -> None:
    text = f"name: shop\nmodel-paths: {paths}\n"
    _, found = read_files({file: text, "models/orders.py": MODEL, "macros/x.sql": ""})
    assert [(item.code.id, item.help) for item in found] == expected


def test_the_default_path_need_not_exist(read_files: ReadFiles) -> None:
    _, found = read_files({"dbt_project.yml": "name: shop\n"})
    assert [item.code.id for item in found] == ["BF486"]


def test_an_error_explains_a_missing_model_by_itself(read_files: ReadFiles) -> None:
    _, found = read_files({"dbt_project.yml": "name: shop\n", "models/orders.py": "def model(\n"})
    assert [item.code.id for item in found] == ["BF107"]


def test_the_paths_of_a_package_are_its_own(read_files: ReadFiles) -> None:
    package = "name: macros_only\nmodel-paths: [models]\n"
    files = {"dbt_project.yml": "name: shop\n", "models/orders.py": MODEL}
    _, found = read_files({**files, "dbt_packages/macros_only/dbt_project.yml": package})
    assert list(found) == []
