"""``brickform.lock.json``: what brickform wrote into an output folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from brickform.output.tree import OutputTree

LOCK_NAME = "brickform.lock.json"
_VERSION = 1
_MANY_TARGETS = {"bundle"}  # formats of which one folder holds several targets side by side

Hashes = Mapping[str, frozenset[str]]
"""By path, the SHA-256 of every content that counts as ours; several only while a run is under way."""


@dataclass(frozen=True, slots=True)
class Section:
    """The files of one target."""

    layout: str
    selection: tuple[str, ...]
    """The selections that these files cover; empty for the whole project."""
    files: Hashes = field(default_factory=dict)
    jobs: Mapping[str, str] = field(default_factory=dict)
    """By resource key, a hash of the models' code: with it a rename is recognised."""


@dataclass(frozen=True, slots=True)
class LockFile:
    """A format and its targets by name; a Terraform root has one target, a bundle any number."""

    format: str
    targets: Mapping[str, Section] = field(default_factory=dict)
    project: str = ""

    def hashes(self, path: str) -> frozenset[str]:
        """Return every hash under which a file counts as written by brickform."""
        found = (section.files.get(path, frozenset()) for section in self.targets.values())
        return frozenset().union(*found)

    def section(self, tree: OutputTree) -> Section:
        return self.targets.get(tree.target, Section(tree.layout, ()))

    def with_section(self, target: str, section: Section) -> LockFile:
        return replace(self, targets={**self.targets, target: section})

    def paths_of_others(self, target: str) -> frozenset[str]:
        sections = (section for name, section in self.targets.items() if name != target)
        return frozenset(path for section in sections for path in section.files)

    @property
    def paths(self) -> frozenset[str]:
        return frozenset(path for section in self.targets.values() for path in section.files)

    def to_bytes(self) -> bytes:
        targets = {name: _section_to_json(section) for name, section in self.targets.items()}
        document = {"version": _VERSION, "format": self.format, "project": self.project, "targets": targets}
        return (json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def is_other_tree(lock: LockFile, tree: OutputTree) -> bool:
    """Tell whether the locked files are another project's, cut in another way, or of another target.

    A bundle holds several targets side by side, a Terraform root one.
    """
    own = lock.targets.get(tree.target)
    if (lock.format, lock.project) != (tree.format, tree.project) or (
        own is not None and own.layout != tree.layout
    ):
        return True
    return tree.format not in _MANY_TARGETS and any(name != tree.target for name in lock.targets)


def taken_over(lock: LockFile, tree: OutputTree) -> LockFile:
    """Return a lock under which the files of another kind of tree are stale files of this one."""
    same = (lock.format, lock.project) == (tree.format, tree.project) and tree.format in _MANY_TARGETS
    kept = {name: part for name, part in lock.targets.items() if same and name != tree.target}
    files: dict[str, frozenset[str]] = {}
    for name in lock.targets.keys() - kept.keys():
        _accept(files, lock.targets[name].files)
    return LockFile(tree.format, {**kept, tree.target: Section(tree.layout, (), files)}, tree.project)


def section_after(old: Section, tree: OutputTree, selection: tuple[str, ...]) -> Section:
    """Return what to lock once the tree is written; a selection adds to what was there."""
    files = {path: frozenset({content_hash(content)}) for path, content in tree.files.items()}
    jobs = {key: job.code_hash for key, job in tree.jobs.items()}
    if not selection:
        return Section(tree.layout, (), files, jobs)
    was_whole = bool(old.files) and not old.selection
    covered = () if was_whole else tuple(sorted({*old.selection, *selection}))
    return Section(tree.layout, covered, {**old.files, **files}, {**old.jobs, **jobs})


def section_during(old: Section, after: Section, on_disk: Mapping[str, str]) -> Section:
    """Return what to lock while writing: every content that a file may have in the meantime.

    ``on_disk`` (hashes by path) adds what ``--force`` overwrites, so that a killed run can be
    finished without it.
    """
    files = dict(after.files)
    _accept(files, old.files)
    _accept(files, {path: frozenset({present}) for path, present in on_disk.items()})
    return replace(after, files=files, jobs=old.jobs)


def content_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def parse_lock(content: bytes) -> LockFile:
    """Read a lock file back; raises ValueError, with the reason, for anything brickform did not write."""
    try:
        document = _expect(json.loads(content), dict, "the document")
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if document.get("version") != _VERSION:
        raise ValueError("it was written by another version of brickform")
    targets = _expect(document.get("targets"), dict, "'targets'")
    sections = {name: _parse_section(section, name) for name, section in targets.items()}
    return LockFile(
        _expect(document.get("format"), str, "'format'"),
        sections,
        _expect(document.get("project"), str, "'project'"),
    )


def is_safe(path: str) -> bool:
    """Tell whether a relative path stays inside the folder that it is relative to."""
    parts = PurePosixPath(path).parts
    plain = path == "/".join(parts) and path.isprintable() and not any(letter in path for letter in "\\:")
    return plain and bool(parts) and parts[0] != "/" and ".." not in parts


def _accept(files: dict[str, frozenset[str]], more: Hashes) -> None:
    for path, hashes in more.items():
        files[path] = files.get(path, frozenset()) | hashes


def _section_to_json(section: Section) -> dict[str, Any]:
    files: dict[str, Any] = {}
    for path, hashes in section.files.items():
        listed = sorted(hashes)
        files[path] = listed[0] if len(listed) == 1 else listed
    return {
        "layout": section.layout,
        "selection": sorted(section.selection),
        "jobs": dict(section.jobs),
        "files": files,
    }


def _parse_section(data: Any, name: str) -> Section:
    section = _expect(data, dict, f"target '{name}'")
    files = _expect(section.get("files"), dict, f"'files' of target '{name}'")
    jobs = _expect(section.get("jobs", {}), dict, f"'jobs' of target '{name}'")
    return Section(
        _expect(section.get("layout"), str, f"'layout' of target '{name}'"),
        tuple(_strings(section.get("selection"), f"'selection' of target '{name}'")),
        {_expect_safe(path): frozenset(_hashes(hashes, path)) for path, hashes in files.items()},
        {key: _expect(code_hash, str, f"'{key}'") for key, code_hash in jobs.items()},
    )


def _hashes(data: Any, path: str) -> list[str]:
    return [data] if isinstance(data, str) else _strings(data, f"'{path}'")


def _strings(data: Any, what: str) -> list[str]:
    return [_expect(item, str, what) for item in _expect(data, list, what)]


def _expect_safe(path: str) -> str:
    if not is_safe(path):
        raise ValueError(f"'{path}' is not a path inside the folder")
    return path


def _expect(data: Any, kind: type, what: str) -> Any:
    if not isinstance(data, kind):
        raise ValueError(f"{what} is not what brickform writes there")
    return data
