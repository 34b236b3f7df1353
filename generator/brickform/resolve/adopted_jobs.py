"""Which targets claim the same existing job."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from brickform.read.project import Project
from brickform.sourced import Sourced

_KEY = "existing_job_id"


def mentions_existing_job(project: Project) -> bool:
    """Say whether any file may give an ``existing_job_id`` at all, be it in a var."""
    documents = [project.dbt_project, project.brickform, *project.package_projects.values()]
    for model in project.models:
        documents += [model.python.config, model.properties, model.version_properties]
    # no search is quicker than that through the text, and one that finds too much does no harm
    return any(document is not None and _KEY in repr(document.value) for document in documents)


def existing_job_ids(configs: Iterable[Sourced]) -> set[str]:
    """Return the ids that the configs of one target give, as text."""
    ids = (config.at("python_job_config", _KEY) for config in configs)
    return {text for entry in ids if entry is not None and (text := str(entry.value)).isdigit()}


def targets_by_job(ids_by_target: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    """Turn the ids of each target into the targets of each id."""
    jobs = sorted({job for ids in ids_by_target.values() for job in ids})
    return {job: tuple(sorted(name for name, ids in ids_by_target.items() if job in ids)) for job in jobs}
