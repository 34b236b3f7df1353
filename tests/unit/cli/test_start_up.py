"""What happens before a command runs: quick start, help, usage errors."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

import brickform
from brickform.cli.generate import generate
from brickform.emit.emitters import EMITTERS
from support.examples import EXAMPLES

SLOW = {
    "brickform.pipeline",
    "databricks",
    "jinja2",
    "jsonschema",
    "jsonschema_rs",
    "mcp",
    "requests",
    "rich",
    "yaml",
}


def _python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["--help"],
        ["generate", "--help"],
        ["validate", "-h"],
        ["explain", "BF302"],
        ["trigger", "1", "--dry-run"],
        ["mcp", "--help"],
        ["functions", "call", "trigger_databricks_flow", "--job-id", "1", "--dry-run"],
    ],
)
def test_nothing_slow_is_imported_to_answer(arguments: list[str]) -> None:
    script = f"""
import sys
from brickform.cli import main
try:
    main({arguments!r})
finally:
    print("imported:", *sorted(sys.modules.keys() & {SLOW!r}))
"""
    done = _python("-c", script)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "imported:"


def test_validate_imports_nothing_that_only_generate_or_a_mistake_needs() -> None:
    not_needed = {"jsonschema", "databricks", "rich", "brickform.notebook.render", "brickform.output"}
    script = f"""
import sys
from brickform.__main__ import run
sys.argv = ["brickform", "validate", {str(EXAMPLES / "dbt_shop")!r}]
try:
    run()
finally:
    print("imported:", *sorted(sys.modules.keys() & {not_needed!r}))
"""
    done = _python("-c", script)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "imported:"


def test_the_version_alone_imports_none_of_our_rooms() -> None:
    script = (
        "import brickform, sys; brickform.__version__; print([m for m in sys.modules if 'brickform.' in m])"
    )
    assert _python("-c", script).stdout == "[]\n"


def test_python_dash_m() -> None:
    done = _python("-m", "brickform", "--version")
    assert (done.returncode, done.stdout) == (0, f"brickform {brickform.__version__}\n")


def test_help_lists_the_commands(run: Callable[..., Any]) -> None:
    outcome = run("--help")
    assert outcome.code == 0
    assert [line.split()[0] for line in outcome.out.split("Commands:\n")[1].splitlines()] == [
        "adopt",
        "explain",
        "functions",
        "generate",
        "local-workspace",
        "mcp",
        "runs",
        "schema",
        "submit",
        "trigger",
        "validate",
    ]


def test_the_formats_are_those_that_can_be_emitted() -> None:
    (choices,) = (parameter.type for parameter in generate.params if parameter.name == "format")
    assert set(choices.choices) == EMITTERS.keys()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nonsense"], "No such command 'nonsense'"),
        (["generate", "pulumi", "-o", "out"], "'pulumi' is not one of"),
        (["generate", "bundle"], "Missing option '-o'"),
        (["generate", "bundle", "nowhere", "-o", "out"], "'nowhere' does not exist"),
        (["generate", "bundle", "-o", "out", "--module", "m"], "--module goes with 'terraform' only"),
        (["validate", "--vars", "{a: 1"], "neither YAML nor JSON"),
        (["validate", "--vars", "[1]"], "write a mapping"),
        (["validate", "--vars", "{1: a}"], "write a mapping"),
        (["validate", "--vars", "a"], "write a mapping"),
        (["validate", "--output-format", "xml"], "'xml' is not one of"),
    ],
)
def test_wrong_usage_is_exit_code_2(run: Callable[..., Any], arguments: list[str], message: str) -> None:
    outcome = run(*arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert message in outcome.err


@pytest.mark.parametrize("name", ["model", "project", "properties", "jobs"])
def test_schema_prints_one_document(run: Callable[..., Any], name: str) -> None:
    outcome = run("schema", name)
    assert outcome.code == 0
    assert outcome.out.startswith("{")
    assert f"{name}.schema.json" in outcome.out
