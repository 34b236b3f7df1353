"""The local workspace as a server on loopback."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

from werkzeug.serving import BaseWSGIServer, make_server

from brickform.testing.local_workspace.application import Application
from brickform.testing.local_workspace.commands.script import CommandScript
from brickform.testing.local_workspace.connection import Handler
from brickform.testing.local_workspace.controls import Controls
from brickform.testing.local_workspace.environment import environment, isolated
from brickform.testing.local_workspace.faults import TRANSIENT_FAULTS, Fault
from brickform.testing.local_workspace.recording import RecordedRequest
from brickform.testing.local_workspace.runs.script import RunScript
from brickform.testing.local_workspace.state import State, new_state
from brickform.testing.local_workspace.state_file import StateWriter, load_state

_HOST = "127.0.0.1"
_POLL_SECONDS = 0.02


class LocalWorkspace:
    """A stateful Databricks workspace over HTTP on loopback, for jobs, notebooks, clusters and their grants.

    Use it as a context manager, or call ``start`` and ``stop``. ``port`` 0 takes a free one. With
    ``state_file`` it begins with what that file holds and keeps it up to date. ``keep_requests`` is how
    many of the last requests ``requests`` remembers. It takes any bearer token, and knows one user unless
    ``add_user`` adds others.

    With a ``clock`` (seconds since the epoch) runs move on by one step for each ``step_seconds`` that pass
    on it, without one by being polled.

    Raises OSError when the port is taken, and ValueError when the file is not a state file.
    """

    def __init__(
        self,
        port: int = 0,
        state_file: Path | None = None,
        keep_requests: int = 10_000,
        *,
        clock: Callable[[], float] | None = None,
        step_seconds: float = 10,
    ) -> None:
        self._port = port
        self._state_file = state_file
        self._controls = Controls(clock, step_seconds)
        self._application = Application(
            _first_state(state_file), self._controls, self._changed, keep_requests
        )
        self._server: BaseWSGIServer | None = None
        self._writer: StateWriter | None = None

    @property
    def url(self) -> str:
        """Where it listens; raises RuntimeError before ``start``."""
        if self._server is None:
            raise RuntimeError("the local workspace has not been started")
        return f"http://{_HOST}:{self._server.port}"

    @property
    def state(self) -> State:
        """What the workspace holds; read it while no tool is running."""
        return self._application.state

    @property
    def requests(self) -> list[RecordedRequest]:
        """The requests that found an API, in the order in which they were carried out."""
        with self._application.lock:
            return list(self._application.requests)

    def script_runs(self, of: int | str, *scripts: RunScript) -> None:
        """Say what the next runs do: of a job by its id or name, of one-time runs by their ``run_name``.

        Each script is for one run, the last one for all that follow. Without, a run succeeds.
        """
        with self._application.lock:
            self._controls.run_scripts.write(of, scripts)

    def script_commands(self, containing: str, *scripts: CommandScript) -> None:
        """Say what the next commands do that contain this text ("": any).

        Each script is for one command, the last one for all that follow; a later call goes before an
        earlier one. Without, a command finishes with no text.
        """
        with self._application.lock:
            self._controls.command_scripts.write(containing, scripts)

    def add_user(self, name: str, token: str) -> None:
        """Let calls with this token be those of a user, or of a service principal by its application id.

        It is no admin: what it may do with a job is what the job's permissions say. Any other token is the
        admin's, "someone@example.com".
        """
        with self._application.lock:
            self._application.users.add(name, token)

    def inject(
        self, fault: Fault, *, method: str | None = None, path: str = "/api/*", after: int = 0, times: int = 1
    ) -> None:
        """Let a fault happen to the next ``times`` matching requests, once ``after`` of them have passed.

        ``path`` is a shell pattern for the end of the path, as in "jobs/run-now" or "runs/*"; one that
        begins with a slash is for all of it. Faults for the same request take turns.
        """
        with self._application.lock:
            self._controls.faults.add(fault, method, path, after, times)

    def inject_at_random(
        self,
        seed: int,
        *,
        rate: float = 0.2,
        faults: Sequence[Fault] = TRANSIENT_FAULTS,
        method: str | None = None,
        path: str = "/api/*",
    ) -> None:
        """Let faults happen to a part of the matching requests (``rate``, from 0 to 1).

        The seed, the method, the path, and how often it was asked for decide: not the time, and not what
        other threads ask for in between.
        """
        with self._application.lock:
            self._controls.faults.add_random(faults, method, path, seed, rate)

    def clear_faults(self) -> None:
        """Take back the faults that have not happened."""
        with self._application.lock:
            self._controls.faults.clear()

    def environment(self) -> dict[str, str]:
        """Return the variables that point databricks-sdk, Terraform and the databricks CLI here."""
        return environment(self.url)

    def isolated_environment(self, inherited: Mapping[str, str]) -> dict[str, str]:
        """Return ``inherited`` with these variables, and without those that lead to another workspace."""
        return {**isolated(inherited), **self.environment()}

    def start(self) -> LocalWorkspace:
        """Listen, and answer in threads of its own."""
        if self._state_file is not None:
            self._writer = StateWriter(self._state_file, self.state, self._application.lock)
        self._application.stopping.clear()
        try:
            self._server = _listen(self._port, self._application)
        except OSError:
            self.stop()
            raise
        threading.Thread(
            target=self._server.serve_forever, args=(_POLL_SECONDS,), name="local-workspace", daemon=True
        ).start()
        return self

    def stop(self) -> None:
        """Stop listening, and write the state file."""
        self._application.stopping.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def __enter__(self) -> LocalWorkspace:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _changed(self) -> None:
        if self._writer is not None:
            self._writer.changed()


def _first_state(state_file: Path | None) -> State:
    if state_file is None or not state_file.exists():
        return new_state()
    try:
        return load_state(state_file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"'{state_file}': {error}") from error


def _listen(port: int, application: Application) -> BaseWSGIServer:
    """Bind the port here: werkzeug ends the process when it cannot."""
    with socket.create_server((_HOST, port), backlog=128) as listening:
        fd = listening.fileno()
        return make_server(_HOST, port, application, threaded=True, request_handler=Handler, fd=fd)
