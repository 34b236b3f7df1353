"""One deployed job from a group of models."""

from __future__ import annotations

from brickform.compile.compute import choose_compute
from brickform.compile.environments import environment_key, environments
from brickform.compile.groups import ModelGroup
from brickform.compile.keys import is_job_key
from brickform.compile.libraries import place_packages
from brickform.compile.lifecycle import previous_keys
from brickform.compile.model import Job, Notebook
from brickform.compile.names import folder_name, job_name, resource_key
from brickform.compile.normalise import normalise
from brickform.compile.notebooks import compile_notebook
from brickform.compile.tasks import finish_task, main_task, post_hook_tasks
from brickform.diagnostics import Diagnostics
from brickform.resolve.project import ResolvedModel, ResolvedProject
from brickform.sourced import Sourced


def compile_job(
    group: ModelGroup, project: ResolvedProject, problems: Diagnostics
) -> tuple[Job, tuple[Notebook, ...]]:
    """Build the job of a group and the notebook of each of its models."""
    settings = job_settings(group.lead, project)
    tasks: list[Sourced] = []
    notebooks: list[Notebook] = []
    for model in group.models:
        notebook, model_tasks = _compile_model(model, project, settings, problems)
        notebooks.append(notebook)
        tasks.extend(model_tasks)
    shared = project.clusters.value if project.clusters is not None else {}
    finished = [finish_task(task, "git_source" in settings, shared) for task in tasks]
    settings["tasks"] = Sourced.sequence(finished, group.lead.source)
    job = Job(
        key=group.key,
        settings=normalise(Sourced.mapping(settings, group.lead.source)),
        models=group.model_ids,
        existing_job_id=existing_job_id(group.lead.config),
        previous_keys=previous_keys(group.lead.config),
        folder=folder_name(group.lead, project.name),
    )
    return job, tuple(notebooks)


def _compile_model(
    model: ResolvedModel, project: ResolvedProject, settings: dict[str, Sourced], problems: Diagnostics
) -> tuple[Notebook, list[Sourced]]:
    compute = choose_compute(model, project.target, problems)
    packages = place_packages(model, compute)
    environment = environment_key(model.config, compute, problems)
    if (defined := environments(model.config, environment)) is not None:
        settings["environments"] = defined
    notebook = compile_notebook(model, project, packages, problems)
    key = resource_key(model, project.name)
    task = main_task(model, key, compute, packages.libraries, environment, problems)
    return notebook, [task, *post_hook_tasks(model)]


def job_settings(model: ResolvedModel, project: ResolvedProject) -> dict[str, Sourced]:
    """Return the settings at the level of the job, without its tasks."""
    written = model.config.get("python_job_config")
    entries = written.items() if written is not None else ()
    settings = {key: value for key, value in entries if is_job_key(key) and value.value is not None}
    place = Sourced(None, model.source)
    settings.setdefault("name", place.derive(job_name(model.relation)))
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
