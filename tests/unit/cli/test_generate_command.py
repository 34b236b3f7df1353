from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import brickform.pipeline
from brickform.cli import main

Run = Callable[..., Any]
FORMATS = pytest.mark.parametrize("format", ["terraform", "bundle"])


def files(folder: Path) -> dict[str, bytes]:
    found = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found}


def break_config(project: Path) -> None:
    config = project / "brickform.yml"
    config.write_text(config.read_text().replace("timeout_seconds: 600", "timeout_seconds: soon"))


def adopt_a_job(project: Path) -> None:
    config = project / "brickform.yml"
    adopted = "models: {orders: {python_job_config: {existing_job_id: 123456789}}}"
    config.write_text(config.read_text().replace("catalog: dev,", f"catalog: dev, {adopted},"))


@pytest.mark.parametrize(
    ("format", "next_step"),
    [
        ("terraform", "next: terraform -chdir={0} init && terraform -chdir={0} apply"),
        ("bundle", "next: (cd {0} && databricks bundle deploy -t dev)"),
    ],
)
def test_it_says_what_it_made_and_what_to_do_next(
    run: Run, plain: Path, tmp_path: Path, format: str, next_step: str
) -> None:
    out = tmp_path / "out"
    outcome = run("generate", format, plain, "-o", out)
    assert outcome.code == 0
    written = len(files(out)) - 1
    assert outcome.out.splitlines() == [
        f"2 jobs, 2 notebooks for target 'dev' in {out}",
        f"{written} files written, 0 unchanged, 0 removed",
        next_step.format(out),
    ]


@FORMATS
def test_a_second_run_writes_nothing(run: Run, plain: Path, tmp_path: Path, format: str) -> None:
    run("generate", format, plain, "-o", tmp_path / "out")
    before = files(tmp_path / "out")
    outcome = run("generate", format, plain, "-o", tmp_path / "out")
    assert "0 files written" in outcome.out
    assert files(tmp_path / "out") == before


