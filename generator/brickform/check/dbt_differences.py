"""What a user who comes from dbt should know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from brickform import codes
from brickform.check.dbt_table import COMMAND, DIFFERENCES, NOTEBOOK, Difference
from brickform.compile.graph import ResourceGraph
from brickform.compile.groups import submission_method
from brickform.diagnostics import Diagnostic
from brickform.location import ConfigPath, SourceMap
from brickform.read.brickform_project import BRICKFORM_PROJECT
from brickform.resolve.project import ResolvedModel, ResolvedProject

_Rows = Mapping[ConfigPath, tuple[Difference, ...]]


def dbt_also_runs(graph: ResourceGraph, project: ResolvedProject) -> Iterator[Diagnostic]:
    if project.is_dbt and graph.jobs:
        count = len(graph.jobs)
        models = "1 model that is deployed as a job" if count == 1 else f"{count} models deployed as jobs"
        yield Diagnostic(
            codes.DBT_ALSO_RUNS,
            f"`dbt run` would also run the {models}",
            help="exclude them there (dbt resets any job of the same name),"
            " and give existing_job_id for a job that dbt made",
        )


def dbt_does_otherwise(_graph: ResourceGraph, project: ResolvedProject) -> Iterator[Diagnostic]:
    for model in project.models if project.is_dbt else ():
        rows = _rows_for(_method(model))
        for path, value in _written(model.config.value, (), rows):
            for row in rows[path]:
                if row.when(value, model.config.value):
                    place = model.config.source.find(path)
                    if place.location.file != BRICKFORM_PROJECT:  # which dbt does not read
                        yield _otherwise(row, str(path[-1]), place)


@cache
def _rows_for(method: str) -> _Rows:
    """Return the rows of one method by path; a path on the way to another has an entry too."""
    rows: dict[ConfigPath, tuple[Difference, ...]] = {}
    for row in DIFFERENCES:
        for key in row.keys if method in row.methods else ():
            path = tuple(key.split("."))
            for length in range(1, len(path)):
                rows.setdefault(path[:length], ())
            rows[path] = (*rows.get(path, ()), row)
    return rows


def _method(model: ResolvedModel) -> str:
    method = submission_method(model)
    return NOTEBOOK if method == COMMAND and model.config.value.get("create_notebook") is True else method


def _written(value: Any, path: ConfigPath, rows: _Rows) -> Iterator[tuple[ConfigPath, Any]]:
    """Yield the written settings that rows are about, nulls included."""
    for key, entry in value.items() if isinstance(value, dict) else ():
        below = (*path, key)
        if below in rows:
            yield below, entry
            yield from _written(entry, below, rows)


def _otherwise(row: Difference, key: str, place: SourceMap) -> Diagnostic:
    summary = f"dbt {row.dbt.format(repr(key))}"
    return Diagnostic.at(row.code, place, summary, help=f"brickform {row.brickform}", key=True)
