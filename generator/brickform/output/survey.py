"""Compares files with what lies on disk at their paths."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from brickform.output.disk import look
from brickform.output.lock_file import LOCK_NAME, LockFile, content_hash, is_safe
from brickform.output.scaffold import missing_settings

_LONGEST_NAME = 255  # bytes, in the file systems of Linux, macOS and Windows
_BUNDLE_FILES = ("databricks.yml", "databricks.yaml", "bundle.yml", "bundle.yaml")
"""The CLI accepts any one of these names, and refuses two."""


@dataclass(slots=True)
class Survey:
    """What was found so far; ``lock`` says which contents count as ours."""

    directory: Path
    lock: LockFile
    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    """The removed, and those that somebody else removed already."""
    on_disk: dict[str, str] = field(default_factory=dict)
    """The present hashes of the changed and the removed."""
    conflicts: dict[str, str] = field(default_factory=dict)
    """Among the changed and the removed: those not as brickform wrote them, and how they came to be."""
    outdated: dict[str, list[str]] = field(default_factory=dict)
    """Files that are the user's by now, and what they do not say as the project does."""
    blocked: dict[str, str] = field(default_factory=dict)
    """Paths where no file can be written, and what is there."""

    def compare_files(self, files: Mapping[str, bytes]) -> None:
        for path, content in sorted(files.items()):
            if not is_safe(path) or path == LOCK_NAME:
                raise ValueError(f"an emitter made an unsafe path: {path!r}")
            if any(len(part.encode()) > _LONGEST_NAME for part in path.split("/")):
                self.blocked[path] = "its name is too long for a file"
                continue
            found = look(self.directory, path)
            if found.obstacle is not None:
                self.blocked[path] = found.obstacle
            elif found.content is None:
                self.created.append(path)
            elif found.content == content:
                self.unchanged.append(path)
            else:
                self.changed.append(path)
                self._record(path, found.content)

    def compare_scaffold(self, files: Mapping[str, bytes], target: str) -> None:
        """Count those as created that do not exist under any name that means the same."""
        for path, content in sorted(files.items()):
            place = PurePosixPath(path)
            names = _BUNDLE_FILES if place.name in _BUNDLE_FILES else (place.name,)
            paths = [str(place.with_name(name)) for name in names]
            found = {name: look(self.directory, name) for name in paths}
            if all(there == (None, None) for there in found.values()):
                self.created.append(path)
            for name, there in found.items():
                missing = missing_settings(content, there.content, target) if there.content else []
                if missing:
                    self.outdated[name] = missing

    def compare_stale(self, paths: Iterable[str]) -> None:
        """Look at files that are ours by the lock and not wanted any more."""
        for path in sorted(paths):
            found = look(self.directory, path)
            if found.obstacle is None:  # else somebody put something else there: it is theirs
                self.stale.append(path)
            if found.content is not None:
                self.removed.append(path)
                self._record(path, found.content)

    def _record(self, path: str, content: bytes) -> None:
        ours = self.lock.hashes(path)
        self.on_disk[path] = content_hash(content)
        if self.on_disk[path] not in ours:
            origin = "was edited since brickform wrote it" if ours else "was not written by brickform"
            self.conflicts[path] = origin
