"""Every statement, for every combination of what it depends on."""

from __future__ import annotations

import itertools

import pytest
import sqlglot
from sqlglot import exp

from brickform.errors import UsageError
from brickform.functions.listed_jobs import PARAMETER_TYPES, JobParameter, ListedJob
from brickform.functions.sql.companions import companions
from brickform.functions.sql.function import AllowedJobs, Place, SqlFunction
from brickform.functions.sql.job_function import job_function
from brickform.functions.sql.render import create_function
from brickform.functions.sql.trigger_function import trigger_function

HOSTILE = "it's `$$` ${x} \\ \"q\" \n--'); DROP"
PLACE = Place("ma`in", "o'ps", HOSTILE)
ALL_TYPES = tuple(JobParameter(f"of {kind}", kind, HOSTILE) for kind in PARAMETER_TYPES)
PLAIN = ListedJob(1, "plain", HOSTILE, HOSTILE, ())
TYPED = ListedJob(2**53 + 1, "typed", "typed", "", ALL_TYPES)


def parsed(function: SqlFunction, place: Place = PLACE) -> exp.Create:
    created = sqlglot.parse_one(create_function(place, function), read="databricks")
    assert isinstance(created, exp.Create)
    assert created.kind == "FUNCTION"
    return created


@pytest.mark.parametrize(
    ("jobs", "any_job"), list(itertools.product([(), (PLAIN,), (TYPED,), (PLAIN, TYPED)], [False, True]))
)
def test_functions_for_all_jobs_parse(jobs: tuple[ListedJob, ...], any_job: bool) -> None:
    allowed = AllowedJobs(jobs, any_job)
    for function in (trigger_function(allowed), *companions(allowed)):
        parsed(function)


@pytest.mark.parametrize("types", [(), *itertools.combinations(PARAMETER_TYPES, 2), PARAMETER_TYPES])
@pytest.mark.parametrize("own_token", [False, True])
def test_functions_of_jobs_parse(types: tuple[str, ...], own_token: bool) -> None:
    parameters = [parameter for parameter in ALL_TYPES if parameter.type in types]
    if own_token:
        parameters.append(JobParameter("Idempotency_Token", "STRING", ""))
    created = parsed(job_function(ListedJob(7, "job", HOSTILE, HOSTILE, tuple(parameters))))
    declared = [column.name for column in created.this.expressions]
    assert len(declared) == len(parameters) + (not own_token)


def test_each_request_is_written_once() -> None:
    allowed = AllowedJobs((PLAIN, TYPED), any_job=False)
    functions = [trigger_function(allowed), job_function(PLAIN), job_function(TYPED), *companions(allowed)]
    written = {one.name: create_function(PLACE, one).count("http_request(") for one in functions}
    assert written == {
        "trigger_databricks_flow": 2,
        "run_plain": 2,
        "run_typed": 2,
        "get_job_status": 1,
        "cancel_run": 2,
        "get_run_output": 2,
        "list_jobs": 0,
    }


def test_parameters_that_would_be_one() -> None:
    job = ListedJob(1, "j", "j", "", (JobParameter("a.b", "STRING", ""), JobParameter("A_B", "STRING", "")))
    with pytest.raises(UsageError, match=r"'a\.b' and 'A_B' of the job 'j' have one name in SQL"):
        job_function(job)


def test_a_function_names_its_parameters_and_comments() -> None:
    created = parsed(job_function(TYPED), Place("main", "ops", "c"))
    types = {column.name: column.kind.sql("databricks") for column in created.this.expressions}
    assert types == {
        **{f"of_{kind}": "STRING" if kind == "BOOLEAN" else kind for kind in PARAMETER_TYPES},
        "idempotency_token": "STRING",
    }
