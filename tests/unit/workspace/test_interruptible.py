from __future__ import annotations

import os
import signal
import threading

import pytest

from brickform.workspace.interruptible import leave_on_interrupt

PATIENCE = 30.0


def test_an_interruption_leaves_the_work_to_its_end() -> None:
    started, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        started.set()
        go_on.wait(PATIENCE)
        ended.set()

    def interrupt() -> None:
        started.wait(PATIENCE)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()
    with pytest.raises(KeyboardInterrupt):
        leave_on_interrupt(work)
    assert not ended.is_set()
    go_on.set()
    assert ended.wait(PATIENCE)


def test_a_result_and_an_error_come_back() -> None:
    assert leave_on_interrupt(lambda: 3) == 3
    with pytest.raises(ZeroDivisionError):
        leave_on_interrupt(lambda: 1 // 0)


def test_off_the_main_thread_no_thread_is_made() -> None:
    threads: list[threading.Thread] = []
    caller = threading.Thread(
        target=lambda: leave_on_interrupt(lambda: threads.append(threading.current_thread()))
    )
    caller.start()
    caller.join(PATIENCE)
    assert threads == [caller]
