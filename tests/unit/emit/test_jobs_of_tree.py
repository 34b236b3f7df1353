from __future__ import annotations

from brickform.emit.jobs_of_tree import jobs_of_tree
from brickform.resolve.project import ResolvedModel
from support.resolved import compiled, model


def hash_of(one: ResolvedModel) -> str:
    graph, _ = compiled(one)
    (job,) = jobs_of_tree(graph).values()
    return job.code_hash


def test_the_hash_is_of_the_code_alone() -> None:
    assert hash_of(model("{}", name="a")) == hash_of(model("{previous_names: [a]}", name="b"))
    assert hash_of(model("{}")) != hash_of(model("{}", code="def model(dbt, session): ..."))
