"""Work that Ctrl-C may leave behind without breaking what it stands on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import TypeVar

_Result = TypeVar("_Result")

_SECONDS_BETWEEN_LOOKS = 0.1
"""A signal may reach the working thread; the main thread hears of it when it wakes."""


def leave_on_interrupt(work: Callable[[], _Result]) -> _Result:
    """Do ``work`` in a thread of its own while the main thread waits; off the main thread, do it at once.

    An interruption is raised wherever the main thread happens to be: inside urllib3 it would leave the lock
    of the connection pool locked, and the process would never end.
    """
    if threading.current_thread() is not threading.main_thread():
        return work()
    result: Future[_Result] = Future()
    threading.Thread(target=_do, args=(work, result), daemon=True).start()
    while not result.done():
        wait([result], timeout=_SECONDS_BETWEEN_LOOKS)
    return result.result()


def _do(work: Callable[[], _Result], result: Future[_Result]) -> None:
    try:
        result.set_result(work())
    except BaseException as error:  # the waiting thread raises it
        result.set_exception(error)
