"""Reads a project's entry of ``profiles.yml``; its secrets stay in the document."""

from __future__ import annotations

import os
from pathlib import Path

from brickform.diagnostics import Diagnostics
from brickform.read.project import ReadOptions
from brickform.read.source_files import name_below, read_text
from brickform.read.yaml_files import parse_mapping
from brickform.sourced import Sourced

_FILE = "profiles.yml"


def read_profile(options: ReadOptions, root: Path, name: object, found: Diagnostics) -> Sourced | None:
    """Return the profile called ``name``, or None where there is none.

    The first of these folders counts: ``options.profiles_dir``, ``DBT_PROFILES_DIR``, the project's
    if it holds the file, ``~/.dbt``. A missing file is an error only where the caller named the folder.
    """
    path = _find_file(options, root)
    if options.profiles_dir is None and not path.is_file():
        return None
    file = name_below(root, path)
    text, problems = read_text(path, file)
    found.extend(problems)
    document = None if text is None else parse_mapping(text, file, found)
    return document.get(name) if document is not None and isinstance(name, str) else None


def _find_file(options: ReadOptions, root: Path) -> Path:
    if options.profiles_dir is not None:
        return options.profiles_dir / _FILE
    if os.environ.get("DBT_PROFILES_DIR"):
        return Path(os.environ["DBT_PROFILES_DIR"]) / _FILE
    if (root / _FILE).is_file():
        return root / _FILE
    return Path("~").expanduser() / ".dbt" / _FILE
