"""What lies between the models of a job, and which of them each one reads first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

Upstream = Mapping[str, Collection[str]]
"""What each node reads, by unique id."""


def nodes_between(members: Collection[str], upstream: Upstream) -> frozenset[str]:
    """Return the nodes on the ways from one member to another, without the members."""
    above = _reached(members, upstream)
    downstream: dict[str, list[str]] = {}
    for node in above.union(members):
        for read in upstream.get(node, ()):
            downstream.setdefault(read, []).append(node)
    return frozenset((above & _reached(members, downstream)).difference(members))


def members_above(node: str, members: Collection[str], upstream: Upstream) -> frozenset[str]:
    """Return the members that a node reads, directly or through anything else."""
    return frozenset(_reached([node], upstream).intersection(members))


def walk(nodes: Iterable[str], stops: Collection[str], upstream: Upstream) -> tuple[set[str], set[str]]:
    """Go upstream as far as the first stop on each way; return these stops, and what lies before them."""
    reached: set[str] = set()
    passed: set[str] = set()
    waiting = list(nodes)
    while waiting:
        for read in upstream.get(waiting.pop(), ()):
            if read in stops:
                reached.add(read)
            elif read not in passed:
                passed.add(read)
                waiting.append(read)
    return reached, passed


def _reached(starts: Iterable[str], edges: Upstream) -> set[str]:
    reached: set[str] = set()
    waiting = list(starts)
    while waiting:
        new = set(edges.get(waiting.pop(), ())) - reached
        reached |= new
        waiting += new
    return reached
