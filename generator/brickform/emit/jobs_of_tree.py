"""What a tree tells the output folder about its jobs."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from brickform.compile.graph import ResourceGraph
from brickform.compile.model import Job, Notebook, ReleasedJob
from brickform.output.tree import TreeJob


def jobs_of_tree(graph: ResourceGraph) -> dict[str, TreeJob]:
    return {job.key: TreeJob(_code_hash(graph.notebooks_of(job)), job.settings.source) for job in graph.jobs}


def _code_hash(notebooks: Iterable[Notebook]) -> str:
    """Return what stays the same when a model is renamed."""
    code = "\0".join(notebook.body.code for notebook in notebooks)
    return sha256(code.encode("utf-8", "surrogatepass")).hexdigest()


def given_up_keys(graph: ResourceGraph) -> frozenset[str]:
    """Return the keys that jobs had before, and those of jobs that are let go."""
    owners: list[Job | ReleasedJob] = [*graph.jobs, *graph.released]
    former = {key.value for owner in owners for key in owner.previous_keys}
    return frozenset(former | {job.key for job in graph.released})
