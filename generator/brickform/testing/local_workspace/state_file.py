"""The state on disk: one JSON file, written whole or not at all."""

from __future__ import annotations

import base64
import json
import os
import threading
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from brickform.testing.local_workspace.commands.model import Command, Context
from brickform.testing.local_workspace.commands.script import CommandScript
from brickform.testing.local_workspace.runs import saved
from brickform.testing.local_workspace.state import Cluster, Grant, Job, Json, State, WorkspaceObject

_FORMAT = 1


def dump_state(state: State) -> str:
    document = {"format": _FORMAT, **asdict(state)}
    return json.dumps(document, default=_encode, indent=1, sort_keys=True) + "\n"


def load_state(text: str) -> State:
    """Read what ``dump_state`` wrote; raises ValueError for anything else."""
    try:
        return _state(json.loads(text))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError("this is not a state file of the local workspace") from error


def _state(document: Json) -> State:
    if document["format"] != _FORMAT:
        raise ValueError
    return State(
        jobs={int(key): Job(**job) for key, job in document["jobs"].items()},
        clusters={key: Cluster(**cluster) for key, cluster in document["clusters"].items()},
        objects={key: _workspace_object(found) for key, found in document["objects"].items()},
        grants={key: [Grant(**grant) for grant in grants] for key, grants in document["grants"].items()},
        runs={int(key): saved.run(run) for key, run in document.get("runs", {}).items()},
        run_tokens=document.get("run_tokens", {}),
        contexts={key: _context(one) for key, one in document.get("contexts", {}).items()},
        groups=document.get("groups", {}),
        functions=document.get("functions", {}),
        connections=document.get("connections", {}),
        statements=document.get("statements", {}),
        jobs_made=document["jobs_made"],
        runs_made=document.get("runs_made", 0),
        commands_made=document.get("commands_made", 0),
        clusters_made=document["clusters_made"],
        objects_made=document["objects_made"],
    )


def _context(found: Json) -> Context:
    return Context(**{**found, "commands": {key: _command(one) for key, one in found["commands"].items()}})


def _command(found: Json) -> Command:
    script = {**found["script"], "states": tuple(found["script"]["states"])}
    return Command(**{**found, "script": CommandScript(**script)})


def _workspace_object(found: Json) -> WorkspaceObject:
    return WorkspaceObject(**{**found, "content": base64.b64decode(found["content"], validate=True)})


def _encode(value: Any) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    raise TypeError(f"{type(value).__name__} does not belong in the state")


def write_whole(file: Path, text: str) -> None:
    temporary = file.with_name(f".{file.name}.tmp")
    with temporary.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(file)


class StateWriter:
    """Writes the state after changes, many at once when they come quickly; ``close`` writes the last."""

    def __init__(self, file: Path, state: State, lock: AbstractContextManager[Any]) -> None:
        self._file = file
        self._state = state
        self._lock = lock
        self._changed = threading.Event()
        self._closing = False
        self._write()
        self._thread = threading.Thread(target=self._run, name="local-workspace-state", daemon=True)
        self._thread.start()

    def changed(self) -> None:
        self._changed.set()

    def close(self) -> None:
        self._closing = True
        self._changed.set()
        self._thread.join()
        self._write()

    def _run(self) -> None:
        while not self._closing:
            self._changed.wait()
            self._changed.clear()
            self._write()

    def _write(self) -> None:
        with self._lock:
            text = dump_state(self._state)
        write_whole(self._file, text)
