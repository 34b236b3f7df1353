"""What a few keywords mean in our schemas, for the gate and for the explaining pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError


def count_entries(mapping: dict[str, Any]) -> int:
    """Count entries as the API will see them: a null takes away what a default had set."""
    return sum(value is not None for value in mapping.values())


def count_bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _too_many_entries(limit: int, value: object) -> bool:
    return isinstance(value, dict) and count_entries(value) > limit


def _too_many_bytes(limit: int, value: object) -> bool:
    return isinstance(value, str) and count_bytes(value) > limit


def _not_matching(pattern: str, value: object) -> bool:
    """Check ``pattern`` as JSON Schema means it: Python's ``$`` also matches before a last newline."""
    return isinstance(value, str) and not re.search(pattern.replace("$", r"\Z"), value)


Refuses = Callable[[Any, object], bool]

_OF_OUR_OWN: dict[str, Refuses] = {"maxProperties": _too_many_entries, "x-maxBytes": _too_many_bytes}


def gate_keywords() -> dict[str, type]:
    return {keyword: _gate_keyword(refuses) for keyword, refuses in _OF_OUR_OWN.items()}


def _gate_keyword(refuses: Refuses) -> type:
    class Keyword:
        def __init__(self, _parent: object, limit: Any, _path: object) -> None:
            self._limit = limit

        def validate(self, value: object) -> None:
            if refuses(self._limit, value):
                raise ValueError

    return Keyword


def explaining_keywords() -> dict[str, Callable[..., Iterator[ValidationError]]]:
    keywords = {**_OF_OUR_OWN, "pattern": _not_matching}
    return {keyword: _explaining_keyword(refuses) for keyword, refuses in keywords.items()}


def _explaining_keyword(refuses: Refuses) -> Callable[..., Iterator[ValidationError]]:
    from jsonschema.exceptions import ValidationError

    def check(_validator: object, limit: Any, value: object, _schema: object) -> Iterator[ValidationError]:
        if refuses(limit, value):
            yield ValidationError("refused")

    return check
