"""``brickform functions sql`` and ``register`` against the local workspace, which keeps what was made."""

from __future__ import annotations

from typing import Any

import pytest
import sqlglot

from brickform.functions.listed_jobs import WantedJob
from brickform.functions.sql.api import register
from brickform.functions.sql.function import ServicePrincipal
from brickform.functions.sql.registration import RegistrationError
from brickform.testing import LocalWorkspace
from brickform.testing.local_workspace.errors import ApiError
from brickform.testing.local_workspace.faults import Fault
from brickform.workspace.client import Workspace
from support.command import brickform
from support.pointing import stop_clock
from support.registered import APPLICATION_ID, MAKES_CONNECTION, PLACE, WAREHOUSE_ID, create_listed_jobs

ALL = ("--jobs", "orders_daily", "--jobs", "nightly")
ON_WAREHOUSE = ("--warehouse-id", WAREHOUSE_ID)
NAMES = [
    "trigger_databricks_flow",
    "run_orders_daily",
    "run_nightly",
    "get_job_status",
    "list_jobs",
    "cancel_run",
    "get_run_output",
]


@pytest.fixture(autouse=True)
def pointed(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


def test_the_sql_parses_and_holds_no_secret(local_workspace: LocalWorkspace) -> None:
    create_listed_jobs(local_workspace)
    done = brickform("functions", "sql", *PLACE, *ALL, *MAKES_CONNECTION, "--grant", "data-agents")
    assert done.code == 0
    assert "client_secret secret('agents', 'jobs')" in done.out
    assert f"host '{local_workspace.url}'" in done.out
    connection, *functions_and_grants = done.out.split(";\n\n")
    assert connection.startswith("CREATE CONNECTION IF NOT EXISTS `brickform_jobs` TYPE HTTP")
    statements = sqlglot.parse(";\n".join(functions_and_grants), read="databricks")
    kinds = [type(statement).__name__ for statement in statements if statement is not None]
    assert kinds.count("Create") == len(NAMES)
    assert kinds.count("Grant") == len(NAMES)
    assert kinds.count("Command") == 1  # sqlglot knows no connections


def test_registered_twice_all_is_there_once(local_workspace: LocalWorkspace) -> None:
    create_listed_jobs(local_workspace)
    call = ("functions", "register", *PLACE, *ALL, *MAKES_CONNECTION, *ON_WAREHOUSE, "--grant", "data-agents")
    first, second = brickform(*call), brickform(*call)
    assert (first.code, first.err) == (0, "")
    assert first.out.splitlines()[:2] == [
        "created `brickform_jobs`",
        "created `main`.`ops`.`trigger_databricks_flow`",
    ]
    assert second == first
    state = local_workspace.state
    assert [name.rpartition(".")[2] for name in state.functions] == NAMES
    assert state.connections["brickform_jobs"]["options"]["client_id"] == APPLICATION_ID
    granted = {key: [grant.name for grant in grants] for key, grants in state.grants.items() if "." in key}
    assert granted == {f"function/main.ops.{name}": ["data-agents"] for name in NAMES}
    assert state.grants["connection/brickform_jobs"][0].level == "USE_CONNECTION"


def test_other_parameters_replace_the_function_and_keep_its_grants(local_workspace: LocalWorkspace) -> None:
    ids = create_listed_jobs(local_workspace)
    call = ("functions", "register", *PLACE, *ALL, *ON_WAREHOUSE)
    brickform(*call, *MAKES_CONNECTION, "--grant", "data-agents")
    local_workspace.state.jobs[ids["orders_daily"]].settings["parameters"].pop()
    done = brickform(*call)
    assert done.code == 0, done.err
    assert "replaced `main`.`ops`.`run_orders_daily`" in done.out.splitlines()
    assert done.out.count("replaced") == 1
    name = "main.ops.run_orders_daily"
    parameters = local_workspace.state.functions[name]["input_params"]["parameters"]
    assert [parameter["name"] for parameter in parameters] == ["start_date", "idempotency_token"]
    assert [grant.name for grant in local_workspace.state.grants[f"function/{name}"]] == ["data-agents"]


def test_what_is_refused_is_said_with_what_to_grant_and_the_sql(
    local_workspace: LocalWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_listed_jobs(local_workspace, "CAN_VIEW")
    local_workspace.add_user(APPLICATION_ID, "theirs")
    monkeypatch.setenv("DATABRICKS_TOKEN", "theirs")
    done = brickform("functions", "register", *PLACE, "--jobs", "nightly", *ON_WAREHOUSE)
    assert done.code == 5
    reason = (
        "[INSUFFICIENT_PERMISSIONS] Insufficient privileges: User does not have permission CREATE FUNCTION"
    )
    assert done.err.splitlines() == [
        f"error: `main`.`ops`.`trigger_databricks_flow`: {reason} on the schema. SQLSTATE: 42501",
        "  help: an admin can run: GRANT USE CATALOG ON CATALOG `main` TO `<you>`; "
        "GRANT USE SCHEMA, CREATE FUNCTION ON SCHEMA `main`.`ops` TO `<you>`",
    ]
    assert done.out == brickform("functions", "sql", *PLACE, "--jobs", "nightly").out


def test_a_warehouse_that_is_not_there(local_workspace: LocalWorkspace) -> None:
    create_listed_jobs(local_workspace)
    done = brickform("functions", "register", *PLACE, *ALL, "--warehouse-id", "none")
    assert done.code == 5
    assert "SQL warehouse none does not exist." in done.err


def test_a_warehouse_that_one_may_not_use(local_workspace: LocalWorkspace) -> None:
    create_listed_jobs(local_workspace)
    refused = ApiError(403, "PERMISSION_DENIED", "You do not have permission to use the SQL Warehouse.")
    local_workspace.inject(Fault("forbidden", error=refused), path="sql/statements")
    done = brickform("functions", "register", *PLACE, *ALL, *ON_WAREHOUSE)
    assert done.code == 5
    assert "help: CAN_USE on the SQL warehouse lets you execute statements" in done.err


def test_any_job_is_warned_of(local_workspace: LocalWorkspace) -> None:
    done = brickform("functions", "sql", *PLACE, "--any-job")
    assert done.code == 0
    expected = "warning: --any-job: callers start every job that the service principal may run\n"
    assert done.err == expected
    assert done.out.count("CREATE OR REPLACE FUNCTION") == 5


def test_names_that_toolkits_would_cut_are_warned_of(local_workspace: LocalWorkspace) -> None:
    create_listed_jobs(local_workspace)
    done = brickform("functions", "sql", "--catalog", "c" * 40, "--schema", "s", "--jobs", "nightly")
    name = f"{'c' * 40}__s__trigger_databricks_flow"
    assert (
        done.err
        == f"warning: the tool {name} has {len(name)} characters: toolkits of agents keep the last 64\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--client-id", "x"), "--client-id and --client-secret go together"),
        (("--client-secret", "dapi123"), "write SCOPE/KEY, where the secret lies"),
        (("--grant", ""), "the name of the grant is ''"),
    ],
)
def test_wrong_usage(local_workspace: LocalWorkspace, arguments: tuple[str, ...], said: str) -> None:
    create_listed_jobs(local_workspace)
    done = brickform("functions", "sql", *PLACE, *ALL, *arguments)
    assert done.code == 2
    assert said in done.err
    assert "dapi123" not in done.err


