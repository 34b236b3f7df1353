"""One deployed job from a group of models."""

from __future__ import annotations

from collections.abc import Sequence

from brickform.compile.compute import Compute, choose_compute
from brickform.compile.dbt_tasks import DbtBuilds
from brickform.compile.environments import DEFAULT_ENVIRONMENT_KEY, environment_key, environments
from brickform.compile.group_tasks import CompiledModel, tied_tasks
from brickform.compile.groups import ModelGroup
from brickform.compile.job_clusters import SharedClusters
from brickform.compile.keys import is_job_key
from brickform.compile.libraries import place_packages
from brickform.compile.lifecycle import previous_keys
from brickform.compile.misplaced import misplaced_settings
from brickform.compile.model import Job, Notebook
from brickform.compile.names import resource_key
from brickform.compile.normalise import normalise
from brickform.compile.notebooks import compile_notebook
from brickform.compile.tasks import DEFAULT_TASK_KEY, finish_task, hooks_of, main_task
from brickform.diagnostics import Diagnostics
from brickform.location import SourceMap
from brickform.resolve.project import ResolvedModel, ResolvedProject
from brickform.sourced import Sourced


def compile_job(
    group: ModelGroup, project: ResolvedProject, problems: Diagnostics
) -> tuple[Job, tuple[Notebook, ...]]:
    """Build the job of a group and the notebook of each of its models."""
    settings = job_settings(group.config, group.source, group.name, project)
    computes = [choose_compute(model, project.target, problems) for model in group.models]
    if group.together is not None:
        tasks, notebooks = _of_several(group, project, computes, settings, problems)
    else:
        (model,), (compute,) = group.models, computes
        only = _compile_model(model, project, DEFAULT_TASK_KEY, compute, settings, problems)
        tasks, notebooks = [only.task, *hooks_of(model.config)], [only.notebook]
    shared = project.clusters.value if project.clusters is not None else {}
    finished = [finish_task(task, "git_source" in settings, shared) for task in tasks]
    settings["tasks"] = Sourced.sequence(finished, group.source)
    job = Job(
        key=group.key,
        settings=normalise(Sourced.mapping(settings, group.source)),
        models=group.model_ids,
        existing_job_id=existing_job_id(group.config),
        previous_keys=previous_keys(group.config),
        folder=group.folder,
        grouped=group.together is not None,
    )
    return job, tuple(notebooks)


def _of_several(
    group: ModelGroup,
    project: ResolvedProject,
    computes: Sequence[Compute],
    settings: dict[str, Sourced],
    problems: Diagnostics,
) -> tuple[list[Sourced], list[Notebook]]:
    """Return the tasks and notebooks of a job of several models, and complete its settings."""
    problems.extend(misplaced_settings(group))
    clusters = SharedClusters(group, project)
    computes = [clusters.share(model, own) for model, own in zip(group.models, computes, strict=True)]
    defined = clusters.definitions(settings.get("job_clusters"))
    if defined:
        settings["job_clusters"] = Sourced.sequence(defined, group.source)
    models = []
    for model, compute in zip(group.models, computes, strict=True):
        key = resource_key(model, project.name)
        models.append(_compile_model(model, project, key, compute, settings, problems))
    dbt = DbtBuilds(group, project, clusters.of_the_job, problems)
    tasks = tied_tasks(group, project, models, dbt, problems)
    if (environment := dbt.environment(tasks)) is not None:
        written = settings.get("environments")
        listed = list(written.elements()) if written is not None else []
        settings["environments"] = Sourced.sequence([*listed, environment], environment.source)
    return tasks, [item.notebook for item in models]


def _compile_model(
    model: ResolvedModel,
    project: ResolvedProject,
    task_key: str,
    compute: Compute,
    settings: dict[str, Sourced],
    problems: Diagnostics,
) -> CompiledModel:
    packages = place_packages(model, compute, settings.get("job_clusters"))
    environment_name = DEFAULT_ENVIRONMENT_KEY if task_key == DEFAULT_TASK_KEY else task_key
    environment = environment_key(model.config, compute, problems, environment_name)
    if (defined := environments(settings.get("environments"), model.config, environment)) is not None:
        settings["environments"] = defined
    notebook = compile_notebook(model, project, packages, problems)
    key = resource_key(model, project.name)
    task = main_task(model, task_key, key, compute, packages.libraries, environment, problems)
    return CompiledModel(model, notebook, task)


def job_settings(
    config: Sourced, source: SourceMap, name: str, project: ResolvedProject
) -> dict[str, Sourced]:
    """Return the settings at the level of the job, without its tasks; ``name`` is for a job that has none."""
    written = config.get("python_job_config")
    settings = written.picked(is_job_key) if written is not None else {}
    place = Sourced(None, source)
    settings.setdefault("name", place.derive(name))
    # Terraform's provider and bundles fill in opposite defaults, so it is always sent.
    settings.setdefault("queue", place.derive({"enabled": True}))
    if project.target.run_as is not None:
        settings.setdefault("run_as", project.target.run_as)
    return settings


def existing_job_id(config: Sourced) -> Sourced | None:
    """Return the id of the job to adopt as text; dbt's empty string means none."""
    written = config.at("python_job_config", "existing_job_id")
    if written is None or written.value in ("", 0):
        return None
    return written.derive(str(written.value))
