"""What an overlay says of the task that runs the model."""

from __future__ import annotations

from brickform.adoption.overlay import JOB_CONFIG, Json, Overlay, is_same, smallest
from brickform.compile.compute import COMPUTE_KEYS
from brickform.compile.keys import TASK_KEYS

_TASK_CONFIG = (JOB_CONFIG, "additional_task_settings")
_OF_THE_MODEL = ("notebook_path", "source")
"""Where the notebook lies is brickform's to say."""
_SAID_ELSEWHERE = (*COMPUTE_KEYS, "environment_key", "libraries", "notebook_task")
_PLACES_OF_COMPUTE = (
    *((*_TASK_CONFIG, key) for key in (*COMPUTE_KEYS, "cluster_id")),
    *((JOB_CONFIG, key) for key in (*COMPUTE_KEYS, "cluster_id")),
    ("job_cluster_config",),
    ("cluster_id",),
)


def lay_main_task(overlay: Overlay, mine: Json, wanted: Json) -> None:
    """Say what changes the compiled task to the existing one, both in normal form."""
    _lay_compute(overlay, mine, wanted)
    _lay_libraries(overlay, mine, wanted)
    _lay_environment(overlay, mine, wanted)
    _lay_notebook(overlay, mine, wanted)
    for name in sorted((mine.keys() | wanted.keys()).difference(_SAID_ELSEWHERE)):
        if name not in wanted:
            overlay.erase(*_TASK_CONFIG, name)
            if name in TASK_KEYS:  # what jobs have too is the job's there
                overlay.erase(JOB_CONFIG, name)
        elif mine.get(name) != wanted[name]:
            written = overlay.written(*_TASK_CONFIG, name)
            overlay.put(smallest(written, wanted[name], name), *_TASK_CONFIG, name)


def _lay_compute(overlay: Overlay, mine: Json, wanted: Json) -> None:
    name = next((key for key in COMPUTE_KEYS if key in wanted), "")
    if name in mine and is_same(mine[name], wanted[name]):
        return
    given = [place for place in _PLACES_OF_COMPUTE if overlay.written(*place)]
    if name == "new_cluster" and name in mine:
        overlay.put(smallest(mine[name], wanted[name]), *given[0])
        return
    for place in given:
        overlay.erase(*place)
    if name == "new_cluster":
        overlay.put(wanted[name], "job_cluster_config")
    elif name == "existing_cluster_id":
        overlay.put(wanted[name], "cluster_id")
    elif name:
        overlay.put(wanted[name], JOB_CONFIG, name)


def _lay_libraries(overlay: Overlay, mine: Json, wanted: Json) -> None:
    libraries = wanted.get("libraries", [])
    if mine.get("libraries", []) == libraries:
        return
    for place in ((*_TASK_CONFIG, "libraries"), (JOB_CONFIG, "libraries"), ("additional_libs",)):
        overlay.erase(*place)
    packages = [library["pypi"] for library in libraries if _is_package(library)]
    indices = {package.get("repo") for package in packages}
    if len(indices) > 1:
        packages, indices = [], set()
    if overlay.written("notebook_scoped_libraries") is True:
        packages = []
    else:
        _lay_packages(overlay, [package["package"] for package in packages], *indices)
    others = [library for library in libraries if library.get("pypi") not in packages]
    if others:
        overlay.put(others, "additional_libs")


def _lay_packages(overlay: Overlay, packages: list[str], index_url: str | None = None) -> None:
    overlay.erase("packages")
    overlay.erase("index_url")
    if packages:
        overlay.put(packages, "packages")
    if index_url is not None:
        overlay.put(index_url, "index_url")


def _is_package(library: Json) -> bool:
    return library.keys() == {"pypi"} and library["pypi"].keys() <= {"package", "repo"}


def _lay_environment(overlay: Overlay, mine: Json, wanted: Json) -> None:
    key = wanted.get("environment_key")
    if mine.get("environment_key") == key:
        return
    for place in ((JOB_CONFIG, "environment_key"), ("environment_key",), ("environment_dependencies",)):
        overlay.erase(*place)
    if key is not None:
        overlay.put(key, "environment_key")


def _lay_notebook(overlay: Overlay, mine: Json, wanted: Json) -> None:
    task, other = (
        {key: value for key, value in settings["notebook_task"].items() if key not in _OF_THE_MODEL}
        for settings in (mine, wanted)
    )
    if task != other:
        overlay.put(smallest(task, other), *_TASK_CONFIG, "notebook_task")