class Session:
    """The spark of a notebook, as far as it executes statements."""

    def __init__(self, refused: str = "") -> None:
        self.executed: list[str] = []
        self._refused = refused

    def sql(self, text: str) -> None:
        if self._refused and self._refused in text:
            raise RuntimeError("[INSUFFICIENT_PERMISSIONS] no privilege CREATE CONNECTION\nJVM stacktrace")
        self.executed.append(text)


def test_in_a_notebook(local_workspace: LocalWorkspace, workspace: Workspace) -> None:
    create_listed_jobs(local_workspace)
    session = Session()
    wanted: list[Any] = [WantedJob("orders_daily", types={"start_date": "DATE"}), "nightly"]
    names = register(catalog="main", schema="ops", jobs=wanted, spark=session, workspace=workspace)
    assert names == [f"main.ops.{name}" for name in NAMES]
    assert len(session.executed) == len(NAMES)
    assert "`start_date` DATE DEFAULT NULL" in session.executed[1]


def test_in_a_notebook_the_sql_is_printed_when_it_is_refused(
    local_workspace: LocalWorkspace, workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    create_listed_jobs(local_workspace)
    with pytest.raises(RegistrationError) as raised:
        register(
            catalog="main",
            schema="ops",
            jobs=["nightly"],
            spark=Session("CREATE CONNECTION"),
            principal=ServicePrincipal(APPLICATION_ID, "agents", "jobs"),
            workspace=workspace,
        )
    assert str(raised.value) == "`brickform_jobs`: [INSUFFICIENT_PERMISSIONS] no privilege CREATE CONNECTION"
    assert raised.value.help == "an admin can run: GRANT CREATE CONNECTION ON METASTORE TO `<you>`"
    assert capsys.readouterr().out.startswith("CREATE CONNECTION IF NOT EXISTS `brickform_jobs`")
