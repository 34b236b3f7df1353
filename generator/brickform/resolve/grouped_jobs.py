"""``jobs:`` of brickform.yml: which models share a job, and what is said of that job."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from brickform.codes import JOB_ENTRY, MODEL_IN_TWO_JOBS, SELECTOR, UNKNOWN_JOB_OVERRIDE
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.read.project import Project
from brickform.resolve.model_configs import ModelConfigs
from brickform.resolve.project import GroupedJob
from brickform.resolve.selection import Selectable, select
from brickform.resolve.targets import TargetSource
from brickform.sourced import Sourced
from brickform.suggestions import did_you_mean, listed

_KEY = "jobs"
_NOT_OF_A_CONFIG = ("models", "with_dbt")


def has_jobs(project: Project) -> bool:
    return project.brickform is not None and bool(project.brickform.value.get(_KEY))


def written_jobs(
    project: Project, target: TargetSource, configs: ModelConfigs, found: Diagnostics
) -> dict[str, Sourced]:
    """Return the entries of ``jobs:`` for one target, merged and rendered, by name."""
    section = project.brickform.get(_KEY) if project.brickform is not None else None
    jobs = {name: entry for name, entry in section.items() if entry.value} if section is not None else {}
    overrides = target.own.get(_KEY) if target.own is not None else None
    changes = overrides.entries() if overrides is not None else {}
    for name in sorted(changes.keys() - jobs.keys()):
        summary = f"there is no job '{name}' to override"
        advice = did_you_mean(name, jobs, otherwise=f"the jobs are: {listed(jobs)}")
        found.add(Diagnostic.at(UNKNOWN_JOB_OVERRIDE, changes[name], summary, help=advice, key=True))
    return {name: configs.of_job(jobs[name], changes.get(name)) for name in sorted(jobs)}


def grouped_jobs(
    jobs: dict[str, Sourced], models: Sequence[Selectable], found: Diagnostics
) -> tuple[GroupedJob, ...]:
    """Find the models of each job; a model that two jobs name is an error, and stays with the first."""
    taken: dict[str, str] = {}
    grouped = []
    for name, entry in jobs.items():
        members = dict(_members(name, entry, models, taken, found))
        config = entry.without(_NOT_OF_A_CONFIG)
        grouped.append(GroupedJob(name, config, members, entry.get("with_dbt")))
    return tuple(grouped)


def _members(
    name: str, entry: Sourced, models: Sequence[Selectable], taken: dict[str, str], found: Diagnostics
) -> Iterator[tuple[str, Sourced]]:
    listed_models = entry.get("models")
    for selector in listed_models.elements() if listed_models is not None else ():
        for unique_id in sorted(_selected(selector, models, found)):
            first = taken.setdefault(unique_id, name)
            if first == name:
                yield unique_id, selector
            else:
                model = unique_id.partition(".")[2]
                summary = f"'{model}' is in the job '{first}' already"
                advice = "leave it with one of the two: a model has one job"
                found.add(Diagnostic.at(MODEL_IN_TWO_JOBS, selector, summary, help=advice))


def _selected(selector: Sourced, models: Sequence[Selectable], found: Diagnostics) -> frozenset[str]:
    word = str(selector.value).strip() or "''"  # without any word everything would be selected
    problems = Diagnostics()
    selected = select(models, [word], problems)
    for problem in problems:
        code = SELECTOR if problem.code is SELECTOR else JOB_ENTRY
        summary = problem.summary if code is SELECTOR else f"'{selector.value}' fits no Python model"
        advice = problem.help or "write the name of a model, tag:…, path:… or package:…"
        found.add(Diagnostic.at(code, selector, summary, help=advice))
    return selected
