"""What the one-time submission methods require, as dbt-databricks does."""

from __future__ import annotations

from collections.abc import Iterator

from brickform import codes
from brickform.compile.compute import choose_compute
from brickform.compile.graph import ResourceGraph
from brickform.compile.groups import submission_method
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.resolve.project import ResolvedModel, ResolvedProject


def missing_cluster(graph: ResourceGraph, project: ResolvedProject) -> Iterator[Diagnostic]:
    deployed = {model_id for job in graph.jobs for model_id in job.models}
    for model in project.models:
        method = submission_method(model)
        if method == "job_cluster" and not model.config.value.get("job_cluster_config"):
            yield _missing(model, "job_cluster_config")
        if method == "all_purpose_cluster" and model.unique_id in deployed and _is_serverless(model, project):
            yield _missing(model, "cluster_id")


def _is_serverless(model: ResolvedModel, project: ResolvedProject) -> bool:
    return choose_compute(model, project.target, Diagnostics()).is_serverless


def _missing(model: ResolvedModel, key: str) -> Diagnostic:
    method = submission_method(model)
    code = codes.JOB_CLUSTER_REQUIRED if method == "job_cluster" else codes.CLUSTER_REQUIRED
    return Diagnostic.at(
        code,
        model.config.get("submission_method") or model.source,
        f"'{model.name}' is a {method} model, which needs '{key}'",
        help=f"write '{key}', or choose submission_method: serverless_cluster",
    )
