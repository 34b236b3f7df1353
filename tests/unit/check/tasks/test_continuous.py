from __future__ import annotations

import pytest

from support.resolved import check_models, model

HOOK = "post_hook_tasks: [{task_key: t, depends_on: [{task_key: inner_notebook}]}]"


@pytest.mark.parametrize("setting", ["max_retries: 2", "max_retries: -1", "max_concurrent_runs: 2", HOOK])
def test_what_a_continuous_job_cannot_use(setting: str) -> None:
    continuous = f"{{python_job_config: {{continuous: {{}}, {setting}}}}}"
    assert [item[0] for item in check_models(model(continuous))] == ["BF462"]
    assert check_models(model(f"{{python_job_config: {{{setting}}}}}")) == []


@pytest.mark.parametrize(
    "setting", ["max_retries: 0", "max_concurrent_runs: 1", "post_hook_tasks: [{task_key: t}]"]
)
def test_what_it_can(setting: str) -> None:
    assert check_models(model(f"{{python_job_config: {{continuous: {{}}, {setting}}}}}")) == []
