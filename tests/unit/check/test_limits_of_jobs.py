"""What several models make of one job, each of them within the limits."""

from __future__ import annotations

import pytest

from brickform.check.tasks.job_tasks import JobTasks, beyond_limits
from support.resolved import sourced


def job(count: int, key: str) -> JobTasks:
    task = sourced(f"task_key: {key}")
    return JobTasks("nightly", sourced("name: nightly"), (task,) * count, ())


@pytest.mark.parametrize(("count", "key"), [(1000, "a"), (1, "a" * 100)])
def test_a_job_at_its_limits(count: int, key: str) -> None:
    assert list(beyond_limits(job(count, key))) == []


def test_too_many_tasks() -> None:
    (found,) = beyond_limits(job(1001, "a"))
    assert found.summary == "the job 'nightly' has 1001 tasks, more than the 1000 that are allowed"


def test_a_key_that_is_too_long() -> None:
    (found,) = beyond_limits(job(1, "a" * 101))
    assert found.summary.endswith("has 101 characters, more than the 100 allowed")
