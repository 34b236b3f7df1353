"""Runs tasks of an ended run again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from brickform.workspace import jobs_api
from brickform.workspace.api_request import ApiRequest
from brickform.workspace.client import Workspace
from brickform.workspace.errors import Trouble, WorkspaceError
from brickform.workspace.runs import Run, read_run
from brickform.workspace.start import Started
from brickform.workspace.states import Outcome
from brickform.workspace.wait import get_run

_MOST_ATTEMPTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairRequest:
    """What to run again, and with which parameters other than those of the run."""

    tasks: tuple[str, ...] = ()
    """Task keys; none for all tasks that failed."""
    with_dependent: bool = False
    """Also the tasks that depend on these."""
    job_parameters: Mapping[str, str] = field(default_factory=dict)

    def body(self, run: Run) -> dict[str, Any]:
        """Return the request for a run as it is now; parameters that are not sent would be the defaults."""
        body: dict[str, Any] = {"run_id": run.run_id, **run.overriding}
        if self.tasks:
            body["rerun_tasks"] = list(dict.fromkeys(self.tasks))
        else:
            body["rerun_all_failed_tasks"] = True
        if self.with_dependent:
            body["rerun_dependent_tasks"] = True
        if run.job_parameters or self.job_parameters:
            body["job_parameters"] = {**run.job_parameters, **self.job_parameters}
        if run.repairs:
            body["latest_repair_id"] = run.repairs[-1].repair_id
        return body

    def dry_run(self, run_id: int) -> list[ApiRequest]:
        """Return the requests in the order of sending, as if the run had neither parameters nor repairs."""
        untouched = read_run({"run_id": run_id})
        return [jobs_api.get_run(run_id, history=True), jobs_api.repair_run(self.body(untouched))]


class Repair:
    """One intention to repair a run. The API has no token for it: after a lost reply the history is read.

    A second copy is sent only where the history does not show the first. ``latest_repair_id`` and the rule
    that a run must have ended make the workspace refuse it if the first was carried out after all.
    """

    def __init__(self, workspace: Workspace, run_id: int, request: RepairRequest) -> None:
        self.was_sent = False
        self._workspace = workspace
        self._run_id = run_id
        self._request = request
        self._before: Run | None = None

    def carry_out(self) -> Started:
        """Return the repair. Raises WorkspaceError; one with ``may_be_done`` leaves open whether it runs."""
        run = self._before = self._read()
        self._check(run)
        request = jobs_api.repair_run(self._request.body(run))
        for attempt in range(1, _MOST_ATTEMPTS + 1):
            self.was_sent = True
            try:
                return self._started(int(self._workspace.send(request)["repair_id"]))
            except WorkspaceError as error:
                found = self._look_for(error, attempt)
                if found is not None:
                    return found
                if attempt == _MOST_ATTEMPTS or not error.trouble.may_be_done:
                    raise
                pause = self._workspace.retries.pause(error, attempt)
            self._workspace.retries.clock.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def find_out(self) -> Started | None:
        """Return the repair that the history shows beyond those of before, if there is one."""
        known = {repair.repair_id for repair in self._before.repairs} if self._before is not None else set()
        new = [repair.repair_id for repair in self._read().repairs if repair.repair_id not in known]
        return self._started(new[0]) if new else None

    def what_may_go_on(self) -> str:
        return f"run {self._run_id} may be repaired: brickform runs status {self._run_id}"

    def _look_for(self, error: WorkspaceError, attempt: int) -> Started | None:
        """Look whether what failed was carried out all the same, by this copy or an earlier one."""
        error.may_be_done = error.may_be_done or attempt > 1
        if not error.may_be_done:
            return None
        try:
            return self.find_out()
        except WorkspaceError:
            raise error from None

    def _read(self) -> Run:
        return get_run(self._workspace, self._run_id, history=True)

    def _started(self, repair_id: int) -> Started:
        job_id = self._before.job_id if self._before is not None else None
        return Started(self._run_id, job_id, repair_id=repair_id)

    def _check(self, run: Run) -> None:
        if run.outcome is None:
            raise WorkspaceError(
                Trouble.REFUSED,
                f"run {run.run_id} goes on: only a run that has ended can be repaired",
                help=f"wait for it: brickform runs status {run.run_id} --wait",
            )
        unknown = sorted(set(self._request.tasks) - {task.key for task in run.tasks})
        if unknown:
            keys = ", ".join(task.key for task in run.tasks)
            raise WorkspaceError(
                Trouble.REFUSED, f"run {run.run_id} has no task '{unknown[0]}'", help=f"it has: {keys}"
            )
        if not self._request.tasks and run.outcome is Outcome.SUCCEEDED:
            raise WorkspaceError(
                Trouble.REFUSED,
                f"run {run.run_id} succeeded: no task has failed",
                help="name the tasks to run again with --task",
            )
