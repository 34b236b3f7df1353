"""What a text of the graph is inside a construct: escaped, with tokens for what Terraform knows later."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from types import ModuleType
from typing import Any

from brickform.compile.model import Ref
from brickform.emit.terraform_expression import literal
from brickform.emit.terraform_resource import Joined, Symbol

_EXACT_IN_JAVASCRIPT = 2**53
_TOKEN = re.compile(r"\$\{TfToken\[[^]]*]}")


def tokens_in(value: Any) -> Iterator[str]:
    """Yield what stands in texts, at any depth, for an attribute of a construct."""
    if isinstance(value, str):
        yield from _TOKEN.findall(value)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from tokens_in(item)
    elif isinstance(value, list | tuple):
        for element in value:
            yield from tokens_in(element)


class Values:
    """Turns texts and references into strings, by the constructs that were made so far."""

    def __init__(
        self,
        core: ModuleType,
        made: Mapping[tuple[str, str], Any],
        symbols: Mapping[str, str],
        tokens: Collection[str],
    ) -> None:
        self._core = core
        self._made = made
        self._symbols = symbols
        self._tokens = tokens

    def text(self, value: Any) -> str:
        if isinstance(value, Ref):
            return str(getattr(self._made[value.kind, value.key], value.attribute))
        if isinstance(value, Symbol):
            return self._symbols[value.name]
        if isinstance(value, Joined):
            return "".join(self.text(part) for part in value.parts)
        return self._with_tokens(literal(str(value)))

    def number(self, value: float) -> Any:
        """Return a number; as a token of its digits where JavaScript would lose some of them."""
        if isinstance(value, int) and abs(value) > _EXACT_IN_JAVASCRIPT:
            return self._core.Token.as_number(str(value))
        return value

    def hold_tokens(self, text: str) -> bool:
        return any(token in text for token in self._tokens)

    def _with_tokens(self, text: str) -> str:
        """Undo the escape of tokens that came in as variables; any other is just text, for both CDKs too."""
        for token in self._tokens:
            text = text.replace(literal(token), token)
        return text.replace("$${TfToken[", '${"$"}{TfToken[')
