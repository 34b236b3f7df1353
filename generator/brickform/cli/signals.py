"""A closed terminal and a polite kill, handled like Ctrl-C."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def stopped_like_ctrl_c() -> Iterator[None]:
    """Raise KeyboardInterrupt for SIGTERM and SIGHUP too, unless the caller has them ignored (nohup)."""
    stops = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    heard = [stop for stop in stops if signal.getsignal(stop) is not signal.SIG_IGN]
    previous = [signal.signal(stop, signal.default_int_handler) for stop in heard]
    try:
        yield
    finally:
        for stop, handler in zip(heard, previous, strict=True):
            signal.signal(stop, handler)
