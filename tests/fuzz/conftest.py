"""Says at the end how often each test ran what it tests."""

from __future__ import annotations

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            if name == "executions":
                terminalreporter.write_line(f"{report.nodeid}: {value:,} executions")
