"""Registration from Python: in a notebook it needs no warehouse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from brickform.errors import UsageError
from brickform.functions.listed_jobs import WantedJob, listed_jobs
from brickform.functions.sql.function import Place, ServicePrincipal
from brickform.functions.sql.installation import Installation, install
from brickform.functions.sql.registration import (
    Done,
    Execute,
    RegistrationError,
    full_name,
    register_installation,
)
from brickform.functions.sql.script import script
from brickform.workspace.client import Workspace
from brickform.workspace.job_names import as_job
from brickform.workspace.statement_run import run_statement


def register(
    *,
    catalog: str,
    schema: str,
    jobs: Iterable[int | str | WantedJob],
    spark: Any = None,
    warehouse_id: str | None = None,
    connection: str = "brickform_jobs",
    principal: ServicePrincipal | None = None,
    any_job: bool = False,
    grants: Sequence[str] = (),
    workspace: Workspace | None = None,
) -> list[str]:
    """Make jobs callable from SQL and by agents, and return the names of the functions.

    ``jobs`` are ids or exact names, or a ``WantedJob`` that gives types to parameters. Statements are
    executed by ``spark``, the session of a notebook, or by a warehouse. With a ``principal`` the HTTP
    connection is made as well. Everything is done again without harm. When a statement is refused, the SQL
    is printed.

    Raises RegistrationError, UsageError and WorkspaceError.
    """
    used = workspace or Workspace()
    wanted = [job if isinstance(job, WantedJob) else WantedJob(as_job(job)) for job in jobs]
    installation = install(
        Place(catalog, schema, connection),
        listed_jobs(used, wanted),
        any_job=any_job,
        principal=principal,
        grants=tuple(grants),
    )
    try:
        register_installation(used, installation, _executor(used, spark, warehouse_id), _say_nothing)
    except RegistrationError:
        _print(script(installation.statements(used.host)))
        raise
    return _names(installation)


def _executor(workspace: Workspace, spark: Any, warehouse_id: str | None) -> Execute:
    if (spark is None) == (warehouse_id is None):
        raise UsageError("give either spark, the session of a notebook, or warehouse_id")
    if warehouse_id is None:
        execute: Execute = spark.sql
        return execute
    return lambda text: run_statement(workspace, text, warehouse_id)


def _names(installation: Installation) -> list[str]:
    return [full_name(installation, function) for function in installation.functions]


def _say_nothing(done: Done) -> None:
    """Leave it to the caller, who gets the names."""


def _print(text: str) -> None:
    print(text)  # noqa: T201 - into the notebook
