"""Parses a ``manifest.json`` and tells whether it is one that can be read on."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any, NoReturn

from brickform.codes import MANIFEST_UNUSABLE
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.location import Location
from brickform.read.limits import LARGEST_MANIFEST, MAX_DEPTH
from brickform.read.source_files import name_below
from brickform.read.text_file import read_text

_VERSION = 12
_SCHEMA = re.compile(r"https://schemas\.getdbt\.com/dbt/manifest/v(\d+)\.json")
_SURROGATE = re.compile("[\ud800-\udfff]")
_PARSE_AGAIN = "run `dbt parse` (dbt-core 1.8 or later) and give its target/manifest.json"


def read_document(path: Path, root: Path, found: Diagnostics) -> dict[str, Any] | None:
    """Return the content of a manifest of version 12 made for Databricks; anything else is one error.

    https://docs.getdbt.com/reference/artifacts/manifest-json
    """
    file = name_below(root, path)
    if not os.path.lexists(path):
        found.add(_unusable(file, f"there is no manifest '{file}'", _PARSE_AGAIN))
        return None
    text, problems = read_text(path, file, largest=LARGEST_MANIFEST)
    found.extend(problems)
    document = _parse(text, file, found) if text is not None else None
    if document is None:
        return None
    problem = _why_unusable(document)
    if problem is not None:
        found.add(_unusable(file, *problem))
        return None
    return document


def _parse(text: str, file: str, found: Diagnostics) -> dict[str, Any] | None:
    """Return the JSON object of a file; None with an error where it is none."""
    try:
        document = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        place = Location(file, error.lineno, error.colno)
        summary = f"'{file}' is not JSON, or only half written: {error.msg}"
        found.add(_unusable(file, summary, _PARSE_AGAIN, place))
        return None
    except (ValueError, RecursionError) as error:  # NaN, a number of thousands of digits
        reason = "nested too deep" if isinstance(error, RecursionError) else str(error).partition(";")[0]
        found.add(_unusable(file, f"'{file}' cannot be read: {reason}", _PARSE_AGAIN))
        return None
    if not isinstance(document, dict):
        found.add(_unusable(file, f"'{file}' does not hold a JSON object", _PARSE_AGAIN))
        return None
    return document


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _why_unusable(document: dict[str, Any]) -> tuple[str, str] | None:
    """Return what is wrong with a manifest as a whole, and what to do."""
    metadata = document.get("metadata")
    metadata = metadata if isinstance(metadata, dict) and is_plain(metadata) else {}
    schema = _SCHEMA.fullmatch(str(metadata.get("dbt_schema_version")))
    if schema is None:
        return "the file is not a manifest of dbt: it names no schema of one", _PARSE_AGAIN
    if int(schema[1]) != _VERSION:
        made_by = f" (dbt {metadata['dbt_version']})" if metadata.get("dbt_version") else ""
        return f"the manifest has version {schema[1]}{made_by}, not {_VERSION}", _PARSE_AGAIN
    adapter = metadata.get("adapter_type")
    if not isinstance(adapter, str):
        return "the manifest does not say for which adapter it was made", _PARSE_AGAIN
    if adapter != "databricks":
        return f"the manifest was made for the adapter '{adapter}'", "parse with dbt-databricks"
    if not isinstance(metadata.get("project_name"), str) or not isinstance(document.get("nodes"), dict):
        return "the manifest names no project, or has no nodes", _PARSE_AGAIN
    return None


def _unusable(file: str, summary: str, advice: str, place: Location | None = None) -> Diagnostic:
    return Diagnostic(MANIFEST_UNUSABLE, summary, place or Location(file, 1, 1), (), advice)


def is_plain(value: Any, depth: int = MAX_DEPTH) -> bool:
    """Tell whether data is such as a config may hold: no lone surrogates, not nested without end."""
    if isinstance(value, str):
        return _SURROGATE.search(value) is None
    if isinstance(value, dict):
        return depth > 0 and all(is_plain(key) and is_plain(entry, depth - 1) for key, entry in value.items())
    if isinstance(value, list):
        return depth > 0 and all(is_plain(element, depth - 1) for element in value)
    return True
