"""YAML that YAML 1.1 and the YAML 1.2 core schema read alike, in block style."""

from __future__ import annotations

import re
import sys
from typing import Any

import yaml

from brickform.emit.header import HEADER
from brickform.emit.order import in_reading_order

_LOOKS_LIKE_NUMBER = re.compile(r"[-+]?\.?[0-9]|[-+]?\.(inf|nan)$", re.IGNORECASE)
_BREAKS_OF_1_1 = re.compile("[\x85\u2028\u2029]")
"""Line breaks in YAML 1.1 and letters in 1.2: escaped, they are neither."""
_WORDS = frozenset(["", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<"])
"""Plain, these are no strings in one version or the other: https://yaml.org/type/ and
https://yaml.org/spec/1.2.2/#103-core-schema"""


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, indentless=False)


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=_style(text))


def _style(text: str) -> str | None:
    if _BREAKS_OF_1_1.search(text):
        return '"'
    if "\n" in text:
        return "|"
    ambiguous = text.lower() in _WORDS or _LOOKS_LIKE_NUMBER.match(text)
    return "'" if ambiguous else None


_Dumper.add_representer(str, _represent_text)


def to_yaml(document: dict[str, Any], header: str = HEADER) -> bytes:
    """Write a document with its header; every string comes back as that string."""
    text = yaml.dump(
        in_reading_order(document),
        Dumper=_Dumper,
        allow_unicode=True,
        default_flow_style=False,
        sort_keys=False,
        width=sys.maxsize,
    )
    return f"# {header}\n{text}".encode("utf-8", "replace")
