"""Decides what writing a tree would do to a folder; changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from brickform.codes import FOREIGN_FILE, LOCK_UNREADABLE, OTHER_TREE, PATH_BLOCKED, SCAFFOLD_OUTDATED
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.output.disk import leftovers, look
from brickform.output.lock_file import (
    LOCK_NAME,
    LockFile,
    Section,
    is_other_tree,
    parse_lock,
    section_after,
    section_during,
    taken_over,
)
from brickform.output.renames import likely_renames, too_narrow
from brickform.output.survey import Survey
from brickform.output.tree import OutputTree


@dataclass(frozen=True, slots=True)
class WritePlan:
    """What has to happen to a folder so that it holds a tree; paths are relative to it, sorted."""

    directory: Path
    created: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    conflicts: Mapping[str, str]
    """Among the changed and removed: files that are not as brickform wrote them, and how they came to be."""
    contents: Mapping[str, bytes]
    """What the created and the changed files will hold."""
    stale: tuple[str, ...]
    """The removed, and those that somebody else removed already."""
    leftovers: tuple[str, ...]
    """Temporary files of a killed run."""
    lock_before: bytes | None
    lock_during: bytes
    """Accepts every content that a file may have until the last one is written."""
    lock_after: bytes

    @property
    def is_current(self) -> bool:
        """Whether the folder is already as it should be."""
        touched = (self.created, self.changed, self.removed, self.leftovers)
        return not any(touched) and self.lock_before == self.lock_after


def plan_write(
    tree: OutputTree, directory: Path, *, selection: tuple[str, ...] = (), force: bool = False
) -> tuple[WritePlan | None, Diagnostics]:
    """Compare a tree with a folder; with a ``selection`` the tree is a part and nothing goes.

    The plan is None where the folder is not one that this tree may be written to. Raises
    BrickformError where the disk refuses to be read.
    """
    diagnostics = Diagnostics()
    lock, lock_bytes = _read_lock(directory, diagnostics, force=force)
    if lock is not None and is_other_tree(lock, tree):
        if selection or not force:
            diagnostics.add(_other_tree(lock, tree, directory, partly=bool(selection)))
        lock = taken_over(lock, tree)
    if diagnostics.has_errors:
        return None, diagnostics
    lock = lock or LockFile(tree.format, project=tree.project)
    old = lock.section(tree)
    diagnostics.extend(too_narrow(old, tree) if selection else likely_renames(old, tree))
    after = section_after(old, tree, selection)
    survey = _survey(tree, directory, lock, after)
    diagnostics.extend(_blocked(path, obstacle) for path, obstacle in survey.blocked.items())
    diagnostics.extend(_outdated(path, missing) for path, missing in survey.outdated.items())
    if not force:
        diagnostics.extend(_conflict(path, survey) for path in survey.conflicts)
    return _plan(tree, lock, lock_bytes, survey, after), diagnostics


def _read_lock(
    directory: Path, diagnostics: Diagnostics, *, force: bool
) -> tuple[LockFile | None, bytes | None]:
    found = look(directory, LOCK_NAME)
    if found.obstacle:
        diagnostics.add(_blocked(LOCK_NAME, found.obstacle))
    if found.content is None:
        return None, None
    try:
        return parse_lock(found.content), found.content
    except ValueError as error:
        if not force:
            help_text = "restore it (from version control, say), or give --force to write it anew"
            summary = f"'{LOCK_NAME}' cannot be understood: {error}"
            diagnostics.add(Diagnostic(LOCK_UNREADABLE, summary, help=help_text))
        return None, found.content


def _other_tree(lock: LockFile, tree: OutputTree, directory: Path, *, partly: bool) -> Diagnostic:
    targets = ", ".join(f"'{name}' ({section.layout})" for name, section in sorted(lock.targets.items()))
    summary = (
        f"the output folder holds {lock.format} of project '{lock.project}' for target {targets}, "
        f"not {tree.format} of project '{tree.project}' for target '{tree.target}' ({tree.layout})"
    )
    going = sorted(taken_over(lock, tree).targets[tree.target].files)
    there = [f"  {path}" for path in going if look(directory, path).content is not None]
    advice = "leave out --select" if partly else "give --force to replace these files"
    help_text = "\n".join([f"choose another --output-dir, or {advice}:", *there])
    return Diagnostic(OTHER_TREE, summary, help=help_text)


def _plan(
    tree: OutputTree, lock: LockFile, lock_bytes: bytes | None, survey: Survey, after: Section
) -> WritePlan:
    contents = {**tree.scaffold, **tree.files}
    during = section_during(lock.section(tree), after, survey.on_disk)
    paths = {LOCK_NAME, *lock.paths, *contents}
    return WritePlan(
        directory=survey.directory,
        created=tuple(sorted(survey.created)),
        changed=tuple(survey.changed),
        unchanged=tuple(survey.unchanged),
        removed=tuple(survey.removed),
        conflicts=survey.conflicts,
        contents={path: contents[path] for path in sorted([*survey.created, *survey.changed])},
        stale=tuple(survey.stale),
        leftovers=tuple(leftovers(survey.directory, {str(PurePosixPath(path).parent) for path in paths})),
        lock_before=lock_bytes,
        lock_during=lock.with_section(tree.target, during).to_bytes(),
        lock_after=lock.with_section(tree.target, after).to_bytes(),
    )


def _survey(tree: OutputTree, directory: Path, lock: LockFile, after: Section) -> Survey:
    survey = Survey(directory, lock)
    survey.compare_files(tree.files)
    survey.compare_scaffold(tree.scaffold, tree.target)
    wanted = after.files.keys() | lock.paths_of_others(tree.target)
    survey.compare_stale(lock.section(tree).files.keys() - wanted)
    return survey


def _blocked(path: str, obstacle: str) -> Diagnostic:
    help_text = "move it away, or choose another --output-dir"
    return Diagnostic(PATH_BLOCKED, f"'{path}' cannot be written: {obstacle}", help=help_text)


def _outdated(path: str, missing: list[str]) -> Diagnostic:
    summary = f"'{path}' does not say what the project says: {', '.join(missing)}"
    help_text = "the file is yours: change it there, or remove it and generate again"
    return Diagnostic(SCAFFOLD_OUTDATED, summary, help=help_text)


def _conflict(path: str, survey: Survey) -> Diagnostic:
    verb = "remove" if path in survey.removed else "overwrite"
    help_text = f"move it or your change elsewhere, or give --force to {verb} it"
    return Diagnostic(FOREIGN_FILE, f"'{path}' {survey.conflicts[path]}", help=help_text)
