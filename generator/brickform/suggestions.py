"""The second half of a message about an unknown word: what was meant, or what there is."""

from __future__ import annotations

import re
from collections.abc import Iterable

NEARLY_EQUAL = 0.85
"""A word at least this much like a known one is taken for it, not for one of somebody's own."""

_LISTED = 12
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def closest(word: str, known: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """Return the known word one slip away, or the one most like ``word`` by at least ``cutoff``.

    Case, camelCase and dashes make no difference.
    """
    forms = (_form(word), word.casefold())
    by_form = {_form(candidate): candidate for candidate in known}
    found = [form for form in forms if form in by_form]
    found = found or [other for form in forms for other in by_form if _one_slip_apart(form, other)]
    found = found or _most_alike(forms[0], by_form, cutoff)
    return by_form[found[0]] if found else None


def _most_alike(form: str, others: Iterable[str], cutoff: float) -> list[str]:
    from difflib import get_close_matches

    return get_close_matches(form, others, n=1, cutoff=cutoff)


def misspelt(known: str, words: Iterable[str]) -> str | None:
    """Return the one of ``words`` that was meant to be ``known``: so close that it can be nothing else."""
    return closest(known, words, cutoff=NEARLY_EQUAL)


def did_you_mean(word: str, known: Iterable[str], *, otherwise: str = "") -> str:
    """Return "did you mean 'x'?" for the closest known word, else ``otherwise``."""
    found = closest(word, sorted(set(known)))
    return otherwise if found is None else f"did you mean '{found}'?"


def listed(known: Iterable[str]) -> str:
    """Return known words in order, shortened when there are many."""
    names = sorted(set(known))
    more = f", and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more


def _form(word: str) -> str:
    return _HUMP.sub("_", word).replace("-", "_").casefold()


def _one_slip_apart(one: str, other: str) -> bool:
    """Whether one letter more, one less, another one or two swapped ones turn the words into each other."""
    pairs = enumerate(zip(one, other, strict=False))
    start = next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))
    rest, other_rest = one[start:], other[start:]
    swapped = rest[1:2] + rest[:1] + rest[2:]
    return other_rest in (rest[1:], swapped) or rest == other_rest[1:] or rest[1:] == other_rest[1:]


def alternatives(words: Iterable[str]) -> str:
    """Write words the way people do: ``'a', 'b' or 'c'``."""
    quoted = [f"'{word}'" for word in words]
    return " or ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))
