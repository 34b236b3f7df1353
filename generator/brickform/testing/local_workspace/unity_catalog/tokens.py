"""SQL in pieces: enough to read the statements that the local workspace executes."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"\s+|--[^\n]*|(?P<name>`(?:[^`]|``)*`)|(?P<text>'(?:\\.|[^'\\])*')|(?P<word>\w+)|(?P<sign>.)", re.DOTALL
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "b": "\b", "Z": "\x1a"}


class SqlSyntaxError(ValueError):
    """The statement is none that the local workspace executes."""


class Tokens:
    """The pieces of a statement, read from left to right."""

    def __init__(self, statement: str) -> None:
        self._tokens = list(_pieces(statement))
        self._next = 0

    def take(self, *words: str) -> bool:
        """Go past these words or signs if they come next."""
        coming = [text.upper() for _, text in self._tokens[self._next : self._next + len(words)]]
        if coming != list(words):
            return False
        self._next += len(words)
        return True

    def expect(self, *words: str) -> None:
        if not self.take(*words):
            raise SqlSyntaxError(f"[PARSE_SYNTAX_ERROR] Syntax error at or near '{self._shown()}'.")

    def name(self) -> str:
        kind, text = self._any()
        if kind == "name":
            return text[1:-1].replace("``", "`")
        if kind == "word":
            return text
        raise SqlSyntaxError(f"[PARSE_SYNTAX_ERROR] Syntax error at or near '{text}'.")

    def names(self) -> list[str]:
        found = [self.name()]
        while self.take("."):
            found.append(self.name())
        return found

    def text(self) -> str:
        kind, text = self._any()
        if kind != "text":
            raise SqlSyntaxError(f"[PARSE_SYNTAX_ERROR] Syntax error at or near '{text}'.")
        return _ESCAPE.sub(_unescaped, text[1:-1])

    def skip_to(self, *words: str) -> None:
        """Go past the next of these words."""
        while not self.take(*words):
            self._any()

    @property
    def ended(self) -> bool:
        return self._next == len(self._tokens)

    def _any(self) -> tuple[str, str]:
        if self.ended:
            raise SqlSyntaxError("[PARSE_SYNTAX_ERROR] Syntax error at or near end of input.")
        self._next += 1
        return self._tokens[self._next - 1]

    def _shown(self) -> str:
        return "end of input" if self.ended else self._tokens[self._next][1]


def _pieces(statement: str) -> Iterator[tuple[str, str]]:
    for found in _TOKEN.finditer(statement):
        if found.lastgroup is not None:
            yield found.lastgroup, found.group()


def _unescaped(found: re.Match[str]) -> str:
    code, character = found.groups()
    return chr(int(code, 16)) if code else _PLAIN.get(character, character)
