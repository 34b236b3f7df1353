"""Which tasks of a job a run or a repair is for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from brickform.testing.local_workspace.errors import invalid_parameter
from brickform.testing.local_workspace.state import Json

_Edges = dict[str, set[str]]


def only(tasks: list[Json], wanted: list[str] | None) -> set[str]:
    """Return the keys that ``only`` selects: ``t``, ``+t`` with all before it, ``t+`` with all after it."""
    upstream = _upstream(tasks)
    if not wanted:
        return set(upstream)
    selected: set[str] = set()
    for entry in wanted:
        key = entry.removeprefix("+").removesuffix("+")
        _check_known([key], upstream)
        selected |= {key}
        selected |= _reached([key], upstream) if entry.startswith("+") else set()
        selected |= _reached([key], _downstream(upstream)) if entry.endswith("+") else set()
    return selected


def rerun(tasks: list[Json], wanted: list[str] | None, failed: Iterable[str], *, dependent: bool) -> set[str]:
    """Return the keys of the tasks that a repair runs again: those named, or those that failed."""
    upstream = _upstream(tasks)
    named = wanted if wanted else [key for key in failed if key in upstream]
    if any(count > 1 for count in Counter(named).values()):
        raise invalid_parameter("rerun_tasks cannot contain duplicate task keys.")
    _check_known(named, upstream)
    return set(named) | (_reached(named, _downstream(upstream)) if dependent else set())


def _upstream(tasks: list[Json]) -> _Edges:
    return {task["task_key"]: {entry["task_key"] for entry in task.get("depends_on") or []} for task in tasks}


def _downstream(upstream: _Edges) -> _Edges:
    return {key: {other for other, needed in upstream.items() if key in needed} for key in upstream}


def _reached(keys: Iterable[str], edges: _Edges) -> set[str]:
    reached: set[str] = set()
    waiting = list(keys)
    while waiting:
        new = edges.get(waiting.pop(), set()) - reached
        reached |= new
        waiting.extend(new)
    return reached


def _check_known(keys: Iterable[str], known: Iterable[str]) -> None:
    for key in sorted(set(keys) - set(known)):
        raise invalid_parameter(f"Task with key {key} does not exist.")
