from __future__ import annotations

import os
from pathlib import Path

from brickform.diagnostics import Diagnostics
from brickform.read.source_files import SourceFolder


def summary(found: Diagnostics) -> str:
    [problem] = found
    return problem.summary


def test_text_is_read_without_mark_and_with_line_feeds(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes("\ufeffa: ä\r\nb: 1\r".encode())
    text, found = SourceFolder(tmp_path).read("a.yml")
    assert (text, list(found)) == ("a: ä\nb: 1\n", [])


def test_what_cannot_be_read_is_an_error_under_its_own_name(tmp_path: Path) -> None:
    folder = SourceFolder(tmp_path, "dbt_packages/x/")
    (tmp_path / "folder.py").mkdir()
    (tmp_path / "latin.yml").write_bytes(b"a: 1\nb: \xe4\n")
    os.mkfifo(tmp_path / "pipe.py")
    assert summary(folder.read("gone.py")[1]) == "'dbt_packages/x/gone.py' does not exist"
    assert summary(folder.read("folder.py")[1]) == "'dbt_packages/x/folder.py' is a folder, not a file"
    assert summary(folder.read("pipe.py")[1]).startswith("'dbt_packages/x/pipe.py' is not a file but a pipe")
    [problem] = folder.read("latin.yml")[1]
    assert (problem.summary, str(problem.location)) == (
        "'dbt_packages/x/latin.yml' is not UTF-8 text",
        "dbt_packages/x/latin.yml:2:4",
    )


def test_nothing_outside_of_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret.py").write_text("secret")
    root = tmp_path / "project"
    (root / "models").mkdir(parents=True)
    (root / "models" / "link.py").symlink_to(tmp_path / "secret.py")
    (root / "models" / "out").symlink_to(tmp_path)
    (root / "models" / "self.py").symlink_to("self.py")
    folder = SourceFolder(root)
    found = Diagnostics()
    assert list(folder.walk("models", (".py",), found)) == ["models/link.py", "models/self.py"]
    assert summary(found) == "'models/out' leads out of the project"
    assert list(folder.walk("..", (".py",), found)) == []
    for name in ("models/link.py", "../secret.py", str(tmp_path / "secret.py")):
        text, problems = folder.read(name)
        assert text is None
        assert "leads out of the project" in summary(problems)
    text, problems = folder.read("models/self.py")  # in words that depend on the version of Python
    assert text is None
    assert problems.has_errors


def test_links_inside_are_followed_once(tmp_path: Path) -> None:
    (tmp_path / "models" / "b").mkdir(parents=True)
    (tmp_path / "models" / "b" / "x.py").write_text("")
    (tmp_path / "models" / "b" / "up").symlink_to(tmp_path / "models")
    (tmp_path / "models" / "c").symlink_to(tmp_path / "models" / "b")
    found = Diagnostics()
    assert list(SourceFolder(tmp_path).walk("models", (".py",), found)) == ["models/b/x.py"]
    assert list(found) == []


def test_a_file_name_that_is_not_utf8_is_an_error(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.py")).write_text("")
    found = Diagnostics()
    assert list(SourceFolder(tmp_path).walk(".", (".py",), found)) == []
    assert summary(found).encode("ascii")
