"""Reads one text file, whatever lies at its path: one text, or one diagnostic and never a wait."""

from __future__ import annotations

import codecs
import os
import stat
from functools import partial
from io import FileIO
from itertools import islice

from brickform.codes import FILE_UNREADABLE
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.location import Location
from brickform.read.limits import LARGEST_TEXT

_MB = 1_000_000
_PIECE = 65_536
_OTHER_ENCODINGS = (  # in this order: the mark of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def read_text(
    path: str | os.PathLike[str], name: str, *, largest: int = LARGEST_TEXT
) -> tuple[str | None, Diagnostics]:
    """Read UTF-8 text of at most ``largest`` MB, with or without a mark, every line end as a line feed."""
    obstacle = _obstacle(path, largest)
    if obstacle is not None:
        return None, Diagnostics([unreadable(name, *obstacle)])
    try:
        with FileIO(path) as file:  # quicker than open() for thousands of files, as os.stat is than Path.stat
            content = _read(file, largest * _MB + 1)
    except OSError as error:
        return None, Diagnostics([unreadable(name, f"cannot be read: {error.strerror}")])
    if len(content) > largest * _MB:  # it has grown, or is one of /proc, which have no size
        return None, Diagnostics([unreadable(name, *_too_large(largest))])
    try:
        text = content.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        return None, Diagnostics([_wrong_encoding(name, content, error)])
    return text.replace("\r\n", "\n").replace("\r", "\n"), Diagnostics()


def _read(file: FileIO, most: int) -> bytes:
    """Read piece by piece: a file of /proc has no size, and one may grow meanwhile."""
    pieces = iter(partial(file.read, _PIECE), b"")
    return b"".join(islice(pieces, most // _PIECE + 1))


def unreadable(name: str, problem: str, advice: str = "", line: int = 1, column: int = 1) -> Diagnostic:
    """Report a file, or a folder, that cannot be read as what it is there for."""
    return Diagnostic(FILE_UNREADABLE, f"'{name}' {problem}", Location(name, line, column), (), advice)


def _too_large(largest: int) -> tuple[str, str]:
    return f"is larger than {largest} MB", "split it, or move data that is no part of it elsewhere"


def _obstacle(path: str | os.PathLike[str], largest: int) -> tuple[str, str] | None:
    """Say why there is no file to open, as the end of a sentence and what to do."""
    try:
        status = os.stat(path)  # noqa: PTH116
    except FileNotFoundError:
        if os.path.islink(path):  # noqa: PTH114
            return "is a link that leads to no file", "correct the link, or remove it"
        return "does not exist", ""
    except (OSError, ValueError) as error:  # a link to itself, a folder without permission, a NUL in the path
        return f"cannot be read: {getattr(error, 'strerror', error)}", ""
    if stat.S_ISDIR(status.st_mode):
        return "is a folder, not a file", "give the folder another name"
    if not stat.S_ISREG(status.st_mode):
        return "is not a file but a pipe or a device", "remove it"
    return _too_large(largest) if status.st_size > largest * _MB else None


def _wrong_encoding(name: str, content: bytes, error: UnicodeDecodeError) -> Diagnostic:
    encoding = next((known for mark, known in _OTHER_ENCODINGS if content.startswith(mark)), None)
    problem = "is not UTF-8 text" if encoding is None else f"is {encoding} text, not UTF-8"
    before = error.object[: error.start]
    column = len(before[before.rfind(b"\n") + 1 :].decode()) + 1
    return unreadable(name, problem, "save it as UTF-8", before.count(b"\n") + 1, column)
