"""What a YAML 1.1 scalar means: PyYAML's own rules, as dbt reads them, with dates as ISO text."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import yaml
from yaml.constructor import SafeConstructor
from yaml.events import ScalarEvent
from yaml.nodes import ScalarNode

from brickform.read.limits import LONGEST_NUMBER

_PREFIX = "tag:yaml.org,2002:"
MAPPING = _PREFIX + "map"
MERGE = _PREFIX + "merge"
SEQUENCE = _PREFIX + "seq"
STRING = _PREFIX + "str"
_VALUE = _PREFIX + "value"

KEY_TAGS = frozenset([STRING, _VALUE])
"""The tags of a key that stands for its own text."""

_constructor = SafeConstructor()
_resolvers = yaml.SafeLoader.yaml_implicit_resolvers


class ScalarError(Exception):
    """A scalar that has no plain value; the message and ``help`` are for the user."""

    def __init__(self, summary: str, help: str) -> None:
        super().__init__(summary)
        self.help = help


def _read_timestamp(node: ScalarNode) -> str:
    return str(_constructor.construct_yaml_timestamp(node).isoformat())


_READERS: dict[str, tuple[str, Callable[[ScalarNode], Any]]] = {
    _PREFIX + "null": ("null", lambda _: None),
    _PREFIX + "bool": ("true or false", _constructor.construct_yaml_bool),
    _PREFIX + "int": ("a number", _constructor.construct_yaml_int),
    _PREFIX + "float": ("a number", _constructor.construct_yaml_float),
    _PREFIX + "timestamp": ("a date", _read_timestamp),
}


def scalar_tag(event: ScalarEvent) -> str:
    """Return the tag that YAML 1.1 gives a scalar."""
    if event.implicit[0]:
        return _plain_tag(event.value)
    return str(event.tag or STRING)


@lru_cache(maxsize=8192)
def scalar_value(tag: str, text: str) -> Any:
    """Return the plain value of a scalar that is not text; raises ScalarError where it has none."""
    if tag not in _READERS:
        raise _without_value(tag, text)
    name, read = _READERS[tag]
    if len(text) > LONGEST_NUMBER:
        raise ScalarError(f"{name} of more than {LONGEST_NUMBER:,} characters", "put text in quotes")
    try:
        return read(ScalarNode(tag, text))
    except (ValueError, KeyError, AttributeError, IndexError, OverflowError):
        # the value stays out of the message: it may stand in profiles.yml
        raise ScalarError(f"this is written like {name} but is none", "put text in quotes") from None


def describe_tag(tag: str) -> str:
    """Return what a value of this tag is called in a message."""
    return _READERS[tag][0] if tag in _READERS else short_tag(tag)


def short_tag(tag: str) -> str:
    """Write a tag as people do: ``!!binary``, ``!mine``."""
    return "!!" + tag[len(_PREFIX) :] if tag.startswith(_PREFIX) else tag


@lru_cache(maxsize=8192)
def _plain_tag(text: str) -> str:
    for tag, pattern in _resolvers.get(text[:1], ()):
        if pattern.match(text):
            return str(tag)
    return STRING


def _without_value(tag: str, text: str) -> ScalarError:
    if tag in (MERGE, _VALUE):
        return ScalarError(f"'{text}' means something of its own in YAML", f'put it in quotes: "{text}"')
    return ScalarError(f"the tag {short_tag(tag)} is not supported", "write plain text or a plain number")
