from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import Request, urlopen

from support.command import brickform

COMMAND = [sys.executable, "-m", "brickform", "local-workspace"]


def test_it_serves_until_it_is_told_to_stop_and_keeps_its_state(tmp_path: Path) -> None:
    state = tmp_path / "workspace.json"
    with subprocess.Popen([*COMMAND, "--state", str(state)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        url = next(found[1] for line in lines if (found := re.match(r"export DATABRICKS_HOST=(.*)", line)))
        body = json.dumps({"name": "nightly", "tasks": []}).encode()
        request = Request(f"{url}/api/2.2/jobs/create", body, {"Authorization": "Bearer x"})
        with urlopen(request) as reply:
            job_id = json.load(reply)["job_id"]
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    assert str(job_id) in state.read_text(encoding="utf-8")


def test_a_file_of_another_kind_is_refused_in_one_line(tmp_path: Path) -> None:
    state = tmp_path / "workspace.json"
    state.write_text("not json", encoding="utf-8")
    done = brickform("local-workspace", "--state", state)
    assert done.code == 1
    assert done.err.startswith("error: the local workspace cannot start:")
    assert len(done.err.splitlines()) == 1
    assert state.read_text(encoding="utf-8") == "not json"
