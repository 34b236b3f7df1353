"""What an emitter makes: files by relative path, not yet on disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from brickform.location import SourceMap


@dataclass(frozen=True, slots=True)
class TreeJob:
    """A job of a tree: what its models' code is, and where to report about it."""

    code_hash: str
    source: SourceMap


@dataclass(frozen=True, slots=True)
class OutputTree:
    """Files by path (relative to the output folder, forward slashes)."""

    format: str
    """``terraform`` or ``bundle``."""
    target: str
    layout: str
    """How the files are cut; another layout has other file names (``per-model``, ``module``)."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    scaffold: Mapping[str, bytes] = field(default_factory=dict)
    """Files written only when they do not exist; from then on they are the user's."""
    notes: tuple[str, ...] = ()
    """Text for the user to place elsewhere: the ``import`` blocks that a module cannot hold."""
    jobs: Mapping[str, TreeJob] = field(default_factory=dict)
    """By resource key."""
    project: str = ""
    """Of which project: another one's files are not replaced without being asked."""
    given_up: frozenset[str] = frozenset()
    """Keys of jobs that go on under another key, or are let go."""