def test_the_project_is_the_working_directory_by_default(
    run: Run, plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(plain)
    assert run("generate", "bundle", "-o", "../out").code == 0
    assert "brickform.lock.json" in files(tmp_path / "out")


def test_a_module_says_what_the_root_has_to_hold(run: Run, plain: Path, tmp_path: Path) -> None:
    adopt_a_job(plain)
    outcome = run("generate", "terraform", plain, "-o", tmp_path / "jobs", "--module", "shop")
    assert 'add to your root module: module "shop" { source = "./jobs" }' in outcome.out
    assert "  to = module.shop.databricks_job.orders\n" in outcome.out
    assert '  id = "123456789"\n' in outcome.out


def test_a_bundle_that_adopts_a_job_says_how(run: Run, plain: Path, tmp_path: Path) -> None:
    adopt_a_job(plain)
    outcome = run("generate", "bundle", plain, "-o", tmp_path / "out")
    assert f"before the deploy, for jobs that exist: {tmp_path / 'out'}/adopt.sh -t dev\n" in outcome.out
    assert (tmp_path / "out" / "adopt.sh").stat().st_mode & 0o100


def test_quiet_says_nothing(run: Run, plain: Path, tmp_path: Path) -> None:
    outcome = run("generate", "bundle", plain, "-q", "-o", tmp_path / "out")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")


def test_verbose_names_every_file(run: Run, plain: Path, tmp_path: Path) -> None:
    outcome = run("generate", "bundle", plain, "-v", "-o", tmp_path / "out")
    named = [line.split(": ")[1] for line in outcome.out.splitlines() if line.startswith("  written: ")]
    assert [*sorted(named)] == sorted(files(tmp_path / "out").keys() - {"brickform.lock.json"})


@FORMATS
def test_an_error_is_shown_at_its_line_and_nothing_is_written(
    run: Run, plain: Path, tmp_path: Path, format: str
) -> None:
    break_config(plain)
    outcome = run("generate", format, plain, "-o", tmp_path / "out")
    assert (outcome.code, outcome.out) == (1, "")
    assert "brickform.yml:7:44: error[BF" in outcome.err
    assert "      python_job_config: {timeout_seconds: soon}" in outcome.err
    assert not (tmp_path / "out").exists()


@FORMATS
def test_check_and_diff_write_nothing(run: Run, plain: Path, tmp_path: Path, format: str) -> None:
    out = tmp_path / "out"
    missing = run("generate", format, plain, "-o", out, "--check")
    assert missing.code == 3
    assert "missing: brickform.lock.json" in missing.out
    assert "out of date" in missing.out
    shown = run("generate", format, plain, "-o", out, "--diff")
    assert shown.code == 0
    assert "--- /dev/null\n+++ b/" in shown.out
    assert not out.exists()


def test_check_of_a_folder_that_is_up_to_date(run: Run, plain: Path, tmp_path: Path) -> None:
    run("generate", "bundle", plain, "-o", tmp_path / "out")
    outcome = run("generate", "bundle", plain, "-o", tmp_path / "out", "--check", "--diff")
    assert (outcome.code, outcome.out) == (0, "up to date\n")


def test_check_names_the_file_that_somebody_edited(run: Run, plain: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("generate", "terraform", plain, "-o", out)
    edited = next(path for path in sorted(files(out)) if "orders" in path)
    (out / edited).write_text("edited")
    outcome = run("generate", "terraform", plain, "-o", out, "--check", "--diff")
    assert outcome.code == 3
    assert f"changed: {edited} (was edited since brickform wrote it)" in outcome.out
    assert "-edited" in outcome.out
    assert "--force instead of --check would overwrite" in outcome.out
    refused = run("generate", "terraform", plain, "-o", out)
    assert refused.code == 1
    assert f"error[BF601]: '{edited}' was edited since brickform wrote it" in refused.err
    assert run("generate", "terraform", plain, "-o", out, "--force").code == 0
    assert (out / edited).read_text() != "edited"


@pytest.mark.parametrize("check", [[], ["--check"]])
def test_another_format_in_the_folder_stops(run: Run, plain: Path, tmp_path: Path, check: list[str]) -> None:
    run("generate", "terraform", plain, "-o", tmp_path / "out")
    before = files(tmp_path / "out")
    outcome = run("generate", "bundle", plain, "-o", tmp_path / "out", *check)
    assert outcome.code == 1
    assert "error[BF602]" in outcome.err
    assert files(tmp_path / "out") == before
    assert run("generate", "bundle", plain, "-o", tmp_path / "out", "--force").code == 0
    assert not any(path.endswith(".tf.json") for path in files(tmp_path / "out"))


def test_two_targets_of_a_bundle_stand_side_by_side(run: Run, plain: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for target in ("dev", "prod"):
        assert run("generate", "bundle", plain, "-o", out, "-t", target).code == 0
    for target in ("dev", "prod"):
        assert run("generate", "bundle", plain, "-o", out, "-t", target, "--check").code == 0


@FORMATS
def test_a_selection_writes_what_it_selects(run: Run, plain: Path, tmp_path: Path, format: str) -> None:
    out = tmp_path / "out"
    outcome = run("generate", format, plain, "-o", out, "-s", "orders")
    assert "1 job, 1 notebook for target 'dev'" in outcome.out
    selected = files(out)
    assert not any("customers" in path for path in selected)
    assert run("generate", format, plain, "-o", out).code == 0
    assert run("generate", format, plain, "-o", out, "-s", "orders").code == 0
    assert any("customers" in path for path in files(out))


def test_vars_reach_the_configs(run: Run, plain: Path, tmp_path: Path) -> None:
    config = plain / "brickform.yml"
    config.write_text(config.read_text().replace("600", "\"{{ var('seconds') | int }}\""))
    assert run("generate", "terraform", plain, "-o", tmp_path / "out").code == 1
    outcome = run("generate", "terraform", plain, "-o", tmp_path / "out", "--vars", '{"seconds": 1234}')
    assert outcome.code == 0
    assert any(b"1234" in content for content in files(tmp_path / "out").values())


def test_json_is_one_document_on_stdout(run: Run, plain: Path, tmp_path: Path) -> None:
    options = ["generate", "bundle", plain, "-o", tmp_path / "out", "--output-format", "json"]
    checked = run(*options, "--check", "--diff")
    assert checked.code == 3
    result = json.loads(checked.out)["result"]
    assert (result["written"], result["up_to_date"]) == (False, False)
    assert result["diff"].startswith("--- /dev/null")
    done = run(*options)
    assert (done.code, done.err) == (0, "")
    result = json.loads(done.out)["result"]
    assert (result["format"], result["target"], result["written"]) == ("bundle", "dev", True)
    assert sorted(result["files"]["created"]) == sorted(
        files(tmp_path / "out").keys() - {"brickform.lock.json"}
    )


def test_json_of_an_error(run: Run, plain: Path, tmp_path: Path) -> None:
    break_config(plain)
    outcome = run("generate", "bundle", plain, "-o", tmp_path / "out", "--output-format", "json")
    document = json.loads(outcome.out)
    assert (outcome.code, document["result"], document["summary"]["error"]) == (1, {}, 1)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a folder where nobody may write")
def test_a_folder_that_cannot_be_written_is_one_message(run: Run, plain: Path) -> None:
    outcome = run("generate", "bundle", plain, "-q", "-o", "/proc/brickform")
    assert outcome.code == 1
    (line,) = outcome.err.splitlines()
    assert line.startswith("error: cannot write '/proc/brickform/")


def test_an_output_folder_below_a_file(run: Run, plain: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    outcome = run("generate", "bundle", plain, "-o", tmp_path / "file" / "out")
    assert outcome.code == 1
    assert "error[BF604]" in outcome.err


def test_an_interrupt_is_exit_code_130(
    run: Run, plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(brickform.pipeline, "load", interrupted)
    assert run("generate", "bundle", plain, "-o", tmp_path / "out").code == 130


def test_no_color(plain: Path, tmp_path: Path) -> None:
    break_config(plain)
    arguments = ["generate", "bundle", str(plain), "-o", str(tmp_path / "out")]
    for value, coloured in (("", True), ("1", False)):
        outcome = CliRunner(env={"NO_COLOR": value}).invoke(main, arguments, color=True)
        assert ("\x1b[" in outcome.output) is coloured


@FORMATS
@pytest.mark.parametrize("folder", ["models", "models/infra"])
def test_nothing_is_written_where_models_are_read(format: str, folder: str, run: Run, plain: Path) -> None:
    before = files(plain)
    done = run("generate", format, plain, "-o", plain / folder)
    assert done.code == 1
    assert done.err.startswith("error[BF123]: the output would lie in 'models'")
    assert files(plain) == before


def test_names_of_another_alphabet_keep_their_jobs_apart(run: Run, make_project: Any, tmp_path: Path) -> None:
    model = "def model(dbt, session):\n    return session.range(1)\n"
    project = make_project(
        {
            "brickform.yml": "name: shop\ndefaults: {submission_method: workflow_job}\n",
            "models/заказы.py": model,
            "models/клиенты.py": model,
        }
    )
    done = run("generate", "bundle", project, "-o", tmp_path / "out")
    assert done.code == 0, done.err
    assert len(list((tmp_path / "out").rglob("*.job.yml"))) == 2
