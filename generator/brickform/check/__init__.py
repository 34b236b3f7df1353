"""Named checks over the whole resource graph: what no single model can show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import product

from brickform.check.compute.assignment import left_to_serverless, several_computes, unknown_job_clusters
from brickform.check.compute.cluster_size import incomplete_cluster, missing_workers, reversed_workers
from brickform.check.compute.clusters import all_clusters
from brickform.check.compute.environments import (
    environments_on_clusters,
    missing_environments,
    unknown_environments,
)
from brickform.check.compute.libraries import libraries_on_serverless
from brickform.check.compute.spark_versions import wrong_spark_version
from brickform.check.compute.submission_methods import missing_cluster
from brickform.check.dbt.differences import braces_in_code, dbt_also_runs, dbt_does_otherwise
from brickform.check.names.duplicates import (
    adopted_in_development,
    adopted_twice,
    duplicate_job_names,
    duplicate_notebook_paths,
    duplicate_resource_keys,
    unsafe_cluster_keys,
    unsafe_job_keys,
)
from brickform.check.names.listed_jobs import misspelt_listed_jobs, types_of_no_parameter
from brickform.check.names.renames import previous_names_claimed_twice, previous_names_in_use
from brickform.check.names.spelling import names_with_blanks, refused_table_names
from brickform.check.packages.model_packages import (
    duplicate_packages,
    malformed_packages,
    nothing_to_install,
    packages_from_elsewhere,
    replaced_packages,
    unpinned_packages,
    wrong_index_url,
)
from brickform.check.packages.package_lists import ModelPackages
from brickform.check.permissions import owned_by_group, several_owners, unlikely_principals
from brickform.check.schedules.job_schedules import unknown_time_zones, wrong_cron_expressions
from brickform.check.secrets import secrets_in_plain_text
from brickform.check.tasks.continuous import limits_of_continuous_jobs
from brickform.check.tasks.definitions import duplicate_definitions, unused_job_clusters
from brickform.check.tasks.dependencies import dependencies_without_effect, task_cycles, unknown_tasks
from brickform.check.tasks.for_each import misplaced_in_for_each
from brickform.check.tasks.job_tasks import JobTasks, beyond_limits, duplicate_task_keys
from brickform.check.tasks.timeouts import timeouts_after_the_job, timeouts_of_zero
from brickform.check.yaml_traps import retyped_scalars
from brickform.compile.graph import ResourceGraph
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.resolve.project import ResolvedProject, Target
from brickform.sourced import Sourced

JOB_CHECKS: tuple[Callable[[JobTasks], Iterable[Diagnostic]], ...] = (
    duplicate_task_keys,
    beyond_limits,
    unknown_tasks,
    task_cycles,
    dependencies_without_effect,
    misplaced_in_for_each,
    duplicate_definitions,
    unknown_job_clusters,
    several_computes,
    left_to_serverless,
    unknown_environments,
    missing_environments,
    environments_on_clusters,
    libraries_on_serverless,
    timeouts_of_zero,
    timeouts_after_the_job,
    limits_of_continuous_jobs,
    wrong_cron_expressions,
    unknown_time_zones,
)

CLUSTER_CHECKS: tuple[Callable[[Sourced], Iterable[Diagnostic]], ...] = (
    incomplete_cluster,
    reversed_workers,
    missing_workers,
    wrong_spark_version,
)

PACKAGE_CHECKS: tuple[Callable[[ModelPackages, Target], Iterable[Diagnostic]], ...] = (
    malformed_packages,
    packages_from_elsewhere,
    wrong_index_url,
    unpinned_packages,
    duplicate_packages,
    replaced_packages,
)

GRAPH_CHECKS: tuple[Callable[[ResourceGraph], Iterable[Diagnostic]], ...] = (
    unsafe_cluster_keys,
    unsafe_job_keys,
    duplicate_resource_keys,
    duplicate_job_names,
    duplicate_notebook_paths,
    previous_names_claimed_twice,
    several_owners,
    owned_by_group,
    unlikely_principals,
    names_with_blanks,
    adopted_in_development,
)

PROJECT_CHECKS: tuple[Callable[[ResourceGraph, ResolvedProject], Iterable[Diagnostic]], ...] = (
    adopted_twice,
    missing_cluster,
    dbt_also_runs,
    dbt_does_otherwise,
    braces_in_code,
    previous_names_in_use,
    refused_table_names,
    secrets_in_plain_text,
    retyped_scalars,
    types_of_no_parameter,
    misspelt_listed_jobs,
)


def check(graph: ResourceGraph, project: ResolvedProject) -> Diagnostics:
    """Run every check and collect what they find."""
    found = Diagnostics(_check_parts(graph, project))
    for check_graph in GRAPH_CHECKS:
        found.extend(check_graph(graph))
    for check_project in PROJECT_CHECKS:
        found.extend(check_project(graph, project))
    return found


def _check_parts(graph: ResourceGraph, project: ResolvedProject) -> Iterator[Diagnostic]:
    """Check one job, one cluster and one model after the other; then what several of them share."""
    jobs = [JobTasks.of(job) for job in graph.jobs]
    for job, check_job in product(jobs, JOB_CHECKS):
        yield from check_job(job)
    for cluster, check_cluster in product(all_clusters(jobs, graph, project), CLUSTER_CHECKS):
        yield from check_cluster(cluster)
    packages = [ModelPackages.of(model) for model in project.models]
    for lists, check_packages in product(packages, PACKAGE_CHECKS):
        yield from check_packages(lists, project.target)
    yield from unused_job_clusters(jobs)
    yield from nothing_to_install(project.models)
