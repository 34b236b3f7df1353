"""Text to plain data and positions: knows where things are written, not what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from brickform.read.project import Project as Project
    from brickform.read.project import ReadOptions as ReadOptions
    from brickform.read.project_reader import read_project as read_project


def __getattr__(name: str) -> Any:
    # lazy: the reader pulls in YAML and Jinja, the dataclasses alone do not
    if name == "read_project":
        from brickform.read.project_reader import read_project

        return read_project
    if name in ("Project", "ReadOptions"):
        from brickform.read import project

        return getattr(project, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
