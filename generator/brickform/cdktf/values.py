"""What a text of the graph is inside a construct: escaped, with tokens for what Terraform knows later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from brickform.compile.model import Ref
from brickform.emit.terraform_expression import literal
from brickform.emit.terraform_resource import Joined, Symbol


class Values:
    """Turns texts and references into strings, by the constructs that were made so far."""

    def __init__(self, made: Mapping[tuple[str, str], Any], symbols: Mapping[str, str]) -> None:
        self._made = made
        self._symbols = symbols

    def text(self, value: Any) -> str:
        if isinstance(value, Ref):
            return str(getattr(self._made[value.kind, value.key], value.attribute))
        if isinstance(value, Symbol):
            return self._symbols[value.name]
        if isinstance(value, Joined):
            return "".join(self.text(part) for part in value.parts)
        return literal(str(value))
