"""Executes what an installation consists of, on a warehouse or in a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple

from brickform.errors import BrickformError
from brickform.functions.sql.function import Place, SqlFunction
from brickform.functions.sql.installation import Installation, Statement, drop_function, grant_execute
from brickform.workspace import unity_catalog_api
from brickform.workspace.client import Workspace
from brickform.workspace.errors import Trouble, WorkspaceError

Execute = Callable[[str], Any]
"""Executes one statement; raises what it likes."""
OnDone = Callable[["Done"], None]

_ADVICE = {
    "connection": "an admin can run: GRANT CREATE CONNECTION ON METASTORE TO {user}",
    "function": "an admin can run: GRANT USE CATALOG ON CATALOG {catalog} TO {user}; "
    "GRANT USE SCHEMA, CREATE FUNCTION ON SCHEMA {catalog}.{schema} TO {user}",
    "drop": "its owner can run: GRANT MANAGE ON FUNCTION {name} TO {user}",
    "grant": "its owner can run the statement",
}


class Done(NamedTuple):
    """A statement that was executed."""

    did: Literal["created", "replaced", "granted"]
    name: str


class RegistrationError(BrickformError):
    """A statement was refused; ``help`` says what an admin can grant, ``statement`` is its text."""

    def __init__(self, statement: Statement, reason: str, help: str) -> None:
        super().__init__(f"{statement.name}: {reason}")
        self.statement = statement.text
        self.help = help


def register_installation(
    workspace: Workspace, installation: Installation, execute: Execute, on_done: OnDone
) -> None:
    """Execute every statement; raises RegistrationError at the first one that is refused.

    A function of which the parameters have changed is dropped first, and what was granted on it is granted
    again.
    """
    for statement in installation.statements(workspace.host):
        steps = [statement]
        if statement.function is not None:
            steps = list(_steps(workspace, installation, statement, statement.function))
        for step in steps:
            _execute(installation.place, step, execute)
        on_done(Done(_did(steps), statement.name))


def full_name(installation: Installation, function: SqlFunction) -> str:
    """Return the name of a function as the API writes it."""
    return f"{installation.place.catalog}.{installation.place.schema}.{function.name}"


def find_function(workspace: Workspace, name: str) -> dict[str, Any] | None:
    """Return what the workspace says of a function, None where there is none that may be seen."""
    try:
        return workspace.send(unity_catalog_api.get_function(name))
    except WorkspaceError as error:
        if error.trouble in (Trouble.NOT_FOUND, Trouble.FORBIDDEN):
            return None
        raise


def has_signature_of(present: dict[str, Any], function: SqlFunction) -> bool:
    """Tell whether the parameters are the same, by name, type, and whether they may be left out."""
    parameters = (present.get("input_params") or {}).get("parameters") or []
    there = [
        (str(one.get("name")), str(one.get("type_text")).upper(), bool(one.get("parameter_default")))
        for one in parameters
    ]
    return there == [(one.name, one.type, one.optional) for one in function.parameters]


def _steps(
    workspace: Workspace, installation: Installation, statement: Statement, function: SqlFunction
) -> Iterator[Statement]:
    name = full_name(installation, function)
    present = find_function(workspace, name)
    if present is None or has_signature_of(present, function):
        yield statement
        return
    granted = workspace.send(unity_catalog_api.get_grants("function", name))
    yield drop_function(statement.name)
    yield statement
    for assignment in granted.get("privilege_assignments") or []:
        if "EXECUTE" in assignment.get("privileges", []):
            yield grant_execute(statement.name, str(assignment["principal"]))


def _did(steps: list[Statement]) -> Literal["created", "replaced", "granted"]:
    if steps[0].kind == "grant":
        return "granted"
    return "created" if len(steps) == 1 else "replaced"


def _execute(place: Place, step: Statement, execute: Execute) -> None:
    try:
        execute(step.text)
    except WorkspaceError as error:
        if error.trouble is not Trouble.REFUSED:
            raise
        reason = str(error)
    except Exception as error:  # of Spark: there is one for every kind of refusal
        reason = str(error).partition("\n")[0]
    else:
        return
    advice = _ADVICE[step.kind].format(
        catalog=f"`{place.catalog}`", schema=f"`{place.schema}`", name=step.name, user="`<you>`"
    )
    is_missing = "PERMISSION" in reason.upper() or "PRIVILEGE" in reason.upper()
    raise RegistrationError(step, reason, advice if is_missing else "")
