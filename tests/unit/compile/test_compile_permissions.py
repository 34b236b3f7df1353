from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from brickform.compile.model import Ref
from support.resolved import compiled, model


def test_grants_are_one_source_for_job_and_notebook() -> None:
    graph, found = compiled(
        model("""
        python_job_config:
          grants:
            view: [{group_name: readers}]
            run: [{user_name: a@example.com}]
            manage: [{service_principal_name: 6e2c1b1a}]
        access_control_list: [{group_name: readers, permission_level: CAN_MANAGE_RUN}]
        notebook_access_control_list: [{group_name: editors, permission_level: CAN_EDIT}]
    """)
    )
    assert [item.code.id for item in found] == ["BF476"]
    acl = {item.of.kind: [(e.kind, e.principal, e.level) for e in item.entries] for item in graph.permissions}
    assert acl == {
        "job": [
            ("group_name", "readers", "CAN_MANAGE_RUN"),
            ("service_principal_name", "6e2c1b1a", "CAN_MANAGE"),
            ("user_name", "a@example.com", "CAN_MANAGE_RUN"),
        ],
        "notebook": [
            ("group_name", "editors", "CAN_EDIT"),
            ("group_name", "readers", "CAN_READ"),
            ("service_principal_name", "6e2c1b1a", "CAN_MANAGE"),
            ("user_name", "a@example.com", "CAN_RUN"),
        ],
    }


def test_admins_are_left_out_with_a_warning_and_an_empty_list_makes_no_resource() -> None:
    graph, found = compiled(model("{python_job_config: {grants: {view: [{group_name: admins}], run: []}}}"))
    assert not graph.permissions
    assert [item.code.id for item in found] == ["BF405"]


@given(st.lists(st.tuples(st.sampled_from(["view", "run", "manage"]), st.sampled_from("abc"))))
def test_each_principal_has_one_entry_and_it_is_the_highest(granted: list[tuple[str, str]]) -> None:
    ranks = ["view", "run", "manage"]
    lists = {rank: [{"user_name": who} for grant, who in granted if grant == rank] for rank in ranks}
    graph, _ = compiled(model(f"{{python_job_config: {{grants: {lists}}}}}"))
    expected = {who: max(ranks.index(grant) for grant, name in granted if name == who) for _, who in granted}
    for item in graph.permissions:
        levels = ["CAN_VIEW", "CAN_MANAGE_RUN", "CAN_MANAGE"]
        if item.of == Ref("notebook", "orders", "path"):
            levels = ["CAN_READ", "CAN_RUN", "CAN_MANAGE"]
        assert [(entry.principal, levels.index(entry.level)) for entry in item.entries] == sorted(
            expected.items()
        )
    assert bool(graph.permissions) is bool(granted)
