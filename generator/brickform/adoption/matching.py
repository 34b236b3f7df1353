"""Which existing job belongs to which model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, partial
from typing import NamedTuple

from brickform import codes
from brickform.adoption.job_pair import JobPair, ModelJob, main_task
from brickform.compile.graph import ResourceGraph
from brickform.compile.names import job_name, models_named
from brickform.compile.tasks import DEFAULT_TASK_KEY
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.resolve.project import ResolvedModel, ResolvedProject
from brickform.suggestions import did_you_mean, listed
from brickform.workspace.client import Workspace
from brickform.workspace.existing_jobs import ExistingJob, read_job
from brickform.workspace.job_names import as_job, job_id_of, list_job_names

_OF_DBT = "dbt__"
_GIVE_ID = "give the id of the job"


class Request(NamedTuple):
    """What to adopt: ids, exact names or ``MODEL=JOB``; and whether all that dbt made for the project."""

    words: tuple[str, ...]
    made_by_dbt: bool = False


class Matching(NamedTuple):
    """The jobs with their models, as far as there is exactly one of each."""

    pairs: tuple[JobPair, ...]
    diagnostics: Diagnostics


class _Found(NamedTuple):
    mine: ModelJob
    job_id: int


def model_jobs(project: ResolvedProject, graph: ResourceGraph) -> dict[str, ModelJob]:
    """Return every model that has a job of its own with that job, by unique id."""
    models = {model.unique_id: model for model in project.models}
    return {
        job.models[0]: ModelJob(models[job.models[0]], job, graph.permissions_of("job", job.key))
        for job in graph.jobs
        if not job.grouped
    }


def match_jobs(
    request: Request, project: ResolvedProject, graph: ResourceGraph, workspace: Workspace
) -> Matching:
    """Find the jobs that are asked for, and the model of each; raises WorkspaceError."""
    problems = Diagnostics()
    mine = model_jobs(project, graph)
    read = cache(partial(read_job, workspace))
    found = []
    for word in request.words:
        called, job = _split(word, project)
        named = [mine[model.unique_id] for model in called if model.unique_id in mine]
        if called and not named:
            problems.add(_no_job_of_its_own(called[0], project))
            continue
        job_id = job_id_of(workspace, as_job(job), _GIVE_ID)
        models = named or _of_job(job_id, str(read(job_id).settings.get("name")), mine.values())
        found += [_Found(model, job_id) for model in models[:1]]
        if len(models) != 1:
            problems.add(_no_model(word, job_id, models, project.models))
    if request.made_by_dbt:
        found += _made_by_dbt(list_job_names(workspace), mine.values(), problems)
    pairs = (_pair(one, read(one.job_id), problems) for one in _one_a_model(found, problems))
    return Matching(tuple(pair for pair in pairs if pair is not None), problems)


def _split(word: str, project: ResolvedProject) -> tuple[list[ResolvedModel], str]:
    """Return the models that MODEL=JOB names, and what it says of the job; a name may hold ``=`` too."""
    before, equals, after = word.partition("=")
    models = models_named(before, project.models, project.name) if equals else []
    return models, after if models else word


def _of_job(job_id: int, name: str, mine: Iterable[ModelJob]) -> list[ModelJob]:
    """Return the models that say they adopt a job, else those whose job has its name."""
    jobs = list(mine)
    adopted = [one for one in jobs if _adopts(one, job_id)]
    return adopted or [one for one in jobs if name in _names(one)]


def _adopts(one: ModelJob, job_id: int) -> bool:
    return one.job.existing_job_id is not None and one.job.existing_job_id.value == str(job_id)


def _names(one: ModelJob) -> set[str]:
    return {str(one.job.settings.value["name"]), job_name(one.model.relation)}


def _made_by_dbt(names: dict[int, str], mine: Iterable[ModelJob], problems: Diagnostics) -> list[_Found]:
    found = []
    for job_id, name in sorted(names.items()):
        models = _of_job(job_id, name, mine)
        found += [_Found(model, job_id) for model in models]
        if not models and name.startswith(_OF_DBT):
            summary = f"job {job_id} '{name}' belongs to no model of this project and target"
            problems.add(Diagnostic(codes.JOB_WITHOUT_MODEL, summary))
    return found


def _one_a_model(found: Iterable[_Found], problems: Diagnostics) -> Iterator[_Found]:
    """Yield one job for each model, and one model for each job; report the others."""
    distinct = {(one.mine.model.unique_id, one.job_id): one for one in found}
    for unique_id in sorted({model for model, _ in distinct}):
        jobs = [one for (model, _), one in distinct.items() if model == unique_id]
        models = [one.mine.model for (_, job_id), one in distinct.items() if job_id == jobs[0].job_id]
        if len(jobs) > 1:
            problems.add(_several_jobs(jobs[0].mine.model, [one.job_id for one in jobs]))
        elif len(models) > 1:
            problems.add(_several_models(jobs[0], models))
        else:
            yield jobs[0]


def _pair(found: _Found, existing: ExistingJob, problems: Diagnostics) -> JobPair | None:
    tasks = list(_tasks_of_model(found.mine, existing))
    if len(tasks) == 1:
        return JobPair(found.mine, existing, tasks[0])
    problems.add(_no_model_task(found.mine.model, existing, tasks))
    return None


def _tasks_of_model(mine: ModelJob, existing: ExistingJob) -> list[str]:
    """Return the keys of the tasks that may run the model: that of its name, dbt's, or the only notebook."""
    notebooks = {
        str(task["task_key"]): str(task["notebook_task"].get("notebook_path", ""))
        for task in existing.settings.get("tasks") or []
        if task.get("notebook_task")
    }
    for key in (main_task(mine.job.settings.value)["task_key"], DEFAULT_TASK_KEY):
        if key in notebooks:
            return [key]
    identifier = mine.model.relation.identifier
    of_table = [key for key, path in notebooks.items() if path.rpartition("/")[2] == identifier]
    return of_table or list(notebooks)


