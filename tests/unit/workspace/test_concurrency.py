"""Many triggers at once from one process."""

from __future__ import annotations

import gc
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

from brickform.testing import LocalWorkspace
from brickform.workspace.api import trigger, wait
from brickform.workspace.client import Workspace
from brickform.workspace.runs import Run
from support.jobs import create_job, sent

CALLS = 200
FLAT = 200_000
"""Bytes that a second batch may leave behind: caches settle, results do not pile up."""


def run_all(workspace: Workspace, job_id: int) -> list[Run]:
    def one(_: int) -> Run:
        return wait(trigger(job_id, workspace=workspace), workspace=workspace)

    with ThreadPoolExecutor(50) as threads:
        return list(threads.map(one, range(CALLS)))


def test_no_run_twice_and_no_result_lost(local_workspace: LocalWorkspace, workspace: Workspace) -> None:
    job_id = create_job(local_workspace, max_concurrent_runs=1000)
    local_workspace.inject_at_random(7, rate=0.1, path="jobs/run-now")
    runs = run_all(workspace, job_id)
    assert all(run.succeeded for run in runs)
    assert len({run.run_id for run in runs}) == CALLS
    assert local_workspace.state.runs.keys() == {run.run_id for run in runs}


def test_one_key_for_all(local_workspace: LocalWorkspace, workspace: Workspace) -> None:
    job_id = create_job(local_workspace)
    local_workspace.inject_at_random(7, rate=0.1, path="jobs/run-now")
    with ThreadPoolExecutor(50) as threads:
        started = list(
            threads.map(lambda _: trigger(job_id, idempotency_key="k", workspace=workspace), range(50))
        )
    assert len({one.run_id for one in started}) == len(local_workspace.state.runs) == 1


def test_memory_stays_flat(local_workspace: LocalWorkspace, workspace: Workspace) -> None:
    job_id = create_job(local_workspace, max_concurrent_runs=1000)
    ours = [tracemalloc.Filter(True, "*/brickform/workspace/*")]
    tracemalloc.start()
    try:
        run_all(workspace, job_id)
        gc.collect()
        before = tracemalloc.take_snapshot().filter_traces(ours)
        run_all(workspace, job_id)
        gc.collect()
        after = tracemalloc.take_snapshot().filter_traces(ours)
    finally:
        tracemalloc.stop()
    assert sum(change.size_diff for change in after.compare_to(before, "filename")) < FLAT
    assert len(sent(local_workspace, "/run-now")) == 2 * CALLS
