"""``--select``: which models to write.

https://docs.getdbt.com/reference/node-selection/syntax
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from brickform.codes import NOTHING_SELECTED, SELECTOR, SELECTS_NOTHING
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.suggestions import did_you_mean, listed

_METHODS = ("fqn", "package", "path", "tag")
_WILDCARDS = frozenset("*?[")


class Selectable(NamedTuple):
    """What selectors can ask of a model."""

    unique_id: str
    name: str
    fqn: tuple[str, ...]
    path: str
    tags: tuple[str, ...]
    version: str | None = None


def select(models: Sequence[Selectable], selectors: Iterable[str], found: Diagnostics) -> frozenset[str]:
    """Return the ids that the union of the selectors names; all without selectors.

    ``a,b`` is the intersection. A selector without a match is a warning, no match at all an error.
    """
    words = [word for selector in selectors for word in selector.split()]
    if not words:
        return frozenset(model.unique_id for model in models)
    missed = []
    selected: set[str] = set()
    for word in words:
        matches = _intersection(models, word, found)
        if matches is not None and not matches:
            missed.append(word)
        selected |= matches or set()
    code = SELECTS_NOTHING if selected else NOTHING_SELECTED
    for word in missed:
        advice = did_you_mean(word.rpartition(":")[2], _words(models, word))
        summary = f"the selector '{word}' fits no enabled Python model"
        found.add(Diagnostic(code, summary, help=advice))
    return frozenset(selected)


def _words(models: Sequence[Selectable], word: str) -> set[str]:
    if word.startswith("tag:"):
        return {tag for model in models for tag in model.tags}
    return {model.name for model in models}


def _intersection(models: Sequence[Selectable], word: str, found: Diagnostics) -> set[str] | None:
    """Return the ids that all parts of a word name, or None with an error."""
    parts = word.split(",")
    problems = [problem for part in parts if (problem := _problem(part, word)) is not None]
    found.extend(problems)
    if problems:
        return None
    return {model.unique_id for model in models if all(_matches(model, part) for part in parts)}


def _problem(part: str, word: str) -> Diagnostic | None:
    method, colon, value = part.rpartition(":")
    if part.startswith(("+", "@")) or part.endswith("+"):
        advice = "name the models, or use tag: or path:"
        return Diagnostic(SELECTOR, f"'{word}': graph operators cannot be used here", help=advice)
    if colon and method not in _METHODS:
        advice = did_you_mean(method, _METHODS, otherwise=f"methods: {listed(_METHODS)}")
        return Diagnostic(SELECTOR, f"'{word}': there is no method '{method}:'", help=advice)
    if not value:
        return Diagnostic(SELECTOR, f"'{word}': a part of the selector is empty")
    return None


def _matches(model: Selectable, part: str) -> bool:
    method, _, value = part.rpartition(":")
    if method == "tag":
        return any(fnmatchcase(tag, value) for tag in model.tags)
    if method == "package":
        return fnmatchcase(model.fqn[0], value)
    if method == "path" or (not method and "/" in value):
        return _matches_path(model.path, value)
    if value.endswith(".py"):
        return fnmatchcase(model.path.rpartition("/")[2], value)
    return _matches_fqn(model, value)


def _matches_path(path: str, pattern: str) -> bool:
    pattern = pattern.replace("\\", "/").removeprefix("./").rstrip("/")
    parts = path.split("/")
    return any(fnmatchcase("/".join(parts[:length]), pattern) for length in range(1, len(parts) + 1))


def _matches_fqn(model: Selectable, pattern: str) -> bool:
    """Match the name alone, or the fqn from its start, with or without its package."""
    names = {model.name}
    if model.version is not None:
        names |= {f"{model.name}.v{model.version}", f"{model.name}_v{model.version}"}
    if any(fnmatchcase(name, pattern) for name in names):
        return True
    wanted = pattern.split(".")
    return any(_starts_with(fqn, wanted) for fqn in (model.fqn, model.fqn[1:]))


def _starts_with(fqn: tuple[str, ...], wanted: Sequence[str]) -> bool:
    for index, part in enumerate(wanted):
        if _WILDCARDS & set(part):
            return fnmatchcase(".".join(fqn[index:]), ".".join(wanted[index:]))
        if index >= len(fqn) or fqn[index] != part:
            return False
    return True
