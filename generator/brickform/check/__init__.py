"""Named checks over the whole resource graph: what no single model can show."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from brickform.check.cluster_size import incomplete_clusters, reversed_workers, workers_missing
from brickform.check.compute import left_to_serverless, several_computes, unknown_job_clusters
from brickform.check.continuous import limits_of_continuous_jobs
from brickform.check.dbt_differences import dbt_also_runs
from brickform.check.definitions import duplicate_definitions, unused_job_clusters
from brickform.check.dependencies import dependencies_without_effect, task_cycles, unknown_tasks
from brickform.check.environments import environments_on_clusters, missing_environments, unknown_environments
from brickform.check.for_each import misplaced_in_for_each
from brickform.check.libraries import libraries_on_serverless
from brickform.check.names import (
    adopted_in_development,
    adopted_twice,
    duplicate_job_names,
    duplicate_notebook_paths,
    duplicate_resource_keys,
    unsafe_cluster_keys,
)
from brickform.check.packages import (
    duplicate_packages,
    malformed_packages,
    nothing_to_install,
    packages_from_elsewhere,
    replaced_packages,
    unpinned_packages,
    wrong_index_urls,
)
from brickform.check.permissions import owned_by_group, several_owners, unlikely_principals
from brickform.check.renames import previous_names_claimed_twice, previous_names_in_use
from brickform.check.schedules import unknown_time_zones, wrong_cron_expressions
from brickform.check.secrets import secrets_in_plain_text
from brickform.check.spark_versions import wrong_spark_versions
from brickform.check.spelling import names_with_blanks, refused_table_names
from brickform.check.submission_methods import missing_cluster
from brickform.check.tasks import duplicate_task_keys
from brickform.check.timeouts import timeouts_after_the_job, timeouts_of_zero
from brickform.compile.graph import ResourceGraph
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.resolve.project import ResolvedProject

GRAPH_CHECKS: tuple[Callable[[ResourceGraph], Iterable[Diagnostic]], ...] = (
    unsafe_cluster_keys,
    duplicate_resource_keys,
    duplicate_job_names,
    duplicate_notebook_paths,
    previous_names_claimed_twice,
    duplicate_task_keys,
    unknown_tasks,
    task_cycles,
    dependencies_without_effect,
    misplaced_in_for_each,
    duplicate_definitions,
    unused_job_clusters,
    unknown_job_clusters,
    several_computes,
    left_to_serverless,
    unknown_environments,
    missing_environments,
    environments_on_clusters,
    libraries_on_serverless,
    several_owners,
    owned_by_group,
    unlikely_principals,
    names_with_blanks,
    adopted_in_development,
    timeouts_of_zero,
    timeouts_after_the_job,
    limits_of_continuous_jobs,
    wrong_cron_expressions,
    unknown_time_zones,
)

PROJECT_CHECKS: tuple[Callable[[ResourceGraph, ResolvedProject], Iterable[Diagnostic]], ...] = (
    adopted_twice,
    missing_cluster,
    incomplete_clusters,
    reversed_workers,
    workers_missing,
    wrong_spark_versions,
    dbt_also_runs,
    previous_names_in_use,
    refused_table_names,
    secrets_in_plain_text,
    malformed_packages,
    packages_from_elsewhere,
    wrong_index_urls,
    unpinned_packages,
    duplicate_packages,
    nothing_to_install,
    replaced_packages,
)


def check(graph: ResourceGraph, project: ResolvedProject) -> Diagnostics:
    """Run every check and collect what they find."""
    found = Diagnostics()
    for check_graph in GRAPH_CHECKS:
        found.extend(check_graph(graph))
    for check_project in PROJECT_CHECKS:
        found.extend(check_project(graph, project))
    return found
