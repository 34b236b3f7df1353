"""``moved`` and ``removed`` blocks with the logical ids that keys have in a stack."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from brickform.cdktf.bindings import Bindings
from brickform.cdktf.node import Construct
from brickform.compile.graph import ResourceGraph
from brickform.emit.terraform_folders import released_folders
from brickform.emit.terraform_lifecycle import (
    KNOWS_REMOVED,
    move_block,
    moves,
    released_addresses,
    removed_block,
)
from brickform.emit.terraform_resource import Address

Blocks = dict[str, Any]


def construct_id(address: Address) -> str:
    """Return what stands for a resource in the path of its construct."""
    return f"{address.kind}_{address.key}"


def add_lifecycle(scope: Construct, bindings: Bindings, graph: ResourceGraph) -> None:
    """Lead the state from previous keys to the present ones, and forget what is let go."""
    names = _Names(scope, bindings)
    moved = [move_block(names.of(old), names.of(new)) for old, new in _moves(graph)]
    removed = [removed_block(names.of(address)) for address in _released(graph)]
    blocks: Blocks = {"moved": moved} if moved else {}
    if removed:
        blocks |= {"removed": removed, "terraform": {"required_version": KNOWS_REMOVED}}
    if blocks:
        _element(bindings)(scope, "lifecycle", blocks)


def _moves(graph: ResourceGraph) -> Iterator[tuple[Address, Address]]:
    for job in graph.jobs:
        yield from moves(job, graph.notebooks_of(job), graph)


def _released(graph: ResourceGraph) -> Iterator[Address]:
    for job in graph.released:
        yield from released_addresses(job)
    yield from released_folders(graph)


class _Names:
    """Asks the stack how it calls a construct that is there no more, or still to come."""

    def __init__(self, scope: Construct, bindings: Bindings) -> None:
        self._scope = scope
        self._stack = bindings.core.TerraformStack.of(scope)

    def of(self, address: Address) -> str:
        id_ = construct_id(address)
        made = self._scope.node.try_find_child(id_)
        logical_id = self._stack.get_logical_id((made or Construct(self._scope, id_)).node)
        if made is None:
            self._scope.node.try_remove_child(id_)
        return str(address._replace(key=logical_id))


def _element(bindings: Bindings) -> Any:
    """Return the class of an element of blocks that neither CDK has a construct for."""
    import jsii

    class Element(bindings.core.TerraformElement):  # type: ignore[name-defined]
        def __init__(self, scope: Construct, id_: str, blocks: Blocks) -> None:
            super().__init__(scope, id_)
            self._blocks = blocks

        @jsii.member(jsii_name="toTerraform")  # type: ignore[untyped-decorator]
        def to_terraform(self) -> Blocks:
            return self._blocks

    return Element
