"""The command line: options in, one options object, an exit code out; the only room that prints."""

from __future__ import annotations

from brickform.cli.group import main

__all__ = ["main"]
