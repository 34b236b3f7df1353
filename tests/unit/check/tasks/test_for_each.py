from __future__ import annotations

import pytest

from support.resolved import check_models, model

LOOP = (
    "{{python_job_config: {{post_hook_tasks: [{{task_key: loop, {}"
    " for_each_task: {{inputs: '[1]', task: {{task_key: inner, {}}}}}}}]}}}}"
)


@pytest.mark.parametrize("setting", ["max_retries: 1,", "retry_on_timeout: true,", "libraries: [{jar: x}],"])
def test_what_belongs_to_the_inner_task(setting: str) -> None:
    found = check_models(model(LOOP.format(setting, "existing_cluster_id: c")))
    assert [item[0] for item in found] == ["BF451"]
    assert setting.partition(":")[0] in found[0][2]


@pytest.mark.parametrize(
    "setting", ["depends_on: [{task_key: inner_notebook}]", "for_each_task: {inputs: '[1]'}"]
)
def test_what_the_inner_task_cannot_have(setting: str) -> None:
    assert [item[0] for item in check_models(model(LOOP.format("", setting)))] == ["BF451"]


def test_a_right_loop() -> None:
    outer = "depends_on: [{task_key: inner_notebook}], run_if: ALL_DONE,"
    inner = "max_retries: 1, existing_cluster_id: c, libraries: [{jar: x}]"
    assert check_models(model(LOOP.format(outer, inner))) == []


def test_libraries_of_an_inner_task_need_a_cluster() -> None:
    assert [item[0] for item in check_models(model(LOOP.format("", "libraries: [{jar: x}]")))] == ["BF403"]
