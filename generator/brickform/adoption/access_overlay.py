"""What an overlay says of who may do what with a job."""

from __future__ import annotations

from collections.abc import Iterable

from brickform.adoption.job_pair import JobPair
from brickform.adoption.overlay import JOB_CONFIG, Overlay
from brickform.workspace.existing_jobs import Access

_ADMINS = ("group_name", "admins")
_LIST = "access_control_list"

Levels = dict[tuple[str, str], str]
"""By kind and name of a principal."""


def lay_access(overlay: Overlay, pair: JobPair) -> None:
    """Keep what the job grants; grants of the model that go further are taken back."""
    if pair.existing.access is None:
        return
    mine, wanted = compared_access(pair)
    if mine == wanted:
        return
    if mine.items() <= wanted.items():
        listed, more = list(overlay.written(_LIST) or []), set(wanted.keys() - mine.keys())
    else:
        overlay.erase(JOB_CONFIG, "grants")
        overlay.erase(JOB_CONFIG, _LIST)
        listed, more = [], set() if _is_only_owned(pair.existing.access) else set(wanted)
    added = [{kind: name, "permission_level": wanted[kind, name]} for kind, name in sorted(more)]
    if entries := [*listed, *added]:
        overlay.put(entries, _LIST)
    else:
        overlay.erase(_LIST)


def compared_access(pair: JobPair) -> tuple[Levels, Levels]:
    """Return the levels of the compiled job and of the existing one, by principal.

    Where nobody but the owner is there, brickform leaves them alone, and so is nothing to compare.
    """
    listed = pair.mine.permissions.entries if pair.mine.permissions is not None else ()
    mine: Levels = {(entry.kind, entry.principal): entry.level for entry in listed}
    existing = [one for one in pair.existing.access or () if one[:2] != _ADMINS]
    is_left_alone = not mine and _is_only_owned(existing)
    wanted: Levels = {} if is_left_alone else {(one.kind, one.principal): one.level for one in existing}
    return mine, wanted


def _is_only_owned(existing: Iterable[Access]) -> bool:
    return all(entry.level == "IS_OWNER" for entry in existing if entry[:2] != _ADMINS)
