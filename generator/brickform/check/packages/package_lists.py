"""Every place of a model's config that lists Python packages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from brickform.resolve.project import ResolvedModel
from brickform.sourced import Sourced

LIBRARIES = (("additional_libs",), ("python_job_config", "libraries"))
"""The libraries of the main task, unless ``additional_task_settings`` replaces them."""


class ModelPackages(NamedTuple):
    """A model whose lists of packages are taken apart once, for all checks."""

    model: ResolvedModel
    packages: tuple[Sourced, ...]
    """Of the key of that name."""
    libraries_of_main_task: tuple[Sourced, ...]
    libraries: tuple[Sourced, ...]
    """Of any task."""
    everywhere: tuple[Sourced, ...]
    """All of them, and those of environments."""

    @classmethod
    def of(cls, model: ResolvedModel) -> ModelPackages:
        config = model.config
        packages = tuple(_elements(config, "packages"))
        of_main_task = tuple(package for path in LIBRARIES for package in _pypi_packages(config, *path))
        libraries = (*of_main_task, *_libraries_of_tasks(config))
        everywhere = (*packages, *libraries, *_environment_dependencies(config))
        return cls(model, packages, of_main_task, libraries, everywhere)


def _libraries_of_tasks(config: Sourced) -> Iterator[Sourced]:
    if (job := config.get("python_job_config")) is not None:
        yield from _pypi_packages(job, "additional_task_settings", "libraries")
        for task in _elements(job, "post_hook_tasks"):
            yield from _pypi_packages(task, "libraries")
            yield from _pypi_packages(task, "for_each_task", "task", "libraries")


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
