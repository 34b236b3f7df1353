"""What options are turned into: lengths of time, and names with values."""

from __future__ import annotations

import re
from typing import Any

import click

_DURATION = re.compile(r"(\d+(?:\.\d+)?)([smhd]?)")
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}


def as_seconds(_ctx: click.Context, _parameter: click.Parameter, text: str | None) -> float | None:
    """Read seconds, or a number with a unit: ``90``, ``30m``, ``1.5h``, ``2d``."""
    if text is None:
        return None
    found = _DURATION.fullmatch(text.strip())
    if found is None:
        raise click.BadParameter(f"'{text}' is no length of time; write 90 (seconds), 30m, 2h or 1d")
    return float(found[1]) * _SECONDS[found[2]]


def as_mapping(_ctx: click.Context, _parameter: click.Parameter, texts: tuple[str, ...]) -> dict[str, str]:
    """Read ``NAME=VALUE`` options; a value may hold anything and be empty, a name is given once."""
    collected: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise click.BadParameter(f"write NAME=VALUE, not '{text}'")
        if name in collected:
            raise click.BadParameter(f"'{name}' is given twice")
        collected[name] = value
    return collected


def as_pipeline_params(
    context: click.Context, parameter: click.Parameter, texts: tuple[str, ...]
) -> dict[str, Any]:
    """Give ``full_refresh`` its bool, and every other parameter of a pipeline its list, split at commas."""
    return {
        name: _bool(name, value) if name == "full_refresh" else value.split(",")
        for name, value in as_mapping(context, parameter, texts).items()
    }


def _bool(name: str, value: str) -> bool:
    if value not in ("true", "false"):
        raise click.BadParameter(f"{name} is true or false, not '{value}'")
    return value == "true"
