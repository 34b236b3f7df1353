from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.resolved import check_models, model

HOOKS = "{{python_job_config: {{post_hook_tasks: [{}]}}}}"


def waiting(**upstream: str) -> str:
    """Return a config whose hooks wait for each other: ``a="b c"`` is a task that waits for two."""
    tasks = []
    for key, keys in upstream.items():
        depends_on = ", ".join(f"{{task_key: {name}}}" for name in keys.split())
        tasks.append(f"{{task_key: {key}, depends_on: [{depends_on}]}}")
    return HOOKS.format(", ".join(tasks))


def test_a_cycle_is_shown_whole_at_its_first_edge() -> None:
    found = check_models(model(waiting(d="inner_notebook c", c="b", b="d a", a="inner_notebook")))
    assert found == [("BF419", found[0][1], "the tasks wait for each other: b -> d -> c -> b")]


def test_every_group_of_tasks_that_wait_for_each_other_is_reported() -> None:
    found = check_models(model(waiting(a="b", b="a", c="d", d="c", e="e", f="a")))
    assert [summary for _, _, summary in found] == [
        "the tasks wait for each other: a -> b -> a",
        "the tasks wait for each other: c -> d -> c",
        "'e' waits for itself",
    ]


@given(st.permutations(range(6)), st.integers(1, 6))
def test_the_longest_way_around_is_found_whatever_the_order(order: list[int], length: int) -> None:
    ring = [f"t{number}" for number in range(length)]
    tasks = {key: ring[(index + 1) % length] for index, key in enumerate(ring)}
    tasks |= {f"t{number}": "inner_notebook" for number in range(length, 6)}
    found = check_models(model(waiting(**{f"t{number}": tasks[f"t{number}"] for number in order})))
    expected = " -> ".join([*ring, "t0"]) if length > 1 else "'t0' waits for itself"
    assert [summary.removeprefix("the tasks wait for each other: ") for _, _, summary in found] == [expected]


@pytest.mark.parametrize(
    ("tasks", "words"),
    [
        ("{task_key: t, depends_on: [{task_key: inner_notebook}, {task_key: inner_notebook}]}", "twice"),
        ("{task_key: t, run_if: ALL_DONE}", "no depends_on"),
        ("{task_key: t, depends_on: [{task_key: inner_notebook, outcome: 'true'}]}", "no condition_task"),
    ],
)
def test_what_has_no_effect_is_reported(tasks: str, words: str) -> None:
    found = check_models(model(HOOKS.format(tasks)))
    assert [item[0] for item in found] == ["BF450"]
    assert words in found[0][2]


def test_outcomes_of_a_condition_and_conditions_on_dependencies_are_right() -> None:
    tasks = (
        "{task_key: c, condition_task: {left: '1', op: EQUAL_TO, right: '1'}},"
        "{task_key: t, run_if: ALL_DONE, depends_on: ["
        "{task_key: c, outcome: 'true'}, {task_key: c, outcome: 'false'}]}"
    )
    assert check_models(model(HOOKS.format(tasks))) == []
