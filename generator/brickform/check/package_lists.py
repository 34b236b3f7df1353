"""Every place of a model's config that lists Python packages."""

from __future__ import annotations

from collections.abc import Iterator

from brickform.resolve.project import ResolvedModel
from brickform.sourced import Sourced

LIBRARIES = (("additional_libs",), ("python_job_config", "libraries"))
"""The libraries of the main task, unless ``additional_task_settings`` replaces them."""


def all_packages(model: ResolvedModel) -> Iterator[Sourced]:
    yield from packages_of(model)
    yield from pypi_libraries(model)
    yield from _environment_dependencies(model.config)


def packages_of(model: ResolvedModel) -> Iterator[Sourced]:
    return _elements(model.config, "packages")


def pypi_libraries(model: ResolvedModel) -> Iterator[Sourced]:
    """Yield the packages that are written as libraries of any task."""
    yield from pypi_libraries_of_main_task(model)
    if (job := model.config.get("python_job_config")) is not None:
        yield from _pypi_packages(job, "additional_task_settings", "libraries")
        for task in _elements(job, "post_hook_tasks"):
            yield from _pypi_packages(task, "libraries")
            yield from _pypi_packages(task, "for_each_task", "task", "libraries")


def pypi_libraries_of_main_task(model: ResolvedModel) -> Iterator[Sourced]:
    for path in LIBRARIES:
        yield from _pypi_packages(model.config, *path)


def _pypi_packages(owner: Sourced, *path: str) -> Iterator[Sourced]:
    for library in _elements(owner, *path):
        if (package := library.at("pypi", "package")) is not None:
            yield package


def _environment_dependencies(config: Sourced) -> Iterator[Sourced]:
    yield from _elements(config, "environment_dependencies")
    for environment in _elements(config, "python_job_config", "environments"):
        yield from _elements(environment, "spec", "dependencies")


def _elements(owner: Sourced, *path: str) -> Iterator[Sourced]:
    """Yield the elements of a list inside, nothing where there is none; most lists are not there."""
    value = owner.value
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    found = owner.at(*path) if value else None
    return found.elements() if found is not None else iter(())
