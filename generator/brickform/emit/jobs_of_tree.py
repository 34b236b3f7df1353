"""What a tree tells the output folder about its jobs."""

from __future__ import annotations

from brickform.compile.graph import ResourceGraph
from brickform.compile.model import Job, ReleasedJob
from brickform.output.tree import TreeJob


def jobs_of_tree(graph: ResourceGraph) -> dict[str, TreeJob]:
    return {job.key: TreeJob(job.code_hash, job.settings.source) for job in graph.jobs}


def given_up_keys(graph: ResourceGraph) -> frozenset[str]:
    """Return the keys that jobs had before, and those of jobs that are let go."""
    owners: list[Job | ReleasedJob] = [*graph.jobs, *graph.released]
    former = {key.value for owner in owners for key in owner.previous_keys}
    return frozenset(former | {job.key for job in graph.released})
