"""Functions of Unity Catalog as they are generated, on Spark, against a local workspace over HTTP.

Each http_request is one request: what a function sends is compared as a whole.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from brickform.functions.listed_jobs import JobParameter, ListedJob
from brickform.functions.sql.companions import companions
from brickform.functions.sql.function import AllowedJobs
from brickform.functions.sql.job_function import job_function
from brickform.functions.sql.trigger_function import trigger_function
from brickform.testing import LocalWorkspace, RunScript, fails, succeeds
from spark.workspace_functions import PRINCIPAL, SqlFunctions
from support.jobs import create_job, task

STARTED = ["POST /run-now 200", "GET /runs/get 200"]
REFUSED = ["POST /run-now 400", "GET /runs/get 400"]
HOSTILE = (
    "it's \"quoted\" `ticks` $$ ${env:HOME} \\ \\' -- ; /* */ {{x}} :p ? \n\t\u2028 \U0001f600 "
    "'); DROP TABLE t; --"
)
MAY_RUN = [{"service_principal_name": PRINCIPAL, "permission_level": "CAN_MANAGE_RUN"}]


UNREADABLE = [
    ("notebook_params", '{"a": 1'),
    ("notebook_params", "[1]"),
    ("notebook_params", '{"a": "1"} and more'),
    ("notebook_params", '{"a": "1"}, {"b": "2"}'),
    ("notebook_params", '{"a": null}'),
    ("notebook_params", "null"),
    ("python_params", '{"a": 1}'),
    ("python_params", '["a"'),
    ("python_params", '["a"] ["b"]'),
    ("python_params", '["a", null]'),
    ("jar_params", "x"),
    ("sql_params", "'a'"),
    ("dbt_commands", "dbt run"),
    ("pipeline_params", '{"full_refresh": "maybe"}'),
    ("pipeline_params", '{"fullrefresh": true}'),
    ("pipeline_params", '{"refresh_selection": "orders"}'),
    ("job_parameters", "{]"),
    ("idempotency_token", "x" * 65),
]


class Jobs:
    """Two listed jobs, one of them with parameters, and one that is not listed."""

    def __init__(self, workspace: LocalWorkspace) -> None:
        self.nightly = _job(workspace, "nightly")
        self.orders = _job(
            workspace, "orders", day="today", **{"full.refresh": "false", "at": "", "rows": "1"}
        )
        self.secret = _job(workspace, "secret")
        self.allowed = AllowedJobs((self.nightly, self.orders), any_job=False)


def _job(workspace: LocalWorkspace, name: str, **defaults: str) -> ListedJob:
    types: dict[str, Any] = {"day": "DATE", "full.refresh": "BOOLEAN", "at": "TIMESTAMP", "rows": "BIGINT"}
    parameters = [{"name": key, "default": default} for key, default in defaults.items()]
    job_id = create_job(workspace, name=name, parameters=parameters, access_control_list=MAY_RUN)
    declared = [JobParameter(key, types.get(key, "STRING"), default) for key, default in defaults.items()]
    return ListedJob(job_id, name, name, HOSTILE, tuple(declared))


@pytest.fixture
def local_workspace() -> Iterator[LocalWorkspace]:
    with LocalWorkspace() as workspace:
        yield workspace


@pytest.fixture
def jobs(local_workspace: LocalWorkspace) -> Jobs:
    return Jobs(local_workspace)


@pytest.fixture
def functions(spark: Any, local_workspace: LocalWorkspace, jobs: Jobs) -> SqlFunctions:
    functions = SqlFunctions(spark, local_workspace)
    functions.create(trigger_function(jobs.allowed))
    return functions


def test_a_call_is_one_post_and_one_get(functions: SqlFunctions, jobs: Jobs) -> None:
    job_id = jobs.nightly.job_id
    answer = functions.call("trigger_databricks_flow", str(job_id))
    assert functions.lines == STARTED
    started, looked = functions.sent
    assert started.body == {"job_id": job_id, "idempotency_token": answer["idempotency_token"]}
    assert looked.query == {"run_id": answer["run_id"]}
    assert answer == {
        "success": True,
        "job_id": str(job_id),
        "run_id": answer["run_id"],
        "state": "PENDING",
        "run_page_url": f"{functions.workspace.url}/?o=7474644091234567#job/{job_id}/run/{answer['run_id']}",
        "idempotency_token": answer["idempotency_token"],
    }


def test_over_a_table_each_row_is_one_call(functions: SqlFunctions, jobs: Jobs) -> None:
    ids = [jobs.nightly.job_id, jobs.secret.job_id, jobs.orders.job_id]
    rows = ", ".join(f"('{job_id}')" for job_id in ids)
    answers = functions.select(f"SELECT trigger_databricks_flow(id) FROM VALUES {rows} AS t(id)")
    assert {int(one["job_id"]): one["success"] for one in answers} == dict(
        zip(ids, (True, False, True), strict=True)
    )
    assert sorted(functions.lines) == sorted([*STARTED, *STARTED, *REFUSED])
    assert len({answer["idempotency_token"] for answer in answers if answer["success"]}) == 2
    functions.select(f"SELECT trigger_databricks_flow(id) FROM VALUES {rows} AS t(id) WHERE id = '{ids[0]}'")
    assert functions.lines == STARTED


def test_rows_of_a_table_with_equal_arguments_are_one_call(functions: SqlFunctions, jobs: Jobs) -> None:
    """Spark evaluates a sub-select once for each combination of arguments; a token of its own parts a row."""
    functions.select(f"SELECT trigger_databricks_flow('{jobs.nightly.job_id}') FROM range(3)")
    assert functions.lines == STARTED
    answers = functions.select(
        f"SELECT trigger_databricks_flow('{jobs.nightly.job_id}', idempotency_token => CAST(id AS STRING)) "
        "FROM range(3)"
    )
    assert len({answer["run_id"] for answer in answers}) == 3


def test_the_same_token_starts_one_run(functions: SqlFunctions, jobs: Jobs) -> None:
    answers = [
        functions.call("trigger_databricks_flow", str(jobs.nightly.job_id), idempotency_token="once")
        for _ in range(2)
    ]
    assert answers[0]["run_id"] == answers[1]["run_id"]
    assert len(functions.workspace.state.runs) == 1


def test_every_kind_of_parameter_arrives_as_it_was_given(functions: SqlFunctions, jobs: Jobs) -> None:
    texts = {HOSTILE: HOSTILE, "plain": "x"}
    listed = [HOSTILE, "--mode"]
    given = {
        "notebook_params": texts,
        "python_params": ["--mode", "it's `$$`"],
        "pipeline_params": {"full_refresh": True, "refresh_selection": [HOSTILE]},
        "sql_params": texts,
        "dbt_commands": listed,
    }
    written = {name: json.dumps(value) for name, value in given.items()}
    token = "tok'en`$$\\"
    answer = functions.call(
        "trigger_databricks_flow", job_id=str(jobs.nightly.job_id), idempotency_token=token, **written
    )
    assert answer["success"], answer
    body = {"job_id": jobs.nightly.job_id, "idempotency_token": token, **given}
    assert functions.sent[0].body == body
    functions.call("trigger_databricks_flow", job_id=str(jobs.nightly.job_id), jar_params=json.dumps(listed))
    assert functions.sent[0].body["jar_params"] == listed


def test_a_job_with_parameters_takes_notebook_params_as_job_parameters(
    functions: SqlFunctions, jobs: Jobs
) -> None:
    job_id = str(jobs.orders.job_id)
    functions.call("trigger_databricks_flow", job_id, '{"day": "2024-01-01", "rows": 7}')
    assert functions.sent[0].body["job_parameters"] == {"day": "2024-01-01", "rows": "7"}
    assert functions.lines == STARTED
    functions.call("trigger_databricks_flow", job_id, job_parameters='{"day": "2024-01-02"}')
    assert functions.sent[0].body["job_parameters"] == {"day": "2024-01-02"}


def test_an_empty_text_is_an_argument_that_is_absent(functions: SqlFunctions, jobs: Jobs) -> None:
    names = (
        "notebook_params",
        "python_params",
        "jar_params",
        "pipeline_params",
        "sql_params",
        "dbt_commands",
    )
    empty = dict.fromkeys((*names, "idempotency_token", "job_parameters"), "")
    answer = functions.call("trigger_databricks_flow", job_id=str(jobs.nightly.job_id), **empty)
    assert functions.sent[0].body == {
        "job_id": jobs.nightly.job_id,
        "idempotency_token": answer["idempotency_token"],
    }
    assert len(answer["idempotency_token"]) == 36


def test_full_refresh_is_taken_as_text_too(functions: SqlFunctions, jobs: Jobs) -> None:
    written = """VALUES ('{"full_refresh": "true"}'), ('{"full_refresh": false}') AS t(given)"""
    functions.select(
        f"SELECT trigger_databricks_flow('{jobs.nightly.job_id}', pipeline_params => given) FROM {written}"
    )
    taken = [one.body["pipeline_params"]["full_refresh"] for one in functions.sent if one.body]
    assert sorted(taken) == [False, True]


def test_what_cannot_be_read_starts_nothing(functions: SqlFunctions, jobs: Jobs) -> None:
    """All in one query: a row for each, and NULL for what is not given."""
    job_id = str(jobs.nightly.job_id)
    optional = [one.name for one in trigger_function(jobs.allowed).parameters if one.optional]
    rows = [[text if name == wrong else None for name in optional] for wrong, text in UNREADABLE]
    schema = ", ".join(f"{name} string" for name in optional)
    functions.spark.createDataFrame(rows, schema).createOrReplaceTempView("unreadable")
    given = ", ".join(f"{name} => unreadable.{name}" for name in optional)
    answers = functions.select(
        f"SELECT trigger_databricks_flow(job_id => '{job_id}', {given}) FROM unreadable"
    )
    assert sorted(functions.lines) == sorted(REFUSED * len(UNREADABLE))
    assert all(one.body is None for one in functions.sent)
    assert sorted(re.split("[ .]", answer["error"])[0] for answer in answers) == sorted(
        name for name, _ in UNREADABLE
    )
    for answer in answers:
        assert (answer["success"], answer["error_type"]) == (False, "InvalidParameterValue")
        assert answer["message"] == f"Failed to trigger job {job_id}: {answer['error']}"


def test_what_is_no_id_starts_nothing(functions: SqlFunctions) -> None:
    wrong = ["''", "'abc'", "'-1'", "'1.5'", "'1; DROP'", f"'{'9' * 30}'", "CAST(NULL AS STRING)"]
    answers = functions.select(
        f"SELECT trigger_databricks_flow(id) FROM (SELECT explode(array({', '.join(wrong)})) AS id)"
    )
    assert sorted(functions.lines) == sorted(REFUSED * len(wrong))
    assert {(answer["success"], answer["error_type"]) for answer in answers} == {
        (False, "InvalidParameterValue")
    }


def test_a_job_outside_the_list_is_refused(functions: SqlFunctions, jobs: Jobs) -> None:
    job_id = str(jobs.secret.job_id)
    answer = functions.call("trigger_databricks_flow", job_id)
    assert functions.lines == REFUSED
    assert answer == {
        "success": False,
        "job_id": job_id,
        "error": f"job {job_id} is not one that list_jobs shows",
        "error_type": "PermissionDenied",
        "message": f"Failed to trigger job {job_id}: job {job_id} is not one that list_jobs shows",
    }
    functions.create(trigger_function(AllowedJobs((), any_job=True)))
    assert functions.call("trigger_databricks_flow", job_id)["success"]


def test_what_the_workspace_refuses_is_told(functions: SqlFunctions, jobs: Jobs) -> None:
    functions.create(trigger_function(AllowedJobs((), any_job=True)))
    answer = functions.call("trigger_databricks_flow", "12")
    error = f"User {PRINCIPAL} does not have Admin or Manage Run or Owner permissions on job 12"
    assert answer == {
        "success": False,
        "job_id": "12",
        "error": error,
        "error_type": "PermissionDenied",
        "message": f"Failed to trigger job 12: {error}",
    }


def test_a_function_of_a_job_has_its_parameters(functions: SqlFunctions, jobs: Jobs) -> None:
    functions.create(job_function(jobs.orders))
    answer = functions.call(
        "run_orders",
        day=datetime.date(2024, 2, 29),
        full_refresh=True,
        at=datetime.datetime(2024, 2, 29, 12, 30, tzinfo=datetime.timezone.utc),
        rows=2**53 + 1,
        idempotency_token="once",
    )
    assert functions.lines == STARTED
    given = functions.sent[0].body["job_parameters"]
    assert datetime.datetime.fromisoformat(given.pop("at").replace("Z", "+00:00")).timestamp() == 1709209800
    assert given == {"day": "2024-02-29", "full.refresh": "true", "rows": "9007199254740993"}
    assert functions.sent[0].body["job_id"] == jobs.orders.job_id
    assert answer["success"]


@pytest.mark.parametrize(("written", "text"), [("true", "true"), ("'FALSE'", "false"), ("'yes'", "true")])
def test_a_boolean_is_taken_as_text_and_cast(
    functions: SqlFunctions, jobs: Jobs, written: str, text: str
) -> None:
    functions.create(job_function(jobs.orders))
    functions.select(f"SELECT run_orders(full_refresh => {written})")
    assert functions.sent[0].body["job_parameters"] == {"full.refresh": text}


def test_a_boolean_that_is_none_starts_nothing(functions: SqlFunctions, jobs: Jobs) -> None:
    functions.create(job_function(jobs.orders))
    answer = functions.call("run_orders", full_refresh="perhaps")
    assert functions.lines == REFUSED
    assert answer["error"] == "full_refresh is neither true nor false"


def test_a_parameter_that_is_not_given_is_left_to_the_job(functions: SqlFunctions, jobs: Jobs) -> None:
    functions.create(job_function(jobs.orders), job_function(jobs.nightly))
    functions.select("SELECT run_orders(day => '2024-01-01')")
    assert functions.sent[0].body["job_parameters"] == {"day": "2024-01-01"}
    functions.select("SELECT run_orders()")
    assert functions.sent[0].body["job_parameters"] == {}
    answer = functions.call("run_nightly")
    assert functions.sent[0].body.keys() == {"job_id", "idempotency_token"}
    assert answer["job_id"] == str(jobs.nightly.job_id)


def test_parameters_are_not_mixed_up_with_columns(functions: SqlFunctions) -> None:
    names = (
        "body",
        "token",
        "refused",
        "job_id",
        "run_id",
        "run",
        "start",
        "job_parameters",
        "idempotency_token",
    )
    job = _job(functions.workspace, "columns", **dict.fromkeys(names, ""))
    functions.create(job_function(job))
    functions.call("run_columns", **{name: f"my {name}" for name in names})
    assert functions.lines == STARTED
    assert functions.sent[0].body["job_parameters"] == {name: f"my {name}" for name in names}


def test_hostile_names_and_texts_stay_what_they_are(functions: SqlFunctions) -> None:
    name = 'it\'s `$$` \\ "x"'
    job = _job(functions.workspace, "hostile", **{name: HOSTILE})
    function = job_function(job)
    functions.create(function)
    functions.call("run_hostile", **{function.parameters[0].name: HOSTILE})
    assert functions.sent[0].body["job_parameters"] == {name: HOSTILE}


def test_status_and_output_of_a_run(functions: SqlFunctions, jobs: Jobs) -> None:
    functions.create(*companions(jobs.allowed))
    functions.workspace.script_runs("nightly", RunScript({"orders": fails("no table", "Traceback")}))
    run_id = functions.call("trigger_databricks_flow", str(jobs.nightly.job_id))["run_id"]
    assert functions.call("get_job_status", run_id)["state"] == "RUNNING"
    status = functions.call("get_job_status", run_id)
    assert functions.lines == ["GET /runs/get 200"]
    assert (status["success"], status["state"], status["result_state"]) == (True, "TERMINATED", "FAILED")
    assert status["tasks"][0]["state"]["result_state"] == "FAILED"
    output = functions.call("get_run_output", run_id)
    assert functions.lines == ["GET /runs/get 200", "GET /runs/get-output 200"]
    assert output["output"]["error"] == "no table"


def test_the_output_of_one_of_several_tasks(functions: SqlFunctions) -> None:
    job_id = create_job(functions.workspace, task("a"), task("b"), name="two", access_control_list=MAY_RUN)
    allowed = AllowedJobs((ListedJob(job_id, "two", "two", "", ()),), any_job=False)
    functions.create(trigger_function(allowed), *companions(allowed))
    functions.workspace.script_runs("two", RunScript({"b": succeeds("made")}))
    run_id = functions.call("trigger_databricks_flow", str(job_id))["run_id"]
    asked = functions.call("get_run_output", run_id)
    assert asked["error"] == "give the task_key of one task: a, b"
    for _ in range(3):
        functions.call("get_job_status", run_id)
    assert functions.call("get_run_output", run_id, "b")["task_key"] == "b"
    missing = functions.call("get_run_output", run_id, "c'")
    assert missing["error"] == "the run has no task c'; there are: a, b"


def test_a_run_is_cancelled(functions: SqlFunctions, jobs: Jobs) -> None:
    functions.create(*companions(jobs.allowed))
    run_id = functions.call("trigger_databricks_flow", str(jobs.nightly.job_id))["run_id"]
    assert functions.call("cancel_run", run_id)["success"]
    assert functions.lines == ["GET /runs/get 200", "POST /runs/cancel 200"]
    assert functions.call("get_job_status", run_id)["result_state"] == "CANCELED"


@pytest.mark.parametrize("name", ["get_job_status", "cancel_run", "get_run_output"])
def test_runs_of_other_jobs_are_refused(functions: SqlFunctions, jobs: Jobs, name: str) -> None:
    functions.create(trigger_function(AllowedJobs((), any_job=True)), *companions(jobs.allowed))
    run_id = functions.call("trigger_databricks_flow", str(jobs.secret.job_id))["run_id"]
    answer = functions.call(name, run_id)
    assert (answer["success"], answer["error_type"]) == (False, "PermissionDenied")
    assert "output" not in answer
    assert "tasks" not in answer
    assert not functions.workspace.state.runs[int(run_id)].cancelling
    wrong = "VALUES (''), ('x'), ('1; --'), (NULL) AS t(id)"
    errors = {answer["error"] for answer in functions.select(f"SELECT {name}(id) FROM {wrong}")}
    assert errors == {"run_id is not the number of a run"}


def test_the_listed_jobs_are_listed(functions: SqlFunctions, jobs: Jobs) -> None:
    functions.create(*companions(jobs.allowed))
    answer = functions.call("list_jobs")
    assert functions.sent == []
    assert [job["function"] for job in answer["jobs"]] == ["run_nightly", "run_orders"]
    assert answer["jobs"][0]["description"] == HOSTILE
    assert answer["jobs"][1]["parameters"][0] == {"name": "day", "type": "DATE", "default": "today"}
    assert [job["name"] for job in functions.call("list_jobs", "ORD")["jobs"]] == ["orders"]


def test_all_jobs_are_listed_where_any_may_be_started(functions: SqlFunctions, jobs: Jobs) -> None:
    functions.create(*companions(AllowedJobs((), any_job=True)))
    answer = functions.call("list_jobs")
    assert functions.lines == ["GET /list 200"]
    assert [job["name"] for job in answer["jobs"]] == ["secret", "orders", "nightly"]
    assert answer["jobs"][0]["job_id"] == str(jobs.secret.job_id)
    assert [job["name"] for job in functions.call("list_jobs", "crE")["jobs"]] == ["secret"]
