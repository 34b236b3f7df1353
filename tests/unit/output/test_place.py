from __future__ import annotations

from pathlib import Path

import pytest

from brickform.codes import OUTPUT_AMONG_MODELS
from brickform.output.place import written_among_sources
from brickform.output.tree import OutputTree

TREE = OutputTree("bundle", "dev", "per-model", {"src/dev/a.py": b""}, {"databricks.yml": b""})


@pytest.mark.parametrize(
    ("directory", "source", "refused"),
    [
        ("models", "models", True),
        ("models/infra", "models", True),
        ("infra", "models", False),
        ("models2", "models", False),
        (".", "models", False),
        (".", "src", True),
        (".", "src/dev", True),
        (".", "src/prod", False),
        ("infra", ".", True),
        ("infra/../models/x", "models", True),
        ("link", "models", True),
    ],
)
def test_nothing_is_written_where_models_are_read(
    directory: str, source: str, refused: bool, tmp_path: Path
) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "link").symlink_to("models")
    found = list(written_among_sources(TREE, tmp_path / directory, [tmp_path / "seeds", tmp_path / source]))
    assert [problem.code for problem in found] == [OUTPUT_AMONG_MODELS] * refused


def test_files_that_are_never_read_may_lie_anywhere(tmp_path: Path) -> None:
    tree = OutputTree("terraform", "dev", "root", {"orders.job.tf.json": b"{}"})
    assert not list(written_among_sources(tree, tmp_path, [tmp_path]))
