from __future__ import annotations

import pytest

from support.resolved import check_models, compiled, model

OWNER = "{{access_control_list: [{}]}}"
ANN, BOB = (f"{{user_name: {who}@x.com, permission_level: IS_OWNER}}" for who in ("ann", "bob"))


@pytest.mark.parametrize(
    ("config", "codes"),
    [
        (OWNER.format(ANN), []),
        (OWNER.format(f"{ANN}, {BOB}"), ["BF473"]),
        (f"{{access_control_list: [{ANN}], python_job_config: {{access_control_list: [{ANN}]}}}}", []),
        (OWNER.format("{group_name: data, permission_level: IS_OWNER}"), ["BF474"]),
        (OWNER.format("{group_name: data, permission_level: CAN_MANAGE}"), []),
        (OWNER.format("{user_name: data, permission_level: CAN_VIEW}"), ["BF475"]),
        (OWNER.format("{service_principal_name: data, permission_level: CAN_VIEW}"), ["BF475"]),
        (
            OWNER.format(
                "{service_principal_name: 2B9B1D5C-5a0e-4d8e-9d39-0f6d6c7f1f2a, permission_level: CAN_VIEW}"
            ),
            [],
        ),
        ("{python_job_config: {run_as: {user_name: data}}}", ["BF475"]),
        ("{python_job_config: {run_as: {user_name: a@x.com}}}", []),
    ],
)
def test_owners_and_principals(config: str, codes: list[str]) -> None:
    assert [item[0] for item in check_models(model(config))] == codes


def test_a_principal_with_two_levels_is_said_once_for_job_and_notebook() -> None:
    grants = "{grants: {run: [{group_name: a}], view: [{group_name: a}, {group_name: b}]}}"
    _, found = compiled(model(f"{{python_job_config: {grants}}}"))
    assert [(item.code.id, item.summary) for item in found] == [
        ("BF476", "'a' is given 'view' and 'run'; the higher one counts")
    ]


def test_one_level_that_is_written_twice_is_no_difference() -> None:
    _, found = compiled(model("{python_job_config: {grants: {view: [{group_name: a}, {group_name: a}]}}}"))
    assert list(found) == []
