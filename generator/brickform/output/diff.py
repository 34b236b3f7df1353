"""A plan as people read it: a unified diff, or a list of files."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff

from brickform.output.disk import look
from brickform.output.lock_file import LOCK_NAME
from brickform.output.plan import WritePlan

_NO_NEWLINE = "\n\\ No newline at end of file\n"


def render_diff(plan: WritePlan) -> str:
    """Return the unified diff of every file that the plan creates, changes or removes."""
    paths = sorted([*plan.created, *plan.changed, *plan.removed])
    return "".join(line for path in paths for line in _diff_file(plan, path))


def list_differences(plan: WritePlan) -> list[str]:
    """Say of each file in one line why the folder is not up to date."""
    kinds = (("missing", plan.created), ("changed", plan.changed), ("stale", plan.removed))
    lines = [_line(plan, kind, path) for kind, paths in kinds for path in paths]
    lines += [f"left by a killed run: {path}" for path in plan.leftovers]
    if plan.lock_before != plan.lock_after:
        lines.append(f"{'missing' if plan.lock_before is None else 'changed'}: {LOCK_NAME}")
    return lines


def _line(plan: WritePlan, kind: str, path: str) -> str:
    conflict = plan.conflicts.get(path)
    return f"{kind}: {path} ({conflict})" if conflict else f"{kind}: {path}"


def _diff_file(plan: WritePlan, path: str) -> Iterator[str]:
    before = _lines(look(plan.directory, path).content or b"")
    after = _lines(plan.contents.get(path, b""))
    old_name = "/dev/null" if path in plan.created else f"a/{path}"
    new_name = "/dev/null" if path in plan.removed else f"b/{path}"
    yield from unified_diff(before, after, old_name, new_name)


def _lines(content: bytes) -> list[str]:
    *whole, last = content.decode(errors="replace").split("\n")
    return [f"{line}\n" for line in whole] + ([last + _NO_NEWLINE] if last else [])
