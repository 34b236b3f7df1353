from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brickform.errors import UsageError
from brickform.workspace.parameters import Parameters
from brickform.workspace.trigger import RunRequest, Trigger


def problems(**given: object) -> list[str]:
    return list(Parameters(**given).problems())  # type: ignore[arg-type]


def test_what_is_empty_is_not_sent() -> None:
    assert Parameters().body() == {}
    assert Parameters(python_params=(), job_parameters={}).body() == {}


def test_every_kind_has_its_place_in_the_request() -> None:
    body = {
        "job_parameters": {"day": "2024-01-01"},
        "notebook_params": {"a": ""},
        "python_params": ["--x", "1"],
        "python_named_params": {"n": "1"},
        "jar_params": ["j"],
        "sql_params": {"s": "1"},
        "pipeline_params": {"full_refresh": True, "refresh_selection": ["t"]},
        "dbt_commands": ["dbt deps", "dbt run"],
        "spark_submit_params": ["--class", "Main"],
    }
    assert Parameters(**body).body() == body  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["jar_params", "notebook_params", "python_params", "spark_submit_params"])
def test_ten_thousand_bytes_of_json_and_not_one_more(name: str) -> None:
    def of_size(size: int) -> dict[str, object]:
        is_map = name == "notebook_params"
        empty: object = {"k": ""} if is_map else [""]
        text = "x" * (size - len(json.dumps({name: empty})))
        return {name: {"k": text} if is_map else [text]}

    assert problems(**of_size(10_000)) == []
    assert problems(**of_size(10_001)) == [f"{name} is 10,001 bytes of JSON; the API takes 10,000"]


@pytest.mark.parametrize("name", ["python_params", "spark_submit_params"])
def test_ascii_only(name: str) -> None:
    assert problems(**{name: ["ok", "naïve"]}) == [
        f"{name}[1] is 'naïve': the API takes ASCII characters only"
    ]
    assert problems(jar_params=["naïve"], job_parameters={"é": "ü"}) == []


def test_jar_and_notebook_parameters_exclude_each_other() -> None:
    expected = "jar_params and notebook_params cannot be given together"
    assert problems(jar_params=["a"], notebook_params={"b": "c"}) == [expected]


@pytest.mark.parametrize("value", [7, None, True, ["x"], {"a": "b"}])
def test_values_are_text(value: object) -> None:
    (problem,) = problems(job_parameters={"days": value})
    assert problem.startswith(f"job_parameters['days'] is {value!r}: ")


def test_pipeline_parameters_have_their_types() -> None:
    assert problems(pipeline_params={"full_refresh": "true"}) != []
    assert problems(pipeline_params={"refresh_selection": "orders"}) != []
    assert problems(pipeline_params={"full_refresh": False, "refresh_selection": ["orders"]}) == []


def test_notebook_parameters_as_job_parameters() -> None:
    parameters = Parameters(job_parameters={"a": "1"}, notebook_params={"b": "2"})
    assert parameters.as_job_parameters().body() == {"job_parameters": {"a": "1", "b": "2"}}


def test_one_name_cannot_be_both() -> None:
    (problem,) = problems(job_parameters={"a": "1"}, notebook_params={"a": "2"})
    assert problem == "'a' is given both as a job parameter and as a notebook parameter"


@given(st.text(), st.text())
def test_text_arrives_as_it_is(name: str, value: str) -> None:
    assert Parameters(job_parameters={name: value}).body() == {"job_parameters": {name: value}}


@pytest.mark.parametrize("token", ["", "x" * 65])
def test_a_token_has_one_to_64_characters(token: str) -> None:
    with pytest.raises(UsageError, match="1 to 64 characters"):
        Trigger(1, RunRequest(), token)
    Trigger(1, RunRequest(), "x" * 64)


def test_everything_wrong_is_said_at_once() -> None:
    request = RunRequest(parameters=Parameters(python_params=["é", "ü"]))
    with pytest.raises(UsageError, match=r"python_params\[0\].*python_params\[1\]"):
        Trigger(1, request)
