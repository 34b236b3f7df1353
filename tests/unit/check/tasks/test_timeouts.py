from __future__ import annotations

from support.resolved import checked, model


def codes(job: str, task: str = "") -> list[str]:
    config = f"{{python_job_config: {{{job} additional_task_settings: {{{task}}}}}}}"
    return [item.code.id for item in checked(model(config))]


def test_zero_is_no_timeout() -> None:
    assert codes("timeout_seconds: 0,") == ["BF460"]
    assert codes("", "timeout_seconds: 0") == ["BF460"]
    assert codes("timeout_seconds: 60,", "timeout_seconds: 60") == []


def test_a_task_has_no_more_time_than_its_job() -> None:
    assert codes("timeout_seconds: 60,", "timeout_seconds: 61") == ["BF461"]
    assert codes("timeout_seconds: 0,", "timeout_seconds: 61") == ["BF460"]
    assert codes("", "timeout_seconds: 61") == []
