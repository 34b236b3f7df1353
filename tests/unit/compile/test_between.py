"""What a task waits for, against a definition that looks at every way there is."""

from __future__ import annotations

from graphlib import TopologicalSorter

from hypothesis import given
from hypothesis import strategies as st

from brickform.compile.between import members_above, nodes_between, walk

Graph = dict[str, list[str]]


@st.composite
def lineages(draw: st.DrawFn) -> tuple[Graph, list[str]]:
    """Draw what each node reads, nodes before it only, and the nodes that are members of the job."""
    names = [f"n{number}" for number in draw(st.permutations(range(draw(st.integers(2, 9)))))]
    upstream = {
        name: draw(st.lists(st.sampled_from(names[:index]), unique=True)) if index else []
        for index, name in enumerate(names)
    }
    return upstream, draw(st.lists(st.sampled_from(names), unique=True, min_size=1))


def ways(node: str, upstream: Graph) -> list[list[str]]:
    """Return every way upstream, as far as it goes."""
    return [[read, *rest] for read in upstream[node] for rest in [[], *ways(read, upstream)]]


@given(lineages())
def test_a_member_waits_for_the_first_member_on_each_way(case: tuple[Graph, list[str]]) -> None:
    upstream, members = case
    for member in members:
        to_a_member = (way for way in ways(member, upstream) if way[-1] in members)
        first = {way[-1] for way in to_a_member if not set(members).intersection(way[:-1])}
        assert walk([member], members, upstream)[0] == first


@given(lineages())
def test_between_lies_what_reads_a_member_and_is_read_by_one(case: tuple[Graph, list[str]]) -> None:
    upstream, members = case
    reads = {node: {step for way in ways(node, upstream) for step in way} for node in upstream}
    expected = {
        node
        for node in upstream
        if node not in members
        and reads[node] & set(members)
        and any(node in reads[member] for member in members)
    }
    assert nodes_between(members, upstream) == expected
    for node in expected:
        assert members_above(node, members, upstream) == reads[node] & set(members)


@given(lineages())
def test_tasks_of_dbt_bring_no_circle_and_no_wait_too_many(case: tuple[Graph, list[str]]) -> None:
    upstream, members = case
    unit_of = {member: member for member in members}
    for node in nodes_between(members, upstream):
        unit_of[node] = "dbt " + " ".join(sorted(members_above(node, members, upstream)))
    waits: dict[str, set[str]] = {}
    for node, unit in unit_of.items():
        waits.setdefault(unit, set()).update(unit_of[read] for read in walk([node], unit_of, upstream)[0])
    for unit in waits:
        waits[unit].discard(unit)
    order = list(TopologicalSorter(waits).static_order())
    assert set(order) == set(waits)
    below: dict[str, set[str]] = {}
    for unit in order:
        below[unit] = set().union(*({other, *below[other]} for other in waits[unit]), set())
    for member in members:
        assert below[member] & set(members) == members_above(member, members, upstream)
