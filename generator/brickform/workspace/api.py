"""The Python API: start, watch and stop runs from a service, in the words of the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from brickform.workspace.cancel import cancel_run, end_overdue_run
from brickform.workspace.client import Workspace
from brickform.workspace.job_names import as_job
from brickform.workspace.parameters import Parameters
from brickform.workspace.runs import Run
from brickform.workspace.start import Started
from brickform.workspace.trigger import RunRequest, Trigger
from brickform.workspace.wait import OnChange, WaitTimeoutError, wait_for_run


def trigger(
    job: int | str,
    *,
    job_parameters: Mapping[str, str] | None = None,
    notebook_params: Mapping[str, str] | None = None,
    python_params: Sequence[str] = (),
    python_named_params: Mapping[str, str] | None = None,
    jar_params: Sequence[str] = (),
    sql_params: Mapping[str, str] | None = None,
    pipeline_params: Mapping[str, Any] | None = None,
    dbt_commands: Sequence[str] = (),
    spark_submit_params: Sequence[str] = (),
    only: Sequence[str] = (),
    queue: bool | None = None,
    performance_target: str | None = None,
    idempotency_key: str | None = None,
    workspace: Workspace | None = None,
) -> Started:
    """Start a run of a job and return at once; ``wait`` tells how it ends.

    ``job`` is an id (digits, also as text) or the exact name of a job. Parameters are those of the API's
    ``run-now``; ``notebook_params`` go as job parameters where the job declares parameters. The request
    carries ``idempotency_key`` (at most 64 characters), or a new one for each call: however often it has
    to be sent, it starts one run. Calls with one key start one run between them, and those that come after
    the first get ``reused=True``.

    Raises UsageError for what the API would refuse, and WorkspaceError. After a WorkspaceError with
    ``may_be_done`` the run may have been started.
    """
    parameters = Parameters(
        job_parameters=job_parameters or {},
        notebook_params=notebook_params or {},
        python_params=python_params,
        python_named_params=python_named_params or {},
        jar_params=jar_params,
        sql_params=sql_params or {},
        pipeline_params=pipeline_params or {},
        dbt_commands=dbt_commands,
        spark_submit_params=spark_submit_params,
    )
    request = RunRequest(
        parameters=parameters, only=tuple(only), queue=queue, performance_target=performance_target
    )
    asked = Trigger(as_job(job), request, idempotency_key)
    return asked.prepare(workspace or Workspace()).carry_out()


def wait(
    run: int | Started,
    *,
    timeout: float | None = None,
    on_timeout: Literal["cancel", "detach"] = "detach",
    on_change: OnChange | None = None,
    workspace: Workspace | None = None,
) -> Run:
    """Return a run when it has ended; ``outcome`` says how, and a state of an unknown name is "unknown".

    Without ``timeout`` (seconds) there is no limit. When the time is over, the run is cancelled or left
    alone, as ``on_timeout`` says (a reused one is always left alone), and WaitTimeoutError is raised with
    the run as it was seen last. ``on_change`` is called with the run whenever it has changed. Raises
    WorkspaceError when the workspace refuses to show the run, or is out of reach for an hour.
    """
    used, run_id = workspace or Workspace(), _run_id(run)
    repair_id = run.repair_id if isinstance(run, Started) else None
    try:
        return wait_for_run(used, run_id, repair_id=repair_id, timeout=timeout, on_change=on_change)
    except WaitTimeoutError:
        if on_timeout == "detach" or (isinstance(run, Started) and run.reused):
            raise
    return end_overdue_run(used, run_id, on_change)


def cancel(run: int | Started, *, timeout: float | None = None, workspace: Workspace | None = None) -> Run:
    """Cancel a run and return it when it has ended; one that had ended before is returned as it is.

    Raises WaitTimeoutError when it goes on ``timeout`` seconds later all the same, and WorkspaceError.
    """
    return cancel_run(workspace or Workspace(), _run_id(run), timeout=timeout)


def _run_id(run: int | Started) -> int:
    return run.run_id if isinstance(run, Started) else run
