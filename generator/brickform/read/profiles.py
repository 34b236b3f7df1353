"""Reads a project's entry of ``profiles.yml``; its secrets stay in the document."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from brickform.diagnostics import Diagnostics
from brickform.read.project import ReadOptions
from brickform.read.source_files import name_below
from brickform.read.text_file import read_text, unreadable
from brickform.read.yaml_files import parse_mapping
from brickform.sourced import Sourced

_FILE = "profiles.yml"


class Profile(NamedTuple):
    """A profile, None where there is none of its name; and the names of the file's, None without a file."""

    chosen: Sourced | None
    names: tuple[str, ...] | None


def read_profile(options: ReadOptions, root: Path, name: object, found: Diagnostics) -> Profile:
    """Return the profile called ``name``, and the names of all that there are.

    The first of these folders counts: ``options.profiles_dir``, ``DBT_PROFILES_DIR``, the project's
    if it holds the file, ``~/.dbt``. A missing file is an error only where the caller named the folder.
    """
    path = _find_file(options, root)
    if options.profiles_dir is None and not os.path.lexists(path):
        return Profile(None, None)
    file = name_below(root, path)
    if not os.path.lexists(path):
        found.add(unreadable(file, "does not exist", "name the folder of profiles.yml with --profiles-dir"))
        return Profile(None, ())
    text, problems = read_text(path, file)
    found.extend(problems)
    document = None if text is None else parse_mapping(text, file, found)
    if document is None:
        return Profile(None, ())
    chosen = document.get(name) if isinstance(name, str) else None
    return Profile(chosen, tuple(document.value))


def _find_file(options: ReadOptions, root: Path) -> Path:
    if options.profiles_dir is not None:
        return options.profiles_dir / _FILE
    if os.environ.get("DBT_PROFILES_DIR"):
        return Path(os.environ["DBT_PROFILES_DIR"]) / _FILE
    if os.path.lexists(root / _FILE):
        return root / _FILE
    return Path(os.path.expanduser("~"), ".dbt", _FILE)  # noqa: PTH111 - Path raises where nobody is at home
