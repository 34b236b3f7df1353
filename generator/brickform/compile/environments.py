"""Serverless environments: only where the user asked for one."""

from __future__ import annotations

from brickform import codes
from brickform.compile.compute import Compute
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.sourced import Sourced

DEFAULT_ENVIRONMENT_KEY = "default"
DEFAULT_ENVIRONMENT_VERSION = "4"


def environment_key(
    config: Sourced, compute: Compute, problems: Diagnostics, default: str = DEFAULT_ENVIRONMENT_KEY
) -> Sourced | None:
    """Return the ``environment_key`` of the main task; a cluster takes none."""
    written = config.at("python_job_config", "environment_key") or config.get("environment_key")
    dependencies = config.get("environment_dependencies")
    key = written or (dependencies.derive(default) if dependencies else None)
    if key is None:
        return None
    if not compute.is_serverless:
        problems.add(
            Diagnostic.at(
                codes.COMPUTE_CONFLICT,
                key,
                f"environments are for serverless compute; the task runs on {compute.given_by}",
                help=f"remove the environment, or '{compute.given_by}'",
            )
        )
        return None
    problems.add(
        Diagnostic.at(
            codes.NOTEBOOK_ENVIRONMENT,
            key,
            "the Jobs API has refused task environments for notebook tasks",
            help="use 'packages' for a %pip cell if the workspace refuses the job"
            " (https://github.com/databricks/dbt-databricks/issues/1009)",
        )
    )
    return key


def environments(written: Sourced | None, config: Sourced, key: Sourced | None) -> Sourced | None:
    """Return the job's ``environments``, with an entry for ``environment_dependencies`` of a model."""
    dependencies = config.get("environment_dependencies")
    if key is None or dependencies is None or _defines(written, key.value):
        return written
    listed = list(written.elements()) if written is not None else []
    return Sourced.sequence([*listed, _entry(config, key, dependencies)], dependencies.source)


def _defines(environments: Sourced | None, key: object) -> bool:
    return environments is not None and any(
        isinstance(entry, dict) and entry.get("environment_key") == key for entry in environments.value
    )


def _entry(config: Sourced, key: Sourced, dependencies: Sourced) -> Sourced:
    version = config.get("environment_version") or dependencies.derive(DEFAULT_ENVIRONMENT_VERSION)
    spec = {"environment_version": version.derive(str(version.value)), "dependencies": dependencies}
    place = dependencies.source
    return Sourced.mapping({"environment_key": key, "spec": Sourced.mapping(spec, place)}, place)
