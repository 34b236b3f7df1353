"""Runs as the Jobs API tells of them, with ``state`` (deprecated) and ``status``."""

from __future__ import annotations

from copy import deepcopy

from brickform.testing.local_workspace import returned_settings
from brickform.testing.local_workspace.current_user import WORKSPACE_ID
from brickform.testing.local_workspace.runs.model import Round, Run, TaskRun
from brickform.testing.local_workspace.runs.outcome import CANCELED
from brickform.testing.local_workspace.runs.script import Ending
from brickform.testing.local_workspace.state import Json

_QUEUED_FOR = "Queued due to reaching maximum concurrent runs for the job."
_STATUS = {"WAITING_FOR_RETRY": "WAITING", "SKIPPED": "TERMINATED", "INTERNAL_ERROR": "TERMINATED"}


def run(found: Run, host: str) -> Json:
    """Return a run without its tasks."""
    described: Json = {
        "job_id": found.job_id,
        "run_id": found.run_id,
        "number_in_job": found.run_id,
        "original_attempt_run_id": found.run_id,
        "job_run_id": found.run_id,
        "creator_user_name": found.creator,
        "run_name": found.name,
        "run_page_url": _page(host, found.job_id, found.run_id),
        "run_type": found.run_type,
        "trigger": "ONE_TIME",
        "format": "MULTI_TASK",
        **_states(found.ending, _state(found)),
        **_times(found.start_time, found.end_time),
    }
    for name in ("git_source", "description", "job_clusters", "job_parameters"):
        if found.settings.get(name):
            described[name] = deepcopy(found.settings[name])
    if found.parameters:
        described["overriding_parameters"] = deepcopy(found.parameters)
    if found.settings.get("performance_target"):
        described["effective_performance_target"] = found.settings["performance_target"]
    return described


def attempt(found: TaskRun, of: Run, host: str) -> Json:
    """Return one attempt of a task, as an entry of ``tasks``."""
    settings = returned_settings.as_returned({"tasks": [found.settings], **_source(of)})["tasks"][0]
    if found.settings.get("existing_cluster_id"):
        settings["cluster_instance"] = {"cluster_id": found.settings["existing_cluster_id"]}
    return {
        **settings,
        "run_id": found.run_id,
        "attempt_number": found.attempt_number,
        "run_page_url": _page(host, of.job_id, found.run_id),
        **_states(found.ending, "TERMINATING" if of.cancelling and not found.ending else found.state),
        **_times(found.start_time, found.end_time),
    }


def task_run(found: TaskRun, of: Run, host: str) -> Json:
    """Return one attempt of a task as a run of its own: what runs/get answers to its id."""
    return {
        **run(of, host),
        "run_id": found.run_id,
        "number_in_job": found.run_id,
        "original_attempt_run_id": _first_attempt(found, of).run_id,
        "attempt_number": found.attempt_number,
        "run_name": found.task_key,
        "run_page_url": _page(host, of.job_id, found.run_id),
        "tasks": [attempt(found, of, host)],
        **_states(found.ending, found.state),
        **_times(found.start_time, found.end_time),
    }


def history(found: Run) -> list[Json]:
    """Return the original run and its repairs, oldest first."""
    return [_round(found, number, entry) for number, entry in enumerate(found.rounds)]


def _round(found: Run, number: int, entry: Round) -> Json:
    repair = {} if entry.repair_id is None else {"id": entry.repair_id}
    return {
        **repair,
        "type": "REPAIR" if repair else "ORIGINAL",
        "start_time": entry.start_time,
        "end_time": entry.end_time,
        **_states(entry.ending, found.state),
        "task_run_ids": [one.run_id for one in found.of_round(number)],
    }


def _first_attempt(found: TaskRun, of: Run) -> TaskRun:
    return next(one for one in of.attempts if one.task_key == found.task_key)


def _source(of: Run) -> Json:
    return {"git_source": of.settings["git_source"]} if of.settings.get("git_source") else {}


def _state(found: Run) -> str:
    if found.cancelling:
        return "TERMINATING"
    return "QUEUED" if found.queued else found.state


def _states(ending: Ending | None, state: str) -> Json:
    if ending is None:
        status: Json = {"state": _STATUS.get(state, state)}
        before: Json = {"life_cycle_state": state, "state_message": "", "user_cancelled_or_timedout": False}
        if state == "QUEUED":
            before["queue_reason"] = _QUEUED_FOR
            status["queue_details"] = {"code": "MAX_CONCURRENT_RUNS_REACHED", "message": _QUEUED_FOR}
        return {"state": before, "status": status}
    details = {"code": ending.code, "type": ending.type, "message": ending.message}
    after = {
        "life_cycle_state": ending.life_cycle_state,
        "result_state": ending.result_state,
        "state_message": ending.message,
        "user_cancelled_or_timedout": ending.result_state in (CANCELED.result_state, "TIMEDOUT"),
    }
    return {
        "state": _without_none(after),
        "status": {
            "state": _STATUS.get(ending.life_cycle_state, ending.life_cycle_state),
            "termination_details": _without_none(details),
        },
    }


def _without_none(described: Json) -> Json:
    return {name: value for name, value in described.items() if value is not None}


def _times(start: int, end: int) -> Json:
    lasted = max(0, end - start)
    return {
        "start_time": start,
        "end_time": end,
        "setup_duration": 0,
        "execution_duration": lasted,
        "cleanup_duration": 0,
        "run_duration": lasted,
    }


def _page(host: str, job_id: int, run_id: int) -> str:
    return f"{host}?o={WORKSPACE_ID}#job/{job_id}/run/{run_id}"
