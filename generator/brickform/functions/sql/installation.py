"""Everything that makes jobs callable from SQL, as statements in the order in which they are executed."""

from __future__ import annotations

from typing import Literal, NamedTuple

from brickform.errors import UsageError
from brickform.functions.listed_jobs import ListedJob
from brickform.functions.sql.companions import companions
from brickform.functions.sql.function import AllowedJobs, Place, ServicePrincipal, SqlFunction
from brickform.functions.sql.job_function import job_function
from brickform.functions.sql.render import create_connection, create_function
from brickform.functions.sql.text import quoted_name
from brickform.functions.sql.trigger_function import trigger_function

MOST_CHARACTERS_OF_TOOL = 64
"""Toolkits of agents call a function catalog__schema__name, and keep the last so many characters."""


class Installation(NamedTuple):
    """The functions of one schema, the connection that they use, and who may call them."""

    place: Place
    allowed: AllowedJobs
    principal: ServicePrincipal | None = None
    """None where the connection exists."""
    grants: tuple[str, ...] = ()
    """Names of users, groups, and application ids."""

    @property
    def functions(self) -> tuple[SqlFunction, ...]:
        """Raises UsageError for what cannot be a function."""
        allowed = self.allowed
        return (trigger_function(allowed), *map(job_function, allowed.jobs), *companions(allowed))

    def statements(self, host: str) -> tuple[Statement, ...]:
        """Return what is to be executed; ``host`` is the URL of the workspace."""
        functions = self.functions
        connection = [_connection(self.place, self.principal, host)] if self.principal else []
        created = [_function(self.place, function) for function in functions]
        return (*connection, *created, *_grants(self.place, functions, self.grants))

    def long_tool_names(self) -> list[str]:
        """Return the names that toolkits of agents would cut."""
        prefix = f"{self.place.catalog}__{self.place.schema}__"
        names = (f"{prefix}{function.name}" for function in self.functions)
        return [name for name in names if len(name) > MOST_CHARACTERS_OF_TOOL]


class Statement(NamedTuple):
    """One statement; executed twice it changes nothing that it has not changed before."""

    kind: Literal["connection", "function", "drop", "grant"]
    name: str
    """Of what it is about, in backticks."""
    text: str
    function: SqlFunction | None = None


def install(
    place: Place,
    jobs: tuple[ListedJob, ...],
    *,
    any_job: bool = False,
    principal: ServicePrincipal | None = None,
    grants: tuple[str, ...] = (),
) -> Installation:
    """Return an installation; raises UsageError for names that are empty."""
    for what, name in (*place._asdict().items(), *(("grant", grant) for grant in grants)):
        if not name.strip() or not name.isprintable():
            raise UsageError(f"the name of the {what} is {name!r}")
    return Installation(place, AllowedJobs(jobs, any_job), principal, grants)


def drop_function(name: str) -> Statement:
    """Return what has to come first where parameters have changed; the grants go with it."""
    return Statement("drop", name, f"DROP FUNCTION IF EXISTS {name}")


def grant_execute(name: str, principal: str) -> Statement:
    return Statement("grant", name, f"GRANT EXECUTE ON FUNCTION {name} TO {quoted_name(principal)}")


def _connection(place: Place, principal: ServicePrincipal, host: str) -> Statement:
    text = create_connection(place.connection, host.rstrip("/"), principal)
    return Statement("connection", quoted_name(place.connection), text)


def _function(place: Place, function: SqlFunction) -> Statement:
    name = quoted_name(place.catalog, place.schema, function.name)
    return Statement("function", name, create_function(place, function), function)


def _grants(place: Place, functions: tuple[SqlFunction, ...], principals: tuple[str, ...]) -> list[Statement]:
    """Whoever calls a function needs the connection as well: Databricks asks for it inside functions too."""
    connection = quoted_name(place.connection)
    granted = []
    for principal in principals:
        text = f"GRANT USE CONNECTION ON CONNECTION {connection} TO {quoted_name(principal)}"
        granted.append(Statement("grant", connection, text))
        for function in functions:
            name = quoted_name(place.catalog, place.schema, function.name)
            granted.append(grant_execute(name, principal))
    return granted
