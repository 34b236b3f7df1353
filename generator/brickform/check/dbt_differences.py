"""What a user who comes from dbt should know."""

from __future__ import annotations

from collections.abc import Iterator

from brickform import codes
from brickform.compile.graph import ResourceGraph
from brickform.diagnostics import Diagnostic
from brickform.resolve.project import ResolvedProject


def dbt_also_runs(graph: ResourceGraph, project: ResolvedProject) -> Iterator[Diagnostic]:
    if project.is_dbt and graph.jobs:
        yield Diagnostic(
            codes.DBT_ALSO_RUNS,
            f"{len(graph.jobs)} deployed jobs build tables that `dbt run` would build too",
            help="exclude these models from dbt run (dbt resets any job of the same name),"
            " and give existing_job_id for a job that dbt made",
        )
