"""The tables that ``sources:`` of property files declare."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from brickform.codes import TABLE_NAME, UNKNOWN_SOURCE
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.read.project import SourceEntry
from brickform.read.python_model import RelationCall
from brickform.resolve.project import Relation, Target
from brickform.resolve.renderer import Renderer
from brickform.sourced import Sourced
from brickform.suggestions import did_you_mean


class _Table(NamedTuple):
    package: str
    source: Sourced
    table: Sourced


class SourceIndex:
    """Finds a source as dbt does: in the root package, in the caller's, then anywhere."""

    def __init__(
        self,
        sources: Iterable[SourceEntry],
        root: str,
        target: Target,
        renderer_of: Callable[[str], Renderer],
    ) -> None:
        self._root = root
        self._target = target
        self._renderer_of = renderer_of
        self._tables: dict[str, list[_Table]] = {}
        written = list(sources)
        patches = {
            (str(overridden.value), _name(source)): source
            for _, source in written
            if (overridden := source.get("overrides")) is not None
        }
        for package, source in written:
            if source.get("overrides") is None:
                self._add(package, source, patches.get((package, _name(source))))

    def _add(self, package: str, source: Sourced, patch: Sourced | None) -> None:
        tables = source.get("tables")
        for table in tables.elements() if tables is not None else ():
            label = f"{_name(source)}.{_name(table)}"
            self._tables.setdefault(label, []).append(_Table(package, *_patched(source, table, patch)))

    def resolve(self, call: RelationCall, package: str, found: Diagnostics) -> Relation | None:
        """Return the table that a call of ``dbt.source`` names, or report that there is none."""
        label = ".".join(call.arguments)
        if label not in self._tables:
            summary = f"there is no source '{label}'"
            declare = "declare it under 'sources:' of a property file"
            advice = did_you_mean(label, self._tables, otherwise=declare)
            found.add(Diagnostic.at(UNKNOWN_SOURCE, call.source, summary, help=advice))
            return None
        searched = (self._root, package)
        declared = self._tables[label]
        found_there = (entry for name in searched for entry in declared if entry.package == name)
        entry = next(found_there, declared[-1])
        if self._is_disabled(entry):
            summary, advice = f"the source '{label}' is disabled", "enable it, or read another table"
            found.add(Diagnostic.at(UNKNOWN_SOURCE, call.source, summary, help=advice))
            return None
        return self._relation(entry, found)

    def _is_disabled(self, entry: _Table) -> bool:
        settings = [part.at("config", "enabled") for part in (entry.table, entry.source)]
        render = self._renderer_of(entry.package).render
        return any(setting is not None and render(setting).value is False for setting in settings)

    def _relation(self, entry: _Table, found: Diagnostics) -> Relation:
        def text(written_in: Sourced, key: str) -> str | None:
            return _text(written_in, key, self._renderer_of(entry.package), found)

        return Relation(
            catalog=text(entry.source, "database") or text(entry.source, "catalog") or self._target.catalog,
            schema=text(entry.source, "schema") or _name(entry.source),
            identifier=text(entry.table, "identifier") or _name(entry.table),
        )


def _patched(source: Sourced, table: Sourced, patch: Sourced | None) -> tuple[Sourced, Sourced]:
    """Lay what the root project says of a package's source over it.

    https://docs.getdbt.com/reference/resource-properties/overrides
    """
    if patch is None:
        return source, table
    tables = patch.get("tables")
    patches = {_name(item): item for item in tables.elements()} if tables is not None else {}
    over = patches.get(_name(table))
    return _over(source, patch), table if over is None else _over(table, over)


def _over(entry: Sourced, patch: Sourced) -> Sourced:
    return Sourced.mapping({**entry.entries(), **patch.entries()}, entry.source)


def _text(entry: Sourced, key: str, renderer: Renderer, found: Diagnostics) -> str | None:
    written = entry.get(key)
    if written is None:
        return None
    value = renderer.render(written).value
    if isinstance(value, dict | list):
        found.add(Diagnostic.at(TABLE_NAME, written, f"'{key}' of a source has to be text"))
    return str(value)


def _name(entry: Sourced) -> str:
    name = entry.get("name")
    return str(name.value) if name is not None else ""
