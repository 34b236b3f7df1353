from __future__ import annotations

from pathlib import Path

import pytest

from brickform.diagnostics import Diagnostic
from brickform.read.text_file import read_text


def problem(path: Path, content: bytes, largest: int = 1) -> Diagnostic:
    path.write_bytes(content)
    text, [found] = read_text(path, "m.yml", largest=largest)
    assert text is None
    return found


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-16", "UTF-16"), ("utf-16-be", "UTF-16"), ("utf-32", "UTF-32"), ("utf-32-be", "UTF-32")],
)
def test_other_encodings_are_known_by_their_mark(encoding: str, name: str, tmp_path: Path) -> None:
    marked = "a: 1" if encoding in ("utf-16", "utf-32") else "\ufeffa: 1"
    found = problem(tmp_path / "m.yml", marked.encode(encoding))
    assert found.summary == f"'m.yml' is {name} text, not UTF-8"
    assert found.help == "save it as UTF-8"


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"\xff", "m.yml:1:1"),
        (b"a: 1\nb: \xe4\n", "m.yml:2:4"),
        ("a: ä\r\nä: ".encode() + b"\xe4", "m.yml:2:4"),
        (b"\xef\xbb\xbfab\xe4", "m.yml:1:3"),
        (b"a\xf0\x9f\x98\x80\xf0", "m.yml:1:3"),
    ],
)
def test_what_is_not_utf8_is_found_at_its_place(content: bytes, place: str, tmp_path: Path) -> None:
    assert str(problem(tmp_path / "m.yml", content).location) == place


def test_a_file_is_read_up_to_its_limit_and_not_beyond(tmp_path: Path) -> None:
    path = tmp_path / "m.yml"
    path.write_bytes(b"x" * 1_000_000)
    text, found = read_text(path, "m.yml", largest=1)
    assert text is not None
    assert list(found) == []
    assert problem(path, b"x" * 1_000_001).summary == "'m.yml' is larger than 1 MB"


def test_a_name_that_no_file_can_have_is_an_error() -> None:
    text, [found] = read_text(Path("a\0b"), "m.yml")
    assert text is None
    assert found.summary.startswith("'m.yml' cannot be read: ")
