"""The SQL that runs before and after a model, and who may do what with its table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from brickform import codes
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.notebook.config_values import texts
from brickform.notebook.source import Hook
from brickform.resolve.jinja import is_template
from brickform.sourced import Sourced

_PRIVILEGE = re.compile(r"[A-Za-z]+([ _][A-Za-z]+)*")
_THIS = re.compile(r"\{\{-?\s*this\s*-?\}\}")


def read_hooks(config: Sourced, key: str, problems: Diagnostics) -> tuple[Hook, ...]:
    """Return the hooks under ``key`` in order, cut at each ``{{ this }}``; other Jinja needs dbt.

    https://docs.getdbt.com/reference/resource-configs/pre-hook-post-hook
    """
    hooks = []
    for spelling in (key, key.replace("-", "_")):
        for sql in _statements(config.get(spelling)):
            parts = tuple(_THIS.split(str(sql.value).strip()))
            if any(is_template(part) for part in parts):
                summary = "only dbt can render this hook, which the notebook shall run"
                advice = "write plain SQL; of Jinja only {{ this }} has a meaning here"
                problems.add(Diagnostic.at(codes.ONLY_DBT_RENDERS, sql, summary, help=advice))
            elif parts != ("",):
                hooks.append(parts)
    return tuple(hooks)


def _statements(given: Sourced | None) -> Iterator[Sourced]:
    """Yield the SQL of each hook, which may be a mapping: ``{sql: …, transaction: true}``."""
    if given is None:
        return
    for hook in given.elements() if isinstance(given.value, list) else [given]:
        sql = hook.get("sql") if isinstance(hook.value, dict) else hook
        if sql is not None:
            yield sql


def read_grants(config: Sourced, problems: Diagnostics) -> dict[str, tuple[str, ...]] | None:
    """Return the principals of each privilege; None without grants, when dbt leaves the table's alone.

    https://docs.getdbt.com/reference/resource-configs/grants
    """
    given = config.get("grants")
    if given is None or not given.value:
        return None
    grants: dict[str, tuple[str, ...]] = {}
    for key, principals in given.items():
        privilege = key.removeprefix("+")  # dbt's sign for those of a lower config as well
        if not _PRIVILEGE.fullmatch(privilege):
            summary = f"'{privilege}' is no privilege on a table"
            advice = "write one as in GRANT, such as select"
            problems.add(Diagnostic.at(codes.NOTEBOOK_WRITE, principals, summary, help=advice, key=True))
        elif principals.value is not None:
            grants[privilege.upper()] = (*grants.get(privilege.upper(), ()), *texts(given, key))
    return grants
