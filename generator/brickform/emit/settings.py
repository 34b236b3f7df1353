"""The settings of a resource as plain data, without what an output cannot carry."""

from __future__ import annotations

import re
from typing import Any

from brickform import codes
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.emit.unsupported import FieldPath, Unsupported
from brickform.sourced import Sourced


def carried_settings(settings: Sourced, unsupported: Unsupported, problems: Diagnostics) -> dict[str, Any]:
    """Return new plain data; nulls and empty lists and mappings are gone, a ``Ref`` stays as it is."""
    plain: dict[str, Any] = _plain(settings, (), unsupported, problems)
    return plain


def _plain(node: Sourced, path: FieldPath, unsupported: Unsupported, problems: Diagnostics) -> Any:
    if isinstance(node.value, dict):
        return _fields(node, path, unsupported, problems)
    if isinstance(node.value, list):
        return [_plain(element, path, unsupported, problems) for element in node.elements()]
    return node.value


def _fields(
    node: Sourced, path: FieldPath, unsupported: Unsupported, problems: Diagnostics
) -> dict[str, Any]:
    fields = {}
    for name, value in node.items():
        here = (*path, name)
        if value.value is None or _is_left_out(value, here, unsupported, problems):
            continue
        _report_refused(value, here, unsupported, problems)
        plain = _plain(value, here, unsupported, problems)
        if plain not in ({}, []):
            fields[name] = plain
    if fields:
        _report_needed(node, path, unsupported, problems)
    return fields


def _report_refused(value: Sourced, path: FieldPath, unsupported: Unsupported, problems: Diagnostics) -> None:
    accepted = unsupported.values.get(path)
    if accepted is not None and not re.fullmatch(accepted.pattern, str(value.value)):
        summary = f"{unsupported.consumer} does not take this '{path[-1]}'"
        problems.add(Diagnostic.at(codes.VALUE_REFUSED, value, summary, help=accepted.advice))


def _report_needed(node: Sourced, path: FieldPath, unsupported: Unsupported, problems: Diagnostics) -> None:
    for name in unsupported.needed.get(path, ()):
        if node.get(name) is None:
            summary = f"{unsupported.consumer} needs '{name}' in '{path[-1]}'"
            problems.add(Diagnostic.at(codes.FIELD_NEEDED, node, summary, help=f"add '{name}'"))


def _is_left_out(value: Sourced, path: FieldPath, unsupported: Unsupported, problems: Diagnostics) -> bool:
    name, consumer = path[-1], unsupported.consumer
    if path in unsupported.fields:
        summary = f"'{name}' is left out: {consumer} does not take it"
        advice = "remove it, or set it in the workspace"
        problems.add(Diagnostic.at(codes.FIELD_NOT_CARRIED, value, summary, help=advice, key=True))
        return True
    if path in unsupported.zeros and value.value in (0, False):
        summary = f"'{name}: {str(value.value).lower()}' is left out: {consumer} does not send it"
        advice = "the workspace's own default holds; a bundle sends the value"
        problems.add(Diagnostic.at(codes.ZERO_NOT_SENT, value, summary, help=advice, key=True))
        return True
    return False
