"""Carries out a plan so that a run killed at any moment can be finished by the next."""

from __future__ import annotations

from brickform.output.disk import remove, write_whole
from brickform.output.lock_file import LOCK_NAME
from brickform.output.plan import WritePlan


def carry_out(plan: WritePlan) -> None:
    """Write the files of a plan that has no errors, and remove what went stale.

    Raises BrickformError where the disk refuses; every file is then as it was or as it should be,
    and the lock file accepts both.
    """
    if plan.is_current:
        return
    lock_file = plan.directory / LOCK_NAME
    if plan.lock_during != plan.lock_before:
        write_whole({lock_file: plan.lock_during})
    write_whole({plan.directory / path: content for path, content in plan.contents.items()})
    for path in (*plan.stale, *plan.leftovers):
        remove(plan.directory, path)
    if plan.lock_after != plan.lock_during:
        write_whole({lock_file: plan.lock_after})
