"""The rules of the house that no linter knows: sizes, the table of codes, and what a tracked file may say."""

from __future__ import annotations

import ast
import re
import shutil
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from brickform.codes import all_codes

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "generator" / "brickform"
MODULES = sorted(PACKAGE.rglob("*.py"))

MAX_FUNCTION_LINES = 50
MAX_FILE_LINES = 400
MAX_MEDIAN_FUNCTION_LINES = 12

MACHINE_PATH = re.compile(r"(?:^|[^\w.])/(?:work|farm|root|home/\w+)/", re.MULTILINE)
INDEX_IN_LOCK = re.compile(r"https?://|file:|--index-url|--find-links|^-e | @ ", re.MULTILINE)


def functions(module: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            where = f"{module.relative_to(ROOT).as_posix()}:{node.lineno} {node.name}"
            yield where, (node.end_lineno or node.lineno) - node.lineno + 1


def tracked_files() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def test_no_function_is_too_long() -> None:
    assert [
        where for module in MODULES for where, lines in functions(module) if lines > MAX_FUNCTION_LINES
    ] == []


def test_functions_are_short_as_a_rule() -> None:
    lengths = [lines for module in MODULES for _, lines in functions(module)]
    assert statistics.median(lengths) <= MAX_MEDIAN_FUNCTION_LINES


def test_no_module_is_too_long() -> None:
    lengths = {module: len(module.read_text(encoding="utf-8").splitlines()) for module in MODULES}
    assert {str(module): lines for module, lines in lengths.items() if lines > MAX_FILE_LINES} == {}


def test_the_source_root_is_no_package() -> None:
    assert not (PACKAGE.parent / "__init__.py").exists()


def test_schema_and_templates_hold_data_only() -> None:
    assert [path for folder in ("schema", "templates") for path in (ROOT / folder).rglob("*.py")] == []


def test_code_ids_are_well_formed_and_unique() -> None:
    ids = [code.id for code in all_codes()]
    assert [name for name in ids if not re.fullmatch(r"BF[1-8]\d\d", name)] == []
    assert [name for name, count in Counter(ids).items() if count > 1] == []


def test_every_code_is_used() -> None:
    table = ast.parse((PACKAGE / "codes.py").read_text(encoding="utf-8"))
    constants = {
        node.targets[0].id
        for node in table.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    used = {name for module in MODULES if module.name != "codes.py" for name in names_in(module)}
    assert sorted(constants - used) == []


def names_in(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


def test_generated_docs_are_up_to_date() -> None:
    script = ROOT / "scripts" / "generate_docs.py"
    run = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert run.stderr == ""
    assert run.returncode == 0


def test_tracked_files_name_no_machine() -> None:
    assert hits(MACHINE_PATH, tracked_files()) == {}


def test_locks_name_no_index_and_no_path() -> None:
    assert hits(INDEX_IN_LOCK, sorted((ROOT / "requirements").glob("*.txt"))) == {}


def hits(pattern: re.Pattern[str], paths: list[Path]) -> dict[str, str]:
    texts = ((path, path.read_text(encoding="utf-8", errors="replace")) for path in paths)
    return {
        path.relative_to(ROOT).as_posix(): hit.group()
        for path, text in texts
        if (hit := pattern.search(text))
    }
