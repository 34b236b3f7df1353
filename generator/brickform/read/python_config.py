"""Puts the ``dbt.config(…)`` calls of one model together, as dbt does."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from brickform.codes import CONDITIONAL_CONFIG, DBT_CALL, NOT_A_LITERAL
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.location import SourceMap
from brickform.read.python_calls import DbtCall
from brickform.read.python_literals import LiteralReader
from brickform.sourced import Sourced

# dbt-core 1.11, BaseConfig.mergebehavior; every other key of a later call wins
_APPENDED = frozenset(["pre-hook", "pre_hook", "post-hook", "post_hook", "tags", "packages"])
_UPDATED = frozenset(["quoting", "column_types", "meta", "docs", "contract", "grants"])


def read_config(
    calls: Iterable[DbtCall], at: SourceMap, literals: LiteralReader, found: Diagnostics
) -> Sourced:
    """Return the config of all calls, as a mapping that lies at the first call, else at ``at``.

    dbt reads the calls in every branch of an ``if``; a warning at the last such call says so.
    """
    listed = [call for call in calls if call.name == "dbt.config"]
    root = literals.place(listed[0].node) if listed else at
    entries: dict[str, Sourced] = {}
    for call in listed:
        for key, value in _read_call(call.node, root, literals, found).items():
            entries[key] = _merge(key, entries[key], value) if key in entries else value
    branches = [call.node for call in listed if call.conditional]
    if branches:
        place = literals.place(branches[-1])
        summary = "dbt.config in a branch always counts: every branch is read and the last one wins"
        advice = "call dbt.config once, or choose by target or var() in the property YAML"
        found.add(Diagnostic.at(CONDITIONAL_CONFIG, place, summary, help=advice))
    return Sourced.mapping(entries, root)


def _read_call(
    node: ast.Call, root: SourceMap, literals: LiteralReader, found: Diagnostics
) -> dict[str, Sourced]:
    if len(node.args) == 1 and isinstance(node.args[0], ast.Dict) and not node.keywords:
        value, source = literals.read(node.args[0])
        for child in source.children.values():
            child.parent = root
        return Sourced(value, source).entries()
    if node.args or not node.keywords:
        place = literals.place(node.args[0] if node.args else node)
        advice = 'write dbt.config(materialized="table", …)'
        found.add(Diagnostic.at(DBT_CALL, place, "dbt.config takes named arguments", help=advice))
    return _read_keywords(node, root, literals, found)


def _read_keywords(
    node: ast.Call, root: SourceMap, literals: LiteralReader, found: Diagnostics
) -> dict[str, Sourced]:
    entries: dict[str, Sourced] = {}
    for keyword in node.keywords:
        if keyword.arg is None:
            summary, advice = "'**' cannot be followed here", "write the arguments out"
            found.add(Diagnostic.at(NOT_A_LITERAL, literals.place(keyword), summary, help=advice))
            continue
        value, source = literals.read(keyword.value, root, keyword.arg, literals.mark(keyword))
        if keyword.arg in entries:
            literals.report_duplicate(source, entries[keyword.arg].source)
        else:
            entries[keyword.arg] = Sourced(value, source)
    return entries


def _merge(key: str, earlier: Sourced, later: Sourced) -> Sourced:
    if key in _APPENDED:
        return Sourced.sequence([*_listed(earlier), *_listed(later)], later.source)
    if key in _UPDATED and isinstance(earlier.value, dict) and isinstance(later.value, dict):
        return Sourced.mapping({**earlier.entries(), **later.entries()}, later.source)
    return later


def _listed(value: Sourced) -> list[Sourced]:
    return list(value.elements()) if isinstance(value.value, list) else [value]
