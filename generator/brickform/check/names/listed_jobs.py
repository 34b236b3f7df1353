"""The jobs that agents and SQL may start have to be there, and to declare the parameters that get a type."""

from __future__ import annotations

from collections.abc import Iterator

from brickform import codes
from brickform.compile.graph import ResourceGraph
from brickform.compile.model import Job
from brickform.diagnostics import Diagnostic
from brickform.resolve.project import ResolvedProject
from brickform.sourced import Sourced
from brickform.suggestions import NEARLY_EQUAL, closest, did_you_mean, listed


def types_of_no_parameter(graph: ResourceGraph, project: ResolvedProject) -> Iterator[Diagnostic]:
    for word, entry in _listed(project):
        job = _job_called(word, graph)
        if job is not None:
            yield from _undeclared(job, entry.get("parameters"))


def misspelt_listed_jobs(graph: ResourceGraph, project: ResolvedProject) -> Iterator[Diagnostic]:
    """Report what is almost a job of the project; any other word may name a job of somebody else."""
    for word, entry in _listed(project):
        if _job_called(word, graph) is None:
            meant = closest(word, [job.key for job in graph.jobs], cutoff=NEARLY_EQUAL)
            if meant is not None:
                summary = f"no job of this project is called '{word}'"
                advice = f"did you mean '{meant}'?"
                yield Diagnostic.at(codes.LISTED_JOB_MISSPELT, entry, summary, help=advice, key=True)


def _listed(project: ResolvedProject) -> Iterator[tuple[str, Sourced]]:
    return project.listed_jobs.items() if project.listed_jobs is not None else iter(())


def _job_called(word: str, graph: ResourceGraph) -> Job | None:
    return next((job for job in graph.jobs if job.is_called(word) or _name(job) == word), None)


def _name(job: Job) -> object:
    return job.settings.value.get("name")


def _undeclared(job: Job, types: Sourced | None) -> Iterator[Diagnostic]:
    declared = [str(parameter["name"]) for parameter in job.settings.value.get("parameters") or []]
    for name, type_ in types.items() if types is not None else ():
        if name not in declared:
            there_are = f"it declares {listed(declared)}" if declared else "it declares none"
            advice = did_you_mean(name, declared, otherwise=there_are)
            summary = f"the job '{job.key}' declares no parameter '{name}'"
            yield Diagnostic.at(codes.TYPE_OF_NO_PARAMETER, type_, summary, help=advice, key=True)
