"""Runs from the state file."""

from __future__ import annotations

from brickform.testing.local_workspace.runs.model import Json, Round, Run, TaskRun
from brickform.testing.local_workspace.runs.script import Attempt, Ending


def run(saved: Json) -> Run:
    """Build a run from what ``dataclasses.asdict`` made of it."""
    return Run(
        **{
            **saved,
            "ending": _ending(saved["ending"]),
            "scripted_ending": _ending(saved["scripted_ending"]),
            "scripts": {key: [_script(one) for one in scripts] for key, scripts in saved["scripts"].items()},
            "attempts": [_attempt(one) for one in saved["attempts"]],
            "rounds": [Round(**{**one, "ending": _ending(one["ending"])}) for one in saved["rounds"]],
        }
    )


def _attempt(saved: Json) -> TaskRun:
    parts = {"script": _script(saved["script"]), "ending": _ending(saved["ending"])}
    return TaskRun(**{**saved, **parts})


def _script(saved: Json) -> Attempt:
    parts = {"states": tuple(saved["states"]), "ending": _ending(saved["ending"])}
    return Attempt(**{**saved, **parts})


def _ending(saved: Json | None) -> Ending | None:
    return None if saved is None else Ending(**saved)
