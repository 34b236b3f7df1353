"""Calls with faults on every request: one run each, every outcome reported right, nothing left running.

``make chaos`` makes 2,000 calls, ``make test`` 200.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from brickform.testing import Ending, LocalWorkspace, RunScript, ends, fails, never_ends, succeeds, times_out
from brickform.workspace import jobs_api
from brickform.workspace.api import cancel, trigger, wait
from brickform.workspace.client import Workspace
from brickform.workspace.errors import Trouble
from brickform.workspace.repair import Repair, RepairRequest
from brickform.workspace.retries import Retries
from brickform.workspace.start import Start, Started, new_token
from brickform.workspace.states import Outcome
from support.fake_clock import FakeClock
from support.jobs import create_job, task

CALLS = int(os.environ.get("BRICKFORM_CHAOS_CALLS", "200"))
FAULT_RATE = 0.3
ENDS = (
    (succeeds("done"), Outcome.SUCCEEDED),
    (fails("ValueError: no rows"), Outcome.FAILED),
    (times_out(), Outcome.TIMED_OUT),
    (ends(Ending("TERMINATED", "A_NEW_WORD", "", "A_NEW_CODE", "A_NEW_TYPE")), Outcome.UNKNOWN),
)


@dataclass
class Chaos:
    """Makes calls of every kind, and keeps what has to be true of the workspace afterwards."""

    local: LocalWorkspace
    workspace: Workspace
    job_id: int
    chance: random.Random
    runs: set[int] = field(default_factory=set)
    repairs: Counter[int] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)

    def call(self) -> None:
        kinds: list[Callable[[], None]] = [
            self.run,
            self.run,
            self.run,
            self.submit,
            self.cancel,
            self.repair,
        ]
        kind = self.chance.choice(kinds)
        kind()
        self.done[kind.__name__] += 1

    def run(self) -> None:
        attempt, outcome = self.chance.choice(ENDS)
        self.local.script_runs(self.job_id, RunScript(other_tasks=attempt))
        assert self.end_of(trigger(self.job_id, workspace=self.workspace)) is outcome

    def submit(self) -> None:
        name = f"once {len(self.runs)}"
        attempt, outcome = self.chance.choice(ENDS)
        self.local.script_runs(name, RunScript(other_tasks=attempt))
        body = {"run_name": name, "tasks": [task("main")], "idempotency_token": new_token()}
        assert self.end_of(Start(self.workspace, jobs_api.submit(body), None).carry_out()) is outcome

    def cancel(self) -> None:
        self.local.script_runs(self.job_id, RunScript(other_tasks=never_ends()))
        started = trigger(self.job_id, workspace=self.workspace)
        self.runs.add(started.run_id)
        assert cancel(started, workspace=self.workspace).outcome is Outcome.CANCELLED

    def repair(self) -> None:
        self.local.script_runs(
            self.job_id, RunScript(other_tasks=[fails("first"), fails("again"), succeeds()])
        )
        started = trigger(self.job_id, workspace=self.workspace)
        assert self.end_of(started) is Outcome.FAILED
        for outcome in (Outcome.FAILED, Outcome.SUCCEEDED):
            repaired = Repair(self.workspace, started.run_id, RepairRequest()).carry_out()
            self.repairs[started.run_id] += 1
            assert self.end_of(repaired) is outcome

    def end_of(self, started: Started) -> Outcome | None:
        self.runs.add(started.run_id)
        return wait(started, workspace=self.workspace).outcome


@pytest.mark.parametrize("seed", range(2))
def test_one_run_for_each_call(
    local_workspace: LocalWorkspace, environment: None, clock: FakeClock, seed: int
) -> None:
    job_id = create_job(local_workspace, task("main"), max_concurrent_runs=1000)
    local_workspace.inject_at_random(seed, rate=FAULT_RATE)
    troubles: Counter[Trouble] = Counter()
    workspace = Workspace(
        retries=Retries(clock=clock, chance=random.Random(seed)),
        on_retry=lambda error, pause: troubles.update([error.trouble]),
    )
    chaos = Chaos(local_workspace, workspace, job_id, random.Random(seed))
    for _ in range(CALLS // 2):
        chaos.call()
    runs = local_workspace.state.runs
    repairs = {run_id: len(run.rounds) - 1 for run_id, run in runs.items() if len(run.rounds) > 1}
    assert (set(runs), repairs) == (chaos.runs, dict(chaos.repairs))
    assert [run.run_id for run in runs.values() if run.active] == []
    assert (sum(chaos.done.values()), len(chaos.done)) == (CALLS // 2, 4)
    assert troubles.keys() == {Trouble.THROTTLED, Trouble.UNAVAILABLE, Trouble.REPLY_LOST}
    assert troubles.total() > CALLS // 2
