"""The output folder on disk: what lies at a path, and writing a file whole or not at all."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from brickform.errors import BrickformError

_TEMPORARY = re.compile(r"\.brickform-[0-9a-f]{16}\.tmp")


class Found(NamedTuple):
    """What lies at a path: a file's content, nothing (both None), or what is in the way."""

    content: bytes | None = None
    obstacle: str | None = None


def look(directory: Path, path: str) -> Found:
    """Say what lies at ``path`` inside ``directory``; raises BrickformError where it cannot be read."""
    file = directory / path
    with io_errors("read", file):
        if _leads_out(directory, file):
            return Found(obstacle="a link there leads out of the output folder")
        try:
            mode = file.stat().st_mode
        except FileNotFoundError:
            return Found(obstacle="a link there leads nowhere") if file.is_symlink() else Found()
        except NotADirectoryError:
            return Found(obstacle="a file is where one of its folders has to be")
        if stat.S_ISDIR(mode):
            return Found(obstacle="a folder is in its place")
        if not stat.S_ISREG(mode):
            return Found(obstacle="what is there is no plain file")
        return Found(content=file.read_bytes())


def write_whole(contents: Mapping[Path, bytes]) -> None:
    """Write files so that a reader, or a run after a crash, sees each as it was or as it will be.

    None takes its place before all are safe on the disk. Raises BrickformError where the disk
    refuses; the files that did not get their turn are then as they were.
    """
    try:
        for file, content in contents.items():
            with io_errors("write", file):
                file.parent.mkdir(parents=True, exist_ok=True)
                _write_new(temporary_for(file), content, executable=file.suffix == ".sh")
        for file in contents:  # in a row of their own: the disk is quicker that way
            with io_errors("write", file):
                _sync(temporary_for(file))
        for file in contents:
            with io_errors("write", file):
                os.replace(temporary_for(file), file)  # noqa: PTH105
    except BaseException:
        for file in contents:
            with suppress(OSError):
                temporary_for(file).unlink()
        raise


def remove(directory: Path, path: str) -> None:
    """Remove a file if it is there, and the folders that become empty with it."""
    file = directory / path
    with io_errors("remove", file):
        file.unlink(missing_ok=True)
    for folder in file.parents:
        if folder == directory or not _remove_empty(folder):
            return


def temporary_for(file: Path) -> Path:
    """Return the name under which a file is written before it takes its place.

    It follows from the file's name alone, so that a later run finds what a killed one left.
    """
    return file.with_name(f".brickform-{sha256(file.name.encode()).hexdigest()[:16]}.tmp")


def leftovers(directory: Path, folders: Iterable[str]) -> list[str]:
    """Return the temporary files that a killed run left in these folders of ``directory``."""
    found = []
    for folder in sorted(set(folders)):
        place = directory / folder
        if place.is_dir() and not _leads_out(directory, place):
            with io_errors("read", place):
                names = sorted(entry.name for entry in place.iterdir())
            found += [str(PurePosixPath(folder, name)) for name in names if _TEMPORARY.fullmatch(name)]
    return found


@contextmanager
def io_errors(verb: str, file: Path) -> Iterator[None]:
    """Turn what the operating system says into one line for the user."""
    try:
        yield
    except OSError as error:
        raise BrickformError(f"cannot {verb} '{file}': {error.strerror or error}") from error
    except UnicodeEncodeError as error:
        raise BrickformError(f"cannot {verb} '{file}': names here are {error.encoding}, not UTF-8") from error


def _leads_out(directory: Path, file: Path) -> bool:
    root = os.path.realpath(directory)
    return os.path.commonpath([root, os.path.realpath(file)]) != root


def _write_new(file: Path, content: bytes, *, executable: bool) -> None:
    """Write to a new file, never through a link; a killed run may have left one of that name."""
    file.unlink(missing_ok=True)
    mode = 0o777 if executable else 0o666  # less what the user's umask takes away
    with open(file, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as stream:
        stream.write(content)


def _sync(file: Path) -> None:
    with file.open("r+b") as stream:
        os.fsync(stream.fileno())


def _remove_empty(folder: Path) -> bool:
    try:
        folder.rmdir()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
