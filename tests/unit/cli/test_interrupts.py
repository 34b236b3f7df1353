"""Ctrl-C, a polite kill and a closed terminal: real processes, real signals."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from brickform.testing import LocalWorkspace, RunScript, never_ends, prints, slow
from brickform.testing.fixtures import local_workspace
from support.jobs import create_job, post, sent

__all__ = ["local_workspace"]

PATIENCE = 30.0
IN_A_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


@contextmanager
def triggered(workspace: LocalWorkspace, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Start a run that never ends, and watch it in a process of its own."""
    job_id = create_job(workspace)
    workspace.script_runs(job_id, RunScript(other_tasks=never_ends()))
    command = [sys.executable, "-m", "brickform", "trigger", str(job_id), *arguments]
    environment = workspace.isolated_environment(os.environ)
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_watched(workspace: LocalWorkspace) -> bool:
    return len(sent(workspace, "/runs/get")) > 0


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_what_was_started_is_cancelled(local_workspace: LocalWorkspace, stop: signal.Signals) -> None:
    with triggered(local_workspace) as process:
        until(lambda: is_watched(local_workspace))
        process.send_signal(stop)
        out, err = process.communicate(timeout=PATIENCE)
    assert "interrupted: cancelling run" in err
    assert "of 'nightly' cancelled" in out
    assert len(sent(local_workspace, "/runs/cancel")) == 1
    assert process.returncode == 130


def test_a_run_of_an_earlier_call_is_left_alone(local_workspace: LocalWorkspace) -> None:
    with triggered(local_workspace, "--idempotency-key", "k", "--no-wait") as process:
        process.communicate(timeout=PATIENCE)
    (run,) = local_workspace.state.runs.values()
    command = [sys.executable, "-m", "brickform", "trigger", str(run.job_id), "--idempotency-key", "k"]
    environment = local_workspace.isolated_environment(os.environ)
    before = len(sent(local_workspace, "/runs/get"))
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        until(lambda: len(sent(local_workspace, "/runs/get")) > before + 1)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
    assert f"run {run.run_id} goes on, it belongs to an earlier call" in err
    assert sent(local_workspace, "/runs/cancel") == []
    assert process.returncode == 130


def test_a_second_interruption_leaves_at_once(local_workspace: LocalWorkspace) -> None:
    with triggered(local_workspace) as process:
        assert process.stderr is not None
        until(lambda: is_watched(local_workspace))
        process.send_signal(signal.SIGINT)
        for line in process.stderr:
            if "cancelling run" in line:
                break
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
        process.wait(timeout=PATIENCE)
    assert "left at once; run" in rest
    assert "may go on: brickform runs status" in rest
    assert process.returncode == 130


def test_a_closed_terminal_cancels_too(local_workspace: LocalWorkspace) -> None:
    job_id = create_job(local_workspace)
    local_workspace.script_runs(job_id, RunScript(other_tasks=never_ends()))
    environment = local_workspace.isolated_environment(os.environ)
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", IN_A_TERMINAL, "-m", "brickform", "trigger", str(job_id)],
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        until(lambda: len(sent(local_workspace, "/runs/get")) > 1)
        os.close(ours)
        assert process.wait(timeout=PATIENCE) == 130
    assert len(sent(local_workspace, "/runs/cancel")) == 1
    assert not any(run.active for run in local_workspace.state.runs.values())


def test_a_closed_pipe_decides_nothing(local_workspace: LocalWorkspace) -> None:
    job_id = create_job(local_workspace)
    command = [sys.executable, "-m", "brickform", "trigger", str(job_id)]
    environment = local_workspace.isolated_environment(os.environ)
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stderr.close()
        process.wait(timeout=PATIENCE)
    assert process.returncode == 0
    assert not any(run.active for run in local_workspace.state.runs.values())


def test_a_run_whose_start_was_interrupted_is_found_and_cancelled(local_workspace: LocalWorkspace) -> None:
    local_workspace.inject(slow(3), path="jobs/run-now")
    with triggered(local_workspace) as process:
        until(lambda: local_workspace.state.runs)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
    (run,) = local_workspace.state.runs.values()
    assert f"cancelling run {run.run_id}" in err
    assert not run.active
    assert process.returncode == 130


def test_nothing_is_started_after_an_interruption(local_workspace: LocalWorkspace) -> None:
    local_workspace.inject(slow(3), path="jobs/list")
    command = [sys.executable, "-m", "brickform", "trigger", "some name"]
    environment = local_workspace.isolated_environment(os.environ)
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        until(lambda: sent(local_workspace, "/jobs/list"))
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (130, "interrupted\n")
    assert sent(local_workspace, "/run-now") == []


def test_a_command_on_a_cluster_is_cancelled(local_workspace: LocalWorkspace, tmp_path: Path) -> None:
    cluster = {"spark_version": "15.4.x-scala2.12", "node_type_id": "i3.xlarge", "num_workers": 1}
    cluster_id = post(local_workspace, "/api/2.1/clusters/create", cluster)["cluster_id"]
    config = f"models: [{{name: orders, config: {{cluster_id: {cluster_id}}}}}]\n"
    (tmp_path / "models").mkdir()
    (tmp_path / "brickform.yml").write_text(f"name: shop\n{config}")
    (tmp_path / "models" / "orders.py").write_text("def model(dbt, session):\n    return session.range(1)\n")
    local_workspace.script_commands("", prints("", states=("Running",) * 10_000))
    command = [sys.executable, "-m", "brickform", "submit", "orders", "--project", str(tmp_path)]
    environment = local_workspace.isolated_environment(os.environ)
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        until(lambda: len(sent(local_workspace, "/commands/status")) > 1)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, local_workspace.state.contexts) == (130, {})
    assert len(sent(local_workspace, "/commands/cancel")) == 1
    assert err.splitlines()[-1] == "interrupted"
