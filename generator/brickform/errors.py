"""Exceptions that the command line turns into one line and an exit code; config errors are diagnostics."""

from __future__ import annotations


class BrickformError(Exception):
    """Something outside the configs went wrong; the message is for the user."""


class UsageError(BrickformError):
    """The call itself cannot be carried out (exit code 2)."""
