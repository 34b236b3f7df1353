"""Where a model's packages go: libraries of the cluster, or a ``%pip`` cell of the notebook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from brickform.compile.compute import Compute, spark_major_version
from brickform.resolve.project import ResolvedModel
from brickform.sourced import Sourced

_FIRST_RUNTIME_TO_RESTART = 13


class Packages(NamedTuple):
    """``libraries`` for the task, or requirements for the notebook; never the same package in both."""

    libraries: tuple[Sourced, ...] = ()
    notebook_requirements: tuple[str, ...] = ()
    index_url: str | None = None
    restart_python: bool = False


def place_packages(model: ResolvedModel, compute: Compute, job_clusters: Sourced | None) -> Packages:
    """Decide by the compute: serverless takes no libraries, so its packages go into the notebook."""
    config = model.config
    index_url = config.get("index_url")
    libraries = list(_written_libraries(config))
    packages = config.get("packages")
    requirements = list(packages.elements()) if packages is not None else []
    scoped = config.get("notebook_scoped_libraries")
    if requirements and (compute.is_serverless or (scoped is not None and scoped.value is True)):
        return Packages(
            libraries=tuple(libraries),
            notebook_requirements=tuple(str(item.value) for item in requirements),
            index_url=None if index_url is None else str(index_url.value),
            restart_python=_restarts_python(compute, job_clusters),
        )
    return Packages(libraries=(*(_pypi_library(item, index_url) for item in requirements), *libraries))


def _written_libraries(config: Sourced) -> Iterator[Sourced]:
    for path in (("additional_libs",), ("python_job_config", "libraries")):
        if (written := config.at(*path)) is not None:
            yield from written.elements()


def _pypi_library(requirement: Sourced, index_url: Sourced | None) -> Sourced:
    pypi = {"package": requirement}
    if index_url is not None:
        pypi["repo"] = index_url
    place = requirement.source
    return Sourced.mapping({"pypi": Sourced.mapping(pypi, place)}, place)


def _restarts_python(compute: Compute, job_clusters: Sourced | None) -> bool:
    version = spark_major_version(compute, job_clusters)
    return version is None or version >= _FIRST_RUNTIME_TO_RESTART
