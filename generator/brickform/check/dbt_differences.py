"""What a user who comes from dbt should know."""

from __future__ import annotations

from collections.abc import Iterator

from brickform import codes
from brickform.compile.graph import ResourceGraph
from brickform.diagnostics import Diagnostic
from brickform.resolve.project import ResolvedProject


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
