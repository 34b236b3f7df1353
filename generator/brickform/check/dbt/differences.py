"""What a user who comes from dbt should know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from brickform import codes
from brickform.check.dbt.table import COMMAND, DIFFERENCES, NOTEBOOK, Difference
from brickform.compile.graph import ResourceGraph
from brickform.compile.groups import submission_method
from brickform.diagnostics import Diagnostic
from brickform.location import Location, SourceMap
from brickform.read.brickform_project import BRICKFORM_PROJECT
from brickform.resolve.project import ResolvedModel, ResolvedProject

_BRACES = re.compile(r"\{[{%#]")

_Path = tuple[str, ...]
_Rows = dict[str, tuple[list[Difference], "_Rows"]]
"""The rows of each key, and those of the keys inside it."""


def dbt_also_runs(graph: ResourceGraph, project: ResolvedProject) -> Iterator[Diagnostic]:
    if project.is_dbt and graph.jobs:
        count = sum(len(job.models) for job in graph.jobs)
        models = "1 model that is deployed as a job" if count == 1 else f"{count} models deployed as jobs"
        yield Diagnostic(
            codes.DBT_ALSO_RUNS,
            f"`dbt run` would also run the {models}",
            help="exclude them there (dbt resets any job of the same name),"
            " and give existing_job_id for a job that dbt made",
        )


def dbt_does_otherwise(_graph: ResourceGraph, project: ResolvedProject) -> Iterator[Diagnostic]:
    for model in project.models if project.is_dbt else ():
        config = model.config
        for path, value, rows in _written(config.value, (), _rows_for(_method(model))):
            for row in rows:
                if row.when(value, config.value):
                    place = config.source.find(path)
                    if place.file != BRICKFORM_PROJECT:  # which dbt does not read
                        yield _otherwise(row, path[-1], place)


def braces_in_code(_graph: ResourceGraph, project: ResolvedProject) -> Iterator[Diagnostic]:
    # dbt-core 1.11: verify_python_model_code renders the file, and refuses it where that changes anything
    for model in project.models if project.is_dbt else ():
        found = _BRACES.search(model.code)
        if found is not None:
            line = model.code.count("\n", 0, found.start()) + 1
            column = found.start() - model.code.rfind("\n", 0, found.start())
            yield Diagnostic(
                codes.DBT_REFUSES,
                f"dbt refuses '{found[0]}' in a .py model: no Jinja is allowed there",
                Location(model.path, line, column),
                help="brickform takes it as it is written; for dbt move it to the property file",
            )


@cache
def _rows_for(method: str) -> _Rows:
    rows: _Rows = {}
    for row in DIFFERENCES:
        for path in row.keys if method in row.methods else ():
            *parents, key = path.split(".")
            inside = rows
            for parent in parents:
                inside = inside.setdefault(parent, ([], {}))[1]
            inside.setdefault(key, ([], {}))[0].append(row)
    return rows


def _method(model: ResolvedModel) -> str:
    method = submission_method(model)
    return NOTEBOOK if method == COMMAND and model.config.value.get("create_notebook") is True else method


def _written(value: Any, path: _Path, rows: _Rows) -> Iterator[tuple[_Path, Any, list[Difference]]]:
    """Yield the written settings that rows are about, nulls included."""
    for key, entry in value.items() if isinstance(value, dict) else ():
        if key in rows:
            own, inside = rows[key]
            yield (*path, key), entry, own
            if inside:
                yield from _written(entry, (*path, key), inside)


def _otherwise(row: Difference, key: str, place: SourceMap) -> Diagnostic:
    summary = f"dbt {row.dbt.format(repr(key))}"
    return Diagnostic.at(row.code, place, summary, help=f"brickform {row.brickform}", key=True)