def _no_model(
    word: str, job_id: int, candidates: list[ModelJob], models: Iterable[ResolvedModel]
) -> Diagnostic:
    if candidates:
        ids = listed(one.model.unique_id for one in candidates)
        summary, advice = f"'{word}' fits several models: {ids}", f"write MODEL={job_id}"
    else:
        names = [model.name for model in models]
        guess = did_you_mean(word.partition("=")[0], names, otherwise=f"the models are: {listed(names)}")
        summary, advice = f"'{word}' fits no model of this target", f"write MODEL={job_id}; {guess}"
    return Diagnostic(codes.NO_SUCH_MODEL, summary, help=advice)


def _no_job_of_its_own(model: ResolvedModel, project: ResolvedProject) -> Diagnostic:
    summary = f"'{model.name}' has no job of its own in this target"
    together = [job.name for job in project.jobs if model.unique_id in job.models]
    advice = f"write existing_job_id into python_job_config of the job '{together[0]}'" if together else ""
    return Diagnostic.at(codes.NO_SUCH_MODEL, model.source, summary, help=advice)


def _several_jobs(model: ResolvedModel, ids: list[int]) -> Diagnostic:
    summary = f"'{model.name}' is left out: jobs {', '.join(map(str, ids))} could be its job"
    advice = f"choose one: {model.name}={ids[0]}"
    return Diagnostic.at(codes.SEVERAL_JOBS, model.source, summary, help=advice)


def _several_models(found: _Found, models: list[ResolvedModel]) -> Diagnostic:
    names = listed(model.unique_id for model in models)
    summary = f"'{found.mine.model.name}' is left out: job {found.job_id} could be that of {names}"
    return Diagnostic.at(
        codes.SEVERAL_JOBS, found.mine.model.source, summary, help=f"choose one: MODEL={found.job_id}"
    )


def _no_model_task(model: ResolvedModel, existing: ExistingJob, tasks: list[str]) -> Diagnostic:
    what = f"tasks {', '.join(tasks)} could run it" if tasks else "none of its tasks runs a notebook"
    summary = f"'{model.name}' is left out: of job {existing.job_id} {what}"
    advice = "give its 'additional_task_settings' the task_key of the right one" if tasks else ""
    return Diagnostic.at(codes.NO_MODEL_TASK, model.source, summary, help=advice)
