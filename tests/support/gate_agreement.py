"""Holds the gate (jsonschema-rs) against the explaining pass (jsonschema), on values with small mistakes."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Any

from brickform.location import SourceMap
from brickform.sourced import Sourced
from brickform.validate.documents import MODEL, PROJECT
from brickform.validate.messages import explain
from brickform.validate.schema import Shape, model_shape, project_shape
from support.schema_instances import Instances
from support.schema_mistakes import Mistakes
from support.schema_nodes import Node, root

NOWHERE = SourceMap("models.yml")


def count_refused(seeds: Iterable[int]) -> int:
    """Check one model config and one brickform.yml for each seed; return how many were refused."""
    parts = [(model_shape(), root(MODEL)), (project_shape(), root(PROJECT))]
    return sum(_is_refused(shape, node, seed) for seed in seeds for shape, node in parts)


def _is_refused(shape: Shape, node: Node, seed: int) -> bool:
    random = Random(seed)
    right = Instances(random).mapping(node)
    assert shape.gate_accepts(Sourced(right, NOWHERE)), f"{seed}: a right value is refused: {right}"
    wrong = Mistakes(node, random).planted(right)
    return not _agreed(shape, wrong, seed)


def _agreed(shape: Shape, value: Any, seed: int) -> bool:
    """Return whether both accept the value; what is refused has at least one message."""
    accepted, violations = shape.gate_accepts(Sourced(value, NOWHERE)), shape.explain(value)
    assert accepted == (violations == []), f"{seed}: gate {accepted}, {violations}: {value}"
    assert accepted or len(explain(violations, NOWHERE)) > 0, f"{seed}: no words for {violations}: {value}"
    return accepted
