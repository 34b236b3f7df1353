"""Where the files of a bundle lie, and how they refer to each other."""

from __future__ import annotations

from brickform.compile.graph import ResourceGraph
from brickform.compile.model import Notebook, Ref
from brickform.emit.paths import notebook_file


def resource_file(target: str, key: str, kind: str) -> str:
    return f"resources/{target}/{key}.{kind}.yml"


def folder_file(target: str, folder: str) -> str:
    # Not `.job.yml`: the CLI comments on every command where such a file holds several jobs.
    return f"resources/{target}/{folder}.yml"


def lifecycle_file(target: str, key: str, kind: str) -> str:
    """Return a file that ``adopt.sh`` reads, and that no ``include`` of a bundle fits."""
    return f"resources/{target}/{key}.{kind}"


def bundle_notebook_file(target: str, notebook: Notebook) -> str:
    return f"src/{target}/{notebook_file(notebook)}"


class BundleReferences:
    """Writes a ``Ref`` as seen from the file of one job."""

    def __init__(self, graph: ResourceGraph, *, from_git: bool) -> None:
        self._graph = graph
        self._from_git = from_git

    def __call__(self, ref: Ref) -> str:
        if ref.kind != "notebook":
            return f"${{resources.{ref.kind}s.{ref.key}.{ref.attribute}}}"
        file = bundle_notebook_file(self._graph.target.name, self._graph.notebook(ref.key))
        # With a git_source the CLI takes a relative path for one inside the Git repository.
        return f"${{workspace.file_path}}/{file.removesuffix('.py')}" if self._from_git else f"../../{file}"
