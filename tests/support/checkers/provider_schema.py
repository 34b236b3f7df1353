"""Terraform JSON held against the blocks and attributes of the Databricks provider.

``provider_schema.json`` is made by ``scripts/extract_provider_schema.py``, which tells how to read it.
Stricter than Terraform where that converts: text for a number, a number for text is a finding.
https://developer.hashicorp.com/terraform/language/syntax/json
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

_META_ARGUMENTS = frozenset(
    {"connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner"}
)
_LIFECYCLE = frozenset(
    {
        "create_before_destroy",
        "ignore_changes",
        "postcondition",
        "precondition",
        "prevent_destroy",
        "replace_triggered_by",
    }
)
_INTERPOLATION = re.compile(r"(?<!\$)\$\{|(?<!%)%\{")
_WHOLE_EXPRESSION = re.compile(r"\$\{[^{}]*\}")
_SCALARS: Mapping[str, tuple[type, ...]] = {"string": (str,), "number": (int, float), "bool": (bool,)}

Block = Mapping[str, Any]


@cache
def provider_schema() -> Mapping[str, Block]:
    """Return the block of every resource type that is checked."""
    text = Path(__file__).with_name("provider_schema.json").read_text(encoding="utf-8")
    resources: dict[str, Block] = json.loads(text)["resources"]
    return resources


def check_terraform(files: Mapping[str, str]) -> list[str]:
    """Check all resources in the ``*.tf.json`` files of a folder, given by relative path."""
    findings: list[str] = []
    addresses: Counter[str] = Counter()
    for path, text in sorted(files.items()):
        if not path.endswith(".tf.json"):
            continue
        document = json.loads(text, object_pairs_hook=_each_key_once(path, findings))
        for kind, resources in document.get("resource", {}).items():
            for name, body in resources.items():
                addresses[f"{kind}.{name}"] += 1
                findings.extend(check_resource(kind, body, f"{path}: {kind}.{name}"))
    return findings + [f"{address}: given twice" for address, count in addresses.items() if count > 1]


def check_resource(kind: str, body: Mapping[str, Any], place: str) -> Iterator[str]:
    """Check the body of one resource, meta-arguments included."""
    if kind not in provider_schema():
        yield f"{place}: no schema for {kind}"
        return
    arguments = {name: value for name, value in body.items() if name not in {*_META_ARGUMENTS, "//"}}
    yield from _check_block(provider_schema()[kind], arguments, place)
    yield from (
        f"{place}.lifecycle.{name}: unknown" for name in body.get("lifecycle", {}) if name not in _LIFECYCLE
    )


def _check_block(block: Block, body: Mapping[str, Any], place: str) -> Iterator[str]:
    fields = {name.removesuffix("!"): field for name, field in block.items()}
    for name, value in body.items():
        if name not in fields:
            yield f"{place}.{name}: unknown"
        elif value is not None:
            yield from _check_field(fields[name], value, f"{place}.{name}")
    for name, field in block.items():
        if name.endswith("!") and body.get(name[:-1]) in _nothing(field):
            yield f"{place}.{name[:-1]}: missing"


def _nothing(field: Any) -> tuple[Any, ...]:
    """Return the values that are as good as none: an empty list is a value to an attribute only."""
    return (None,) if isinstance(field, str) else (None, [])


def _check_field(field: Any, value: Any, place: str) -> Iterator[str]:
    if isinstance(field, str):
        yield from _check_attribute(field, value, place)
        return
    repeated = isinstance(field, list)
    bodies = value if isinstance(value, list) else [value]
    if len(bodies) > 1 and not repeated:
        yield f"{place}: a single block, given {len(bodies)} times"
    for index, body in enumerate(bodies):
        here = f"{place}[{index}]" if repeated else place
        if isinstance(body, dict):
            yield from _check_block(field[0] if repeated else field, body, here)
        else:
            yield f"{here}: a block, not {body!r}"


def _check_attribute(field: str, value: Any, place: str) -> Iterator[str]:
    collection, _, element = field.rstrip(")").rpartition("(")
    if not collection:
        yield from _check_scalar(field, value, place)
    elif isinstance(value, str) and _WHOLE_EXPRESSION.fullmatch(value):
        return
    elif collection == "list" and isinstance(value, list):
        for index, item in enumerate(value):
            yield from _check_scalar(element, item, f"{place}[{index}]")
    elif collection == "map" and isinstance(value, dict):
        for name, item in value.items():
            yield from _check_scalar(element, item, f"{place}[{name!r}]")
    else:
        yield f"{place}: {field}, not {value!r}"


def _check_scalar(field: str, value: Any, place: str) -> Iterator[str]:
    if isinstance(value, str) and _INTERPOLATION.search(value):
        return
    if not isinstance(value, _SCALARS[field]) or (isinstance(value, bool) and field != "bool"):
        yield f"{place}: {field}, not {value!r}"


def _each_key_once(path: str, findings: list[str]) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    def collect(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = Counter(name for name, _ in pairs)
        findings.extend(f"{path}: '{name}' is given twice" for name, count in names.items() if count > 1)
        return dict(pairs)

    return collect
