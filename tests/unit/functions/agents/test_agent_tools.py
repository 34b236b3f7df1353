"""The tools of an agent without their protocol: what they take, what they refuse, and what they never do."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from brickform.errors import UsageError
from brickform.functions.agents.audit import AuditLog
from brickform.functions.agents.tool_schemas import ANSWER, as_job_parameters, check_arguments, start_schema
from brickform.functions.agents.tools import AgentTools
from brickform.functions.listed_jobs import JobParameter, ListedJob, ParameterType, WantedJob, listed_jobs
from brickform.testing import LocalWorkspace, RunScript, fails, never_ends, reply_lost
from brickform.workspace.api_request import ApiRequest, Json
from brickform.workspace.client import Workspace
from brickform.workspace.errors import Trouble, WorkspaceError
from brickform.workspace.retries import Retries
from support.fake_clock import FakeClock
from support.jobs import create_job, sent, task

PARAMETERS = [{"name": name, "default": ""} for name in ("day", "full", "limit", "label")]
TYPES: Mapping[str, ParameterType] = {"day": "DATE", "full": "BOOLEAN", "limit": "INT"}
NOON = datetime(2026, 1, 2, 12, 0, tzinfo=timezone.utc)


class Agent:
    """Calls the tools of one listed job; another job is there, and not listed."""

    def __init__(self, local: LocalWorkspace, workspace: Workspace) -> None:
        self.local = local
        self.workspace = workspace
        self.job_id = create_job(local, task("main"), name="orders", parameters=PARAMETERS)
        self.other_job = create_job(local, name="secret")
        self.log = io.StringIO()
        jobs = listed_jobs(workspace, [WantedJob("orders", types=TYPES)])
        self.tools = AgentTools(workspace, jobs, AuditLog(self.log, lambda: NOON), starts_a_minute=6)

    def call(self, tool: str, **arguments: Any) -> dict[str, Any]:
        answer = self.tools.call(tool, arguments)
        Draft202012Validator(ANSWER).validate(answer)
        json.dumps(answer)
        return answer

    def start(self, **arguments: Any) -> dict[str, Any]:
        return self.call("run_orders", **arguments)

    @property
    def bodies(self) -> list[Any]:
        return [request.body for request in sent(self.local, "/run-now")]

    @property
    def clock(self) -> FakeClock:
        assert isinstance(self.workspace.retries.clock, FakeClock)
        return self.workspace.retries.clock

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.getvalue().splitlines()]


@pytest.fixture
def agent(local_workspace: LocalWorkspace, workspace: Workspace) -> Agent:
    return Agent(local_workspace, workspace)


def test_a_tool_for_each_job_and_three_for_runs(agent: Agent) -> None:
    assert list(agent.tools.tools) == ["run_orders", "get_run", "get_run_output", "cancel_run"]
    for tool in agent.tools.tools.values():
        Draft202012Validator.check_schema(tool.input_schema)


def test_a_typed_parameter_arrives_as_text(agent: Agent) -> None:
    answer = agent.start(parameters={"day": "2024-02-29", "full": True, "limit": 5, "label": "a'b"})
    assert (answer["success"], answer["job_id"], answer["reused"]) == (True, str(agent.job_id), False)
    assert agent.bodies[0]["job_parameters"] == {
        "day": "2024-02-29",
        "full": "true",
        "limit": "5",
        "label": "a'b",
    }


HOSTILE: list[Any] = [
    {"parameters": {"day": "2024-02-30"}},
    {"parameters": {"day": "20240229"}},
    {"parameters": {"day": "2024-02-29\n"}},
    {"parameters": {"day": "2024-02-29'; DROP TABLE x"}},
    {"parameters": {"day": 20240229}},
    {"parameters": {"full": "true"}},
    {"parameters": {"full": 1}},
    {"parameters": {"limit": "5"}},
    {"parameters": {"limit": 5.5}},
    {"parameters": {"limit": True}},
    {"parameters": {"limit": 2**31}},
    {"parameters": {"label": "x" * 1_000_000}},
    {"parameters": {"label": None}},
    {"parameters": {"label": ["a"]}},
    {"parameters": {"lable": "a"}},
    {"parameters": {"day; --": "a"}},
    {"parameters": [["day", "2024-02-29"]]},
    {"parameters": None},
    {"job_id": 1},
    {"notebook_params": {"a": "b"}},
    {"idempotency_key": ""},
    {"idempotency_key": "x" * 65},
    {"idempotency_key": 5},
    {"dry_run": "no"},
    {"": ""},
    {"x" * 100_000: "y"},
]


@pytest.mark.parametrize("given", HOSTILE, ids=lambda given: str(given)[:40])
def test_hostile_arguments_change_nothing(agent: Agent, given: dict[str, Any]) -> None:
    before = len(agent.local.requests)
    answer = agent.start(**given)
    assert (answer["success"], answer["error_type"]) == (False, "InvalidParameterValue")
    assert len(json.dumps(answer)) < 3_000
    assert len(agent.local.requests) == before
    assert len(agent.log.getvalue()) < 1_000


@pytest.mark.parametrize(
    "tool", ["run_secret", "run-now", "", "../run_orders", "x" * 1_000_000, "run_orders\n"]
)
def test_a_tool_that_is_not_listed(agent: Agent, tool: str) -> None:
    before = len(agent.local.requests)
    answer = agent.call(tool)
    assert answer["error_type"] == "InvalidParameterValue"
    assert "there is no tool" in answer["error"]
    assert len(agent.local.requests) == before
    assert len(agent.log.getvalue()) < 500


@pytest.mark.parametrize("tool", ["get_run", "get_run_output", "cancel_run"])
def test_a_run_of_another_job(agent: Agent, tool: str) -> None:
    from brickform import trigger

    run_id = str(trigger(agent.other_job, workspace=agent.workspace).run_id)
    answer = agent.call(tool, run_id=run_id)
    assert answer["error_type"] == "PermissionDenied"
    assert "is no run of a job that is listed here" in answer["error"]
    assert "tasks" not in answer
    assert not sent(agent.local, "/cancel")


@pytest.mark.parametrize("run_id", ["", "1 OR 1=1", "1" * 20, "-1", 7, None, ["7"], "0"])
def test_a_run_id_that_is_none(agent: Agent, run_id: Any) -> None:
    before = len(agent.local.requests)
    assert agent.call("cancel_run", run_id=run_id)["error_type"] == "InvalidParameterValue"
    assert len(agent.local.requests) == before


def test_a_dry_run_sends_nothing(agent: Agent) -> None:
    before = len(agent.local.requests)
    answer = agent.start(parameters={"day": "2024-02-29"}, dry_run=True)
    assert answer["requests"][-1]["body"]["job_parameters"] == {"day": "2024-02-29"}
    assert len(agent.local.requests) == before


def test_the_same_call_again_is_one_run(agent: Agent) -> None:
    first = agent.start(parameters={"limit": 1})
    again = agent.start(parameters={"limit": 1})
    assert (first["run_id"], first["reused"]) == (again["run_id"], False)
    assert again["reused"]
    assert "an earlier call started this run" in again["note"]
    assert agent.start(parameters={"limit": 2})["run_id"] != first["run_id"]
    assert len(agent.local.state.runs) == 2


def test_the_same_call_later_is_another_run(agent: Agent) -> None:
    first = agent.start()
    agent.clock.sleep(600)
    assert agent.start()["run_id"] != first["run_id"]


def test_a_key_of_its_own_is_another_run(agent: Agent) -> None:
    first, second, again = agent.start(), agent.start(idempotency_key="b"), agent.start(idempotency_key="b")
    assert first["run_id"] != second["run_id"] == again["run_id"]
    assert (second["reused"], again["reused"]) == (False, True)


def test_a_key_is_for_one_thing(agent: Agent) -> None:
    agent.start(idempotency_key="k")
    answer = agent.start(idempotency_key="k", parameters={"limit": 1})
    assert "was used with another job or other parameters" in answer["error"]
    assert len(agent.bodies) == 1


def test_after_a_lost_reply_the_same_call_finds_the_run(agent: Agent) -> None:
    agent.local.inject(reply_lost(), path="run-now", times=1000)
    lost = agent.start()
    assert (lost["success"], lost["error_type"]) == (False, "ReplyLost")
    agent.local.clear_faults()
    by_key = agent.start(idempotency_key=lost["idempotency_token"])
    assert agent.start()["run_id"] == by_key["run_id"]
    assert len(agent.local.state.runs) == 1


def test_an_answer_that_got_lost_is_waited_for_as_long_as_it_takes(agent: Agent) -> None:
    agent.local.inject(reply_lost(), path="run-now", times=1000)
    agent.start()
    agent.local.clear_faults()
    agent.clock.sleep(100_000)
    assert agent.start()["success"]
    assert len(agent.local.state.runs) == 1
    agent.clock.sleep(600)
    agent.start()
    assert len(agent.local.state.runs) == 2


@pytest.mark.parametrize("seed", range(3))
def test_whatever_goes_wrong_every_intention_is_one_run(agent: Agent, seed: int) -> None:
    agent.local.inject_at_random(seed, rate=0.6)
    for limit in range(20):
        agent.clock.sleep(60)
        while not agent.start(parameters={"limit": limit})["success"]:
            agent.clock.sleep(60)
    bodies = {body["idempotency_token"]: body["job_parameters"]["limit"] for body in agent.bodies}
    assert sorted(bodies.values(), key=int) == [str(limit) for limit in range(20)]
    assert len(agent.local.state.runs) == 20


def test_new_runs_are_limited_and_repeated_calls_are_none(agent: Agent) -> None:
    for limit in range(6):
        assert agent.start(parameters={"limit": limit})["success"]
    refused = agent.start(parameters={"limit": 7})
    assert (refused["error_type"], refused["help"]) == ("TooManyRequests", "wait 60 seconds")
    assert refused["error"] == "this server allows 6 new runs a minute"
    assert agent.start(parameters={"limit": 1})["reused"]
    assert agent.call("get_run", run_id="5")["error_type"] == "ResourceDoesNotExist"
    agent.clock.sleep(60)
    assert agent.start(parameters={"limit": 7})["success"]
    assert len(agent.local.state.runs) == 7


def test_keys_of_their_own_do_not_get_around_the_limit(agent: Agent) -> None:
    answers = [agent.start(idempotency_key=str(number)) for number in range(7)]
    assert [answer["success"] for answer in answers] == [True] * 6 + [False]
    assert agent.start(idempotency_key="1")["reused"]


def test_calls_of_any_kind_are_limited(agent: Agent) -> None:
    answers = [agent.call("nothing") for _ in range(121)]
    assert [answer["error_type"] for answer in answers[-2:]] == ["InvalidParameterValue", "TooManyRequests"]


def test_a_run_is_waited_for(agent: Agent) -> None:
    run_id = agent.start()["run_id"]
    answer = agent.call("get_run", run_id=run_id, wait_seconds=50)
    assert (answer["outcome"], answer["tasks"][0]["task_key"]) == ("succeeded", "main")


def test_the_wait_is_bounded(agent: Agent) -> None:
    agent.local.script_runs(agent.job_id, RunScript({"main": never_ends()}))
    run_id = agent.start()["run_id"]
    before = agent.clock.monotonic()
    answer = agent.call("get_run", run_id=run_id, wait_seconds=50)
    assert (answer["success"], answer["outcome"]) == (True, None)
    assert agent.clock.monotonic() - before <= 51
    assert agent.call("get_run", run_id=run_id, wait_seconds=51)["error_type"] == "InvalidParameterValue"
    assert agent.call("cancel_run", run_id=run_id)["success"]
    assert agent.call("get_run", run_id=run_id, wait_seconds=50)["outcome"] == "cancelled"


def test_the_output_of_a_run(agent: Agent) -> None:
    agent.local.script_runs(agent.job_id, RunScript({"main": fails("ValueError: no", "trace")}))
    run_id = agent.start()["run_id"]
    assert agent.call("get_run", run_id=run_id, wait_seconds=50)["outcome"] == "failed"
    assert agent.call("get_run_output", run_id=run_id)["tasks"][0]["error"] == "ValueError: no"


def test_a_line_for_each_call_and_no_value_in_it(agent: Agent) -> None:
    run_id = agent.start(parameters={"label": "hunter2", "limit": 1})["run_id"]
    agent.call("cancel_run", run_id="hunter2")
    agent.call("evil\ntool", hunter="hunter2")
    assert agent.lines == [
        {
            "time": "2026-01-02T12:00:00+00:00",
            "tool": "run_orders",
            "arguments": ["parameters.label", "parameters.limit"],
            "success": True,
            "job_id": str(agent.job_id),
            "run_id": run_id,
            "seconds": 0.0,
        },
        {
            "time": "2026-01-02T12:00:00+00:00",
            "tool": "cancel_run",
            "arguments": ["run_id"],
            "success": False,
            "error_type": "InvalidParameterValue",
            "seconds": 0.0,
        },
        {
            "time": "2026-01-02T12:00:00+00:00",
            "tool": "evil\ntool",
            "arguments": ["hunter"],
            "success": False,
            "error_type": "InvalidParameterValue",
            "seconds": 0.0,
        },
    ]


class FullDisk(io.StringIO):
    def flush(self) -> None:
        raise OSError("no space left on device")


def test_a_log_that_cannot_be_written_loses_no_answer(
    agent: Agent, capsys: pytest.CaptureFixture[str]
) -> None:
    jobs = listed_jobs(agent.workspace, [WantedJob("orders")])
    tools = AgentTools(agent.workspace, jobs, AuditLog(FullDisk()), 6)
    assert tools.call("run_orders", {})["success"]
    assert json.loads(capsys.readouterr().err)["tool"] == "run_orders"


def test_long_keys_make_short_names_that_differ(
    local_workspace: LocalWorkspace, workspace: Workspace
) -> None:
    jobs = [ListedJob(number, f"{'k' * 80}{number}", "name", "", ()) for number in range(2)]
    tools = AgentTools(workspace, jobs, AuditLog(io.StringIO()), 6).tools
    assert len(tools) == 5
    assert all(len(name) <= 64 for name in tools)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_is_none(value: float) -> None:
    job = ListedJob(1, "a", "a", "", (JobParameter("p", "DOUBLE", ""),))
    with pytest.raises(UsageError, match=r"p is (nan|inf): it has to be a finite number"):
        as_job_parameters(job, {"p": value})


def test_a_default_that_is_a_secret_is_not_told() -> None:
    parameter = JobParameter("api_token", "STRING", "dapi" + "0123456789abcdef" * 2)
    described = json.dumps(start_schema(ListedJob(1, "a", "a", "", (parameter,))))
    assert "dapi" not in described
    assert "a secret if it is left out" in described


VALUES: dict[ParameterType, st.SearchStrategy[Any]] = {
    "STRING": st.text(max_size=50),
    "BOOLEAN": st.booleans(),
    "DATE": st.dates().map(str),
    "TIMESTAMP": st.datetimes(timezones=st.just(timezone.utc)).map(datetime.isoformat),
    "INT": st.integers(-(2**31), 2**31 - 1),
    "BIGINT": st.integers(-(2**63), 2**63 - 1),
    "DOUBLE": st.floats(allow_nan=False, allow_infinity=False),
}


@settings(max_examples=200)
@given(st.sampled_from(sorted(VALUES)), st.data())
def test_every_value_of_a_type_is_taken(type: ParameterType, data: st.DataObject) -> None:
    job = ListedJob(1, "a", "a", "", (JobParameter("p", type, ""),))
    value = data.draw(VALUES[type])
    check_arguments(start_schema(job), {"parameters": {"p": value}})
    text = as_job_parameters(job, {"p": value})["p"]
    if type == "BOOLEAN":
        assert text == str(value).lower()
    else:
        assert text == value if isinstance(value, str) else json.loads(text) == value


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(
    ["parameters", "idempotency_key", "dry_run", "run_id", "wait_seconds", "limit", "day"]
)
INNER = st.dictionaries(st.sampled_from(["day", "full", "limit", "label"]) | st.text(max_size=5), ANYTHING)


@settings(max_examples=100)
@given(
    st.sampled_from(["run_orders", "get_run", "get_run_output", "cancel_run", "run_secret"]),
    st.dictionaries(NAMES | st.text(max_size=10), ANYTHING | INNER, min_size=1, max_size=4),
)
def test_nothing_that_comes_in_raises_or_starts_what_does_not_fit(
    tool: str, arguments: dict[str, Any]
) -> None:
    """Nothing answers at this address, so that every call is refused before it sends, or fails for that."""
    parameters = tuple(JobParameter(name, TYPES.get(name, "STRING"), "") for name in ("day", "full", "limit"))
    retries = Retries(give_up_after=0, clock=FakeClock())
    sends = Unreachable(retries=retries)
    tools = AgentTools(sends, [ListedJob(1, "orders", "o", "", parameters)], AuditLog(io.StringIO()), 999)
    answer = tools.call(tool, arguments)
    Draft202012Validator(ANSWER).validate(answer)
    fits = tool in tools.tools and Draft202012Validator(tools.tools[tool].input_schema).is_valid(arguments)
    assert fits or answer["error_type"] == "InvalidParameterValue"
    assert fits or not sends.was_asked


class Unreachable(Workspace):
    """A workspace that nobody reaches."""

    was_asked = False

    def send(self, request: ApiRequest, *, give_up_after: float | None = None) -> Json:
        self.was_asked = True
        raise WorkspaceError(Trouble.UNREACHABLE, "nobody is there")
