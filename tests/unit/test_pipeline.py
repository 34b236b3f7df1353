from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import brickform
from brickform.pipeline import Compiled, GenerateOptions, LoadOptions, build_graph, generate, load, validate

CONFIG = """\
name: shop
models:
  - name: orders
    config: {submission_method: workflow_job, %s}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "orders.py").write_text("def model(dbt, session):\n    return session.range(1)\n")
    configure(tmp_path, "tags: [a]")
    return tmp_path


def configure(root: Path, config: str) -> None:
    (root / "brickform.yml").write_text(CONFIG % config)


def compiled(root: Path, **options: object) -> Compiled:
    return build_graph(load(LoadOptions(root, **options)))  # type: ignore[arg-type]


def test_from_files_to_files(root: Path) -> None:
    done = generate(compiled(root), GenerateOptions("terraform", root / "out"))
    assert not done.diagnostics.has_errors
    assert done.plan is not None
    assert all((root / "out" / path).is_file() for path in done.plan.created)


def test_a_dry_run_writes_nothing(root: Path) -> None:
    done = generate(compiled(root), GenerateOptions("terraform", root / "out", dry_run=True))
    assert done.plan is not None
    assert done.plan.created
    assert not (root / "out").exists()


def test_files_in_the_way_are_errors_only_where_they_would_be_overwritten(root: Path) -> None:
    options = GenerateOptions("terraform", root / "out", dry_run=True)
    planned = generate(compiled(root), options).plan
    assert planned is not None
    (root / "out").mkdir()
    (root / "out" / planned.created[0]).write_text("mine")
    planned = generate(compiled(root), options).plan
    assert planned is not None
    assert list(planned.conflicts) == list(planned.changed)
    assert generate(compiled(root), GenerateOptions("terraform", root / "out")).plan is None


@pytest.mark.parametrize(
    "config", ["tags: [", "tags: '{{ nothing }}'", "max_retries: 3, python_job_config: {max_retries: x}"]
)
def test_no_stage_goes_on_from_errors(root: Path, config: str) -> None:
    configure(root, config)
    done = generate(compiled(root), GenerateOptions("bundle", root / "out"))
    assert done.diagnostics.has_errors
    assert (done.graph, done.tree, done.plan) == (None, None, None)
    assert not (root / "out").exists()


def test_what_stages_say_is_kept_to_the_end(root: Path) -> None:
    loaded = load(LoadOptions(root))
    built = build_graph(loaded)
    done = generate(built, GenerateOptions("bundle", root / "out"))
    assert set(loaded.diagnostics) <= set(built.diagnostics) <= set(done.diagnostics)


def test_validate_says_what_compiling_finds(root: Path) -> None:
    configure(root, "python_job_config: {max_retires: 1}")
    assert [found.summary for found in validate(load(LoadOptions(root)))] == [
        found.summary for found in compiled(root).diagnostics
    ]
    assert validate(load(LoadOptions(root))).has_errors


def test_the_public_api_wins_over_rooms_of_the_same_name() -> None:
    import brickform.compile.graph
    import brickform.validate.schema

    assert brickform.validate is validate
    assert brickform.compile is build_graph
    assert brickform.load is load
    assert brickform.generate is generate


def test_every_public_name_exists() -> None:
    script = "import brickform\nfor name in brickform.__all__: assert getattr(brickform, name) is not None"
    assert subprocess.run([sys.executable, "-c", script], timeout=60).returncode == 0


def test_a_name_that_is_not_public() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        brickform.nonsense  # noqa: B018
