"""Nothing but brickform.cdktf needs a CDK."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import brickform
from support.examples import EXAMPLES

CDK = {"brickform.cdktf", "cdktf", "cdktn", "constructs", "jsii"}
ROOM = Path(brickform.__file__).parent


@pytest.mark.parametrize(
    "arguments", [["--version"], ["validate", str(EXAMPLES / "plain")], ["submit", "--help"]]
)
def test_the_command_line_imports_no_cdk(arguments: list[str]) -> None:
    script = f"""
import sys
import brickform
from brickform.cli import main
for name in brickform.__all__:
    getattr(brickform, name)
try:
    main({arguments!r})
finally:
    print("imported:", *sorted(sys.modules.keys() & {CDK!r}))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "imported:", done.stdout + done.stderr


def test_no_other_room_names_a_cdk() -> None:
    others = [file for file in ROOM.rglob("*.py") if not file.is_relative_to(ROOM / "cdktf")]
    found = {(file.name, name) for file in others for name in imports(file) if root(name) in CDK}
    assert found == set()
    assert {root(name) for name in imports(ROOM / "cdktf" / "node.py")} >= {"constructs"}


def imports(file: Path) -> set[str]:
    """Return the modules that a file imports, wherever in it that stands."""
    nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}


def root(module: str) -> str:
    return "brickform.cdktf" if module.startswith("brickform.cdktf") else module.partition(".")[0]


def test_without_the_extra_one_command_is_named() -> None:
    script = "import sys; sys.modules['constructs'] = None; import brickform.cdktf"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.stderr.splitlines()[-1].endswith(": pip install 'brickform[cdktn]'")
