"""The toolkits of unitycatalog-ai read the functions without a warning; `make agents` has the environment."""

from __future__ import annotations

import json
import runpy
import warnings
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from brickform.functions import ServicePrincipal, WantedJob, register
from brickform.functions.callables import CALLABLES
from brickform.functions.listed_jobs import PARAMETER_TYPES
from brickform.functions.sql.installation import MOST_CHARACTERS_OF_TOOL
from brickform.testing import LocalWorkspace
from brickform.workspace.client import Workspace
from support.jobs import create_job
from support.pointing import point_at, stop_clock
from support.registered import APPLICATION_ID, WAREHOUSE_ID, create_listed_jobs
from support.unity_catalog_example import FOLDER

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # those of the toolkits about themselves
    from databricks.sdk import WorkspaceClient
    from unitycatalog.ai.core.databricks import DatabricksFunctionClient
    from unitycatalog.ai.core.utils.callable_utils import generate_sql_function_body
    from unitycatalog.ai.langchain.toolkit import UCFunctionToolkit as LangChainToolkit
    from unitycatalog.ai.openai.toolkit import UCFunctionToolkit as OpenAIToolkit

STRICT_TYPES = {"string", "integer", "number", "boolean", "null"}


@pytest.fixture(params=[False, True], ids=["listed jobs", "any job"])
def names(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Register functions with parameters of every type, and return their names."""
    with LocalWorkspace() as workspace:
        point_at(workspace, monkeypatch)
        stop_clock(monkeypatch)
        create_listed_jobs(workspace)
        parameters = [{"name": type_name.lower(), "default": ""} for type_name in PARAMETER_TYPES]
        types = {type_name.lower(): type_name for type_name in PARAMETER_TYPES}
        create_job(workspace, name="typed", parameters=parameters)
        yield register(
            catalog="main",
            schema="ops",
            jobs=["nightly", "orders_daily", WantedJob("typed", types=types)],
            warehouse_id=WAREHOUSE_ID,
            principal=ServicePrincipal(APPLICATION_ID, "agents", "jobs"),
            any_job=request.param,
            workspace=Workspace(),
        )


@pytest.fixture
def client(names: list[str]) -> DatabricksFunctionClient:
    return DatabricksFunctionClient(WorkspaceClient(), warehouse_id=WAREHOUSE_ID)


def test_langchain(names: list[str], client: DatabricksFunctionClient, caplog: Any) -> None:
    tools = LangChainToolkit(function_names=names, client=client).tools
    assert [tool.name for tool in tools] == [name.replace(".", "__") for name in names]
    for tool in tools:
        assert len(tool.name) <= MOST_CHARACTERS_OF_TOOL
        assert tool.description.startswith(("Starts", "Tells", "Lists", "Cancels", "Reads", "Builds"))
        fields = tool.args_schema.model_json_schema()["properties"]
        assert all(field["description"] for field in fields.values())
    assert caplog.records == []


def test_openai(names: list[str], client: DatabricksFunctionClient, caplog: Any) -> None:
    tools = OpenAIToolkit(function_names=names, client=client).tools
    described = [tool["function"] for tool in tools]
    assert [one["name"] for one in described] == [name.replace(".", "__") for name in names]
    for one in described:
        assert one["strict"] is True
        assert len(one["name"]) <= MOST_CHARACTERS_OF_TOOL
        assert len(one["description"]) <= 1024
        assert one["parameters"]["required"] == list(one["parameters"]["properties"])
        assert _types(one["parameters"]["properties"]) <= STRICT_TYPES
    assert caplog.records == []


def _types(value: Any) -> set[str]:
    found = json.dumps(value).split('"type": "')[1:]
    return {one.partition('"')[0] for one in found}


@pytest.mark.parametrize("function", CALLABLES, ids=lambda function: str(function.__name__))
def test_the_generator_of_the_toolkit_takes_the_callables(function: Any, caplog: Any) -> None:
    statement = generate_sql_function_body(function, "main", "ops")
    assert f"`{function.__name__}`" in statement
    assert caplog.records == []


def example(name: str) -> dict[str, Any]:
    return runpy.run_path(str(FOLDER / f"{name}.py"))


@pytest.mark.parametrize("name", ["agent_langchain", "agent_openai"])
def test_the_examples_make_tools(names: list[str], client: DatabricksFunctionClient, name: str) -> None:
    agent = example(name)
    present = [function for function in agent["FUNCTIONS"] if f"main.ops.{function}" in names]
    assert present == agent["FUNCTIONS"]
    assert len(agent["job_tools"](client)) == len(present)


def test_the_example_answers_a_call_of_openai() -> None:
    class Client:
        def execute_function(self, name: str, arguments: dict[str, Any]) -> SimpleNamespace:
            return SimpleNamespace(value=json.dumps([name, arguments]), error=None)

    function = SimpleNamespace(name="main__ops__list_jobs", arguments='{"name_contains": ""}')
    answer = example("agent_openai")["carry_out"](Client(), SimpleNamespace(id="call_1", function=function))
    assert answer == {
        "role": "tool",
        "tool_call_id": "call_1",
        "content": '["main.ops.list_jobs", {"name_contains": ""}]',
    }
