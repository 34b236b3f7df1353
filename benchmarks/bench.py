"""Whole-process timings of brickform beside the same work done by hand; prints medians and ratios.

The commands of a table take turns, round after round, so that a slow moment of the machine hits all of them.
Nothing is asserted: see benchmarks/README.md for how to read the numbers.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from shop_project import SHORT_MODEL, write_project

HERE = Path(__file__).resolve().parent
PYTHON = Path(sys.executable)
BRICKFORM = PYTHON.with_name("brickform")
PARSE_ALONE = "CSafeLoader + ast.parse"
CDK_BIN = HERE.parent / ".venv-cdk" / "bin"


@dataclass
class Row:
    """One command; ``OUT`` in it stands for a folder that does not exist yet."""

    label: str
    command: Sequence[str | Path]
    seconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)
    """Of all cores together: what other processes on the machine change least."""

    def run(self, scratch: Path) -> None:
        out = scratch / "out"
        command = [str(out) if part == "OUT" else str(part) for part in self.command]
        started, cpu_before = time.perf_counter(), children_cpu_seconds()
        done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
        self.seconds.append(time.perf_counter() - started)
        self.cpu_seconds.append(children_cpu_seconds() - cpu_before)
        if done.returncode != 0:
            raise SystemExit(f"{self.label}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        shutil.rmtree(out, ignore_errors=True)


def children_cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def environment() -> dict[str, str]:
    """Return the environment of every command: jsii finds Node.js in the CDK environment."""
    path = f"{CDK_BIN}{os.pathsep}{os.environ['PATH']}"
    # as installed: pip compiles what it installs
    return {**os.environ, "PATH": path, "CI": "true", "PYTHONDONTWRITEBYTECODE": ""}


def generate(output: str, project: Path) -> list[str | Path]:
    return [BRICKFORM, "generate", output, project, "--output-dir", "OUT"]


def validate(project: Path) -> list[str | Path]:
    return [BRICKFORM, "validate", project]


def by_hand(python: Path, script: str, *arguments: str | Path) -> list[str | Path]:
    return [python, HERE / "by_hand" / script, *arguments]


def small_rows(project: Path) -> list[Row]:
    return [
        Row("python -c pass", [PYTHON, "-c", "pass"]),
        Row("brickform --version", [BRICKFORM, "--version"]),
        Row("brickform validate", validate(project)),
        Row("brickform generate terraform", generate("terraform", project)),
        Row("brickform generate bundle", generate("bundle", project)),
        Row("databricks-bundles, by hand", by_hand(PYTHON, "bundles_jobs.py", "OUT", "10")),
        Row("cdktn, by hand", by_hand(CDK_BIN / "python", "cdktn_jobs.py", "OUT", "10")),
    ]


def validate_rows(project: Path) -> list[Row]:
    return [
        Row(PARSE_ALONE, by_hand(PYTHON, "floor.py", project)),
        Row("brickform validate", validate(project)),
    ]


def large_rows(project: Path) -> list[Row]:
    return [
        *validate_rows(project),
        Row("brickform generate terraform", generate("terraform", project)),
        Row("brickform generate bundle", generate("bundle", project)),
    ]


def measure(title: str, rows: list[Row], base: str, rounds: int, scratch: Path) -> None:
    for _ in range(rounds):
        for row in rows:
            row.run(scratch)
    reference = next(row for row in rows if row.label == base)
    print(f"\n{title} ({rounds} rounds, ratio to: {base})\n")
    print("| | median s | min s | median CPU s | ratio | CPU ratio |\n|---|---|---|---|---|---|")
    for row in rows:
        times = f"{median(row.seconds):.3f} | {min(row.seconds):.3f} | {median(row.cpu_seconds):.3f}"
        ratio = median(row.seconds) / median(reference.seconds)
        cpu_ratio = median(row.cpu_seconds) / median(reference.cpu_seconds)
        print(f"| {row.label} | {times} | {ratio:.2f} | {cpu_ratio:.2f} |")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        write_project(scratch / "small", 10)
        write_project(scratch / "large", 1000)
        write_project(scratch / "short", 1000, SHORT_MODEL)
        small, large = small_rows(scratch / "small"), large_rows(scratch / "large")
        short = validate_rows(scratch / "short")
        measure("10 models", small, "brickform generate terraform", 11, scratch)
        measure("1,000 models", large, PARSE_ALONE, 5, scratch)
        measure("1,000 models of 7 lines", short, PARSE_ALONE, 11, scratch)


if __name__ == "__main__":
    main()
