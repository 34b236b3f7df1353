"""Compares the jobs of a tree with those of the lock file."""

from __future__ import annotations

from collections.abc import Iterator

from brickform.codes import LIKELY_RENAME, SELECTION_TOO_NARROW
from brickform.diagnostics import Diagnostic
from brickform.output.lock_file import Section
from brickform.output.tree import OutputTree


def likely_renames(old: Section, tree: OutputTree) -> Iterator[Diagnostic]:
    """Report each new job that has the code of one that goes: it is another job to the workspace."""
    gone = {key: code for key, code in old.jobs.items() if key not in tree.jobs.keys() | tree.given_up}
    for key, job in sorted(tree.jobs.items()):
        former = sorted(name for name, code in gone.items() if code == job.code_hash)
        if key in old.jobs or not former:
            continue
        names = " or ".join(f"'{name}'" for name in former)
        lines = " or ".join(f"previous_names: [{name}]" for name in former)
        yield Diagnostic.at(
            LIKELY_RENAME,
            job.source,
            f"'{key}' has the code of {names}, which is gone: that job would be deleted and a new one made",
            help=f"if the model was renamed, add to its config: {lines}",
        )


def too_narrow(old: Section, tree: OutputTree) -> Iterator[Diagnostic]:
    """Report jobs whose files have to go: a selection removes none, and both would be deployed."""
    going = sorted(tree.given_up & old.jobs.keys())
    if going:
        names = ", ".join(f"'{key}'" for key in going)
        yield Diagnostic(
            SELECTION_TOO_NARROW,
            f"a selection removes no files, and those of renamed or released jobs have to go: {names}",
            help="leave out --select once",
        )
