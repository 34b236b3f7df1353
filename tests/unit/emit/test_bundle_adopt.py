from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import yaml

from brickform.compile.graph import ResourceGraph
from brickform.emit.bundle import emit_bundle
from brickform.emit.options import EmitOptions
from support.graphs import graph, job, released

# Answers as the databricks CLI does: binds once, then refuses, and with another id says so; unbinds only what
# is in the configuration; and does not bind while the configuration names a job that does not exist.
CLI = """#!/bin/sh
shift
echo "$@" >>"$CALLS"
if [ "$1" = summary ]; then
    printf '{\\n  "resources": {\\n    "jobs": {\\n'
    for file in "$STATE"/*; do
        if [ ! -f "$file" ]; then continue; fi
        printf '      "%s": {\\n        "tags": {\\n          "id": "1"\\n        },\\n' "${file##*/}"
        printf '        "id": "%s",\\n        "name": "x"\\n      },\\n' "$(cat "$file")"
    done
    printf '      "unbound": {\\n        "name": "x"\\n      }\\n    }\\n  },\\n'
    printf '  "workspace": {\\n    "x": {\\n      "old": {\\n        "id": "2"\\n      }\\n    }\\n  }\\n}\\n'
    exit 0
fi
key=$3 id=$4
if [ "$KILLED_AT" = "$2 $key" ]; then kill -9 $PPID; exit 1; fi
if [ "$2" = unbind ]; then
    grep -q "\\"$key\\": " resources/plain/*.yml || { echo "Error: no such resource: $key" >&2; exit 1; }
    rm "$STATE/$key"
    exit 0
fi
if grep -q run_adopt_sh_again resources/plain/*.yml; then echo "Error: invalid dependency" >&2; exit 1; fi
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
    adopted = (job(key="orders", existing_job_id="9007199254740993"), job(key="b", existing_job_id="2"))
    return make_bundle(tmp_path, graph(*adopted))


def make_bundle(tmp_path: Path, resources: ResourceGraph) -> Path:
    root = tmp_path / "a bundle"
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


def adopt(bundle: Path, *arguments: str, killed_at: str = "") -> subprocess.CompletedProcess[str]:
    base = bundle.parent
    environment = {
        "PATH": f"{base / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "CALLS": str(base / "calls"),
        "STATE": str(base / "state"),
        "KILLED_AT": killed_at,
    }
    command = ["sh", str(bundle / "adopt.sh"), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_binds_every_adopted_job_of_the_target(bundle: Path) -> None:
    result = adopt(bundle, "-t", "plain")
    assert (result.returncode, result.stderr) == (0, "")
    assert (bundle.parent / "calls").read_text().splitlines() == [
        "deployment bind b 2 --auto-approve -t plain",
        "deployment bind orders 9007199254740993 --auto-approve -t plain",
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


BIG = "9007199254740993"


@pytest.fixture
def renamed(tmp_path: Path) -> Path:
    resources = graph(job(key="new", previous=["older", "old"]), released=(released("gone"),))
    bundle = make_bundle(tmp_path, resources)
    write_state(bundle, {"old": BIG, "gone": "7", "other": "8"})
    return bundle


def write_state(bundle: Path, ids: dict[str, str]) -> None:
    for key, number in ids.items():
        (bundle.parent / "state" / key).write_text(f"{number}\n")


def state(bundle: Path) -> dict[str, str]:
    return {file.name: file.read_text().strip() for file in (bundle.parent / "state").iterdir()}


def left_behind(bundle: Path) -> list[str]:
    return [
        file.name for file in (bundle / "resources" / "plain").iterdir() if "unb" in file.suffix + file.stem
    ]


def test_renames_and_lets_go(renamed: Path) -> None:
    result = adopt(renamed, "-t", "plain")
    assert (result.returncode, result.stderr) == (0, "")
    assert state(renamed) == {"new": BIG, "other": "8"}
    assert left_behind(renamed) == []
    assert adopt(renamed, "-t", "plain").stdout == ""
    assert state(renamed) == {"new": BIG, "other": "8"}


@pytest.mark.parametrize("step", ["unbind old", "bind new", "unbind gone"])
def test_a_killed_run_is_finished_by_the_next(renamed: Path, step: str) -> None:
    assert adopt(renamed, "-t", "plain", killed_at=step).returncode != 0
    assert left_behind(renamed) != []
    assert adopt(renamed, "-t", "plain").returncode == 0
    assert state(renamed) == {"new": BIG, "other": "8"}
    assert left_behind(renamed) == []


def test_a_bind_that_fails_leaves_what_stops_a_deploy(renamed: Path) -> None:
    write_state(renamed, {"new": "1"})
    result = adopt(renamed, "-t", "plain")
    assert (result.returncode, "first unbind" in result.stderr) == (1, True)
    assert left_behind(renamed) == ["old.unbind.yml"]


def test_a_renamed_and_adopted_job_is_bound_once(tmp_path: Path) -> None:
    bundle = make_bundle(tmp_path, graph(job(key="new", previous=["old"], existing_job_id="5")))
    write_state(bundle, {"old": "5"})
    assert adopt(bundle, "-t", "plain").returncode == 0
    assert state(bundle) == {"new": "5"}


def test_the_script_is_plain_posix_shell(renamed: Path) -> None:
    assert subprocess.run(["sh", "-n", str(renamed / "adopt.sh")], check=False).returncode == 0
