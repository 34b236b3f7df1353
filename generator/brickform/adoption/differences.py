"""What is different between the job that is there and the one that the first plan makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from brickform import codes
from brickform.adoption.access_overlay import compared_access
from brickform.adoption.job_pair import JobPair
from brickform.adoption.overlay import are_merged
from brickform.adoption.settings_overlay import compared_settings
from brickform.compile.model import Ref
from brickform.credentials import is_credential
from brickform.diagnostics import Diagnostic
from brickform.resolve.merge import LIST_KEYS

_LONGEST = 80


class Difference(NamedTuple):
    """One setting: what it is, and what it becomes; None where it is not there."""

    path: str
    """``tasks[inner_notebook].notebook_task.notebook_path``"""
    name: str
    """What its value is called."""
    before: Any
    after: Any


def report_differences(pair: JobPair) -> Iterator[Diagnostic]:
    """Report every setting that the first plan changes; ``pair`` has the overlay in it."""
    for found in differences(pair):
        is_notebook = isinstance(found.after, Ref) and found.after.kind == "notebook"
        code = codes.ADOPTION_CHANGES if is_notebook else codes.ADOPTION_LOSES
        yield Diagnostic.at(code, pair.mine.model.source, f"job {pair.existing.job_id}: {_words(found)}")


def differences(pair: JobPair) -> list[Difference]:
    """Return all differences, in order."""
    mine, wanted = compared_settings(pair)
    found = list(_in_value(wanted, mine, "", "", ""))
    if pair.existing.access is not None:
        levels, before = compared_access(pair)
        for kind, name in sorted(levels.keys() | before.keys()):
            was, becomes = before.get((kind, name)), levels.get((kind, name))
            if was != becomes:
                found.append(Difference(f"access_control_list[{name}]", "", was, becomes))
    return sorted(found, key=lambda one: one.path)


def _in_value(before: Any, after: Any, path: str, key: str, name: str) -> Iterator[Difference]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for inner in before.keys() | after.keys():
            below = f"{path}.{inner}" if path else inner
            called = str(before["name"]) if inner in ("default", "value") and "name" in before else inner
            yield from _in_value(before.get(inner), after.get(inner), below, inner, called)
    elif are_merged(before, after, key):
        was, becomes = ({item[LIST_KEYS[key]]: item for item in items} for items in (before, after))
        for element in was.keys() | becomes.keys():
            yield from _in_value(was.get(element), becomes.get(element), f"{path}[{element}]", key, name)
    else:
        yield Difference(path, name, before, after)


def _words(found: Difference) -> str:
    before, after = (_shown(found.name, value) for value in (found.before, found.after))
    if found.after is None:
        return f"'{found.path}' goes{before and f'; it is {before}'}"
    if found.before is None:
        return f"'{found.path}' comes{after and f': {after}'}"
    return f"'{found.path}' changes" + (f" from {before} to {after}" if before and after else "")


def _shown(name: str, value: Any) -> str:
    """Write a value where it is short and no secret."""
    if isinstance(value, Ref):
        return f"that of the {value.kind} '{value.key}'"
    if value is None or isinstance(value, dict | list) or is_credential(name, value):
        return ""
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= _LONGEST else ""
