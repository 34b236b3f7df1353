from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import yaml

from brickform.emit import EmitOptions, emit_bundle
from support.graphs import graph, job

# Answers as the databricks CLI does: binds once, then refuses, and with another id says so.
CLI = """#!/bin/sh
echo "$@" >>"$CALLS"
key=$4 id=$5
bound=$(cat "$STATE/$key" 2>/dev/null)
if [ -z "$bound" ]; then echo "$id" >"$STATE/$key"; exit 0; fi
echo "Error: Resource already managed" >&2
if [ "$bound" = "$id" ]; then
    echo "The bundle is already managing resource for $key and it is bound to the requested ID $id." >&2
else
    echo "To bind to a different resource with ID '$id', you must first unbind the existing resource." >&2
fi
exit 1
"""


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    root = tmp_path / "a bundle"
    resources = graph(
        job(key="orders", existing_job_id="9007199254740993"), job(key="b", existing_job_id="2")
    )
    for path, content in emit_bundle(resources, EmitOptions())[0].files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    (tmp_path / "bin").mkdir()
    (tmp_path / "state").mkdir()
    cli = tmp_path / "bin" / "databricks"
    cli.write_text(CLI)
    cli.chmod(0o755)
    return root


def adopt(bundle: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    base = bundle.parent
    environment = {
        "PATH": f"{base / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "CALLS": str(base / "calls"),
        "STATE": str(base / "state"),
    }
    command = ["sh", str(bundle / "adopt.sh"), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_binds_every_adopted_job_of_the_target(bundle: Path) -> None:
    result = adopt(bundle, "-t", "plain")
    assert (result.returncode, result.stderr) == (0, "")
    assert (bundle.parent / "calls").read_text().splitlines() == [
        "bundle deployment bind b 2 --auto-approve -t plain",
        "bundle deployment bind orders 9007199254740993 --auto-approve -t plain",
    ]


def test_may_be_run_twice(bundle: Path) -> None:
    adopt(bundle, "-t", "plain")
    result = adopt(bundle, "-t", "plain")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.count("already") == 2


def test_stops_where_the_job_is_another(bundle: Path) -> None:
    (bundle.parent / "state" / "orders").write_text("7\n")
    result = adopt(bundle, "-t", "plain")
    assert result.returncode == 1
    assert "first unbind" in result.stderr


@pytest.mark.parametrize("arguments", [(), ("-t",), ("-t", "other"), ("-t", "plain", "x"), ("-x",)])
def test_wrong_usage_ends_with_2(bundle: Path, arguments: tuple[str, ...]) -> None:
    assert adopt(bundle, *arguments).returncode == 2


def test_an_adopted_job_is_protected_and_others_have_no_script() -> None:
    files = emit_bundle(graph(job(existing_job_id="1")), EmitOptions())[0].files
    document = yaml.safe_load(files["resources/plain/orders.job.yml"])
    body = document["targets"]["plain"]["resources"]["jobs"]["orders"]
    assert body["lifecycle"] == {"prevent_destroy": True}
    assert files["resources/plain/orders.adopted"] == b"orders 1\n"
    assert "adopt.sh" not in emit_bundle(graph(job()), EmitOptions())[0].files
