"""One function for each job, with the parameters that the job declares."""

from __future__ import annotations

import re
from typing import NamedTuple

from brickform.errors import UsageError
from brickform.functions.listed_jobs import JobParameter, ListedJob
from brickform.functions.sql.function import SqlFunction, SqlParameter
from brickform.functions.sql.text import quoted_name, quoted_text
from brickform.functions.sql.trigger_function import TOKEN

_TIMESTAMP_FORMAT = "yyyy-MM-dd'T'HH:mm:ssXXX"
"""With the offset: the time zone of a SQL session is not that of the job."""


class Argument(NamedTuple):
    """A parameter of the job, and the argument of the function that it is taken from."""

    parameter: JobParameter
    name: str

    @property
    def sql(self) -> SqlParameter:
        """A boolean is text: Spark cannot plan a query on a literal one, and agents cannot leave it out."""
        default = self.parameter.default or "an empty text"
        about = f"Parameter {self.parameter.name} of the job; unless given, {default}."
        if self.parameter.type == "BOOLEAN":
            return SqlParameter(self.name, "STRING", f"true or false. {about}")
        return SqlParameter(self.name, self.parameter.type, about)

    @property
    def text(self) -> str:
        """A SQL expression: the API knows text alone. NULL leaves the parameter to the job."""
        column = quoted_name(self.name)
        if self.parameter.type == "STRING":
            return f"nullif({column}, '')"
        if self.parameter.type == "BOOLEAN":
            return f"CAST(try_cast({column} AS BOOLEAN) AS STRING)"
        if self.parameter.type == "TIMESTAMP":
            return f"date_format({column}, {quoted_text(_TIMESTAMP_FORMAT)})"
        return f"CAST({column} AS STRING)"


def job_function(job: ListedJob) -> SqlFunction:
    """Return the function that starts one job; raises UsageError for parameters of one name in SQL."""
    arguments = _arguments(job)
    takes_token = TOKEN.name not in (argument.name.lower() for argument in arguments)
    return SqlFunction(
        name=function_name(job),
        comment=_comment(job),
        parameters=(*(argument.sql for argument in arguments), *([TOKEN] if takes_token else [])),
        body="job.sql.jinja",
        context={
            "job": job,
            "arguments": [(argument.parameter.name, argument.text) for argument in arguments],
            "booleans": [argument.name for argument in arguments if argument.parameter.type == "BOOLEAN"],
            "takes_token": takes_token,
        },
    )


def function_name(job: ListedJob) -> str:
    return f"run_{job.key}"


def _arguments(job: ListedJob) -> list[Argument]:
    """Give each parameter a name without the signs that toolkits and SQL read in another way."""
    arguments: dict[str, Argument] = {}
    for parameter in job.parameters:
        argument = Argument(parameter, re.sub(r"[^A-Za-z0-9_]", "_", parameter.name))
        other = arguments.setdefault(argument.name.lower(), argument)
        if other is not argument:
            names = f"'{other.parameter.name}' and '{parameter.name}'"
            summary = f"the parameters {names} of the job '{job.name}' have one name in SQL"
            raise UsageError(f"{summary}; rename one of them")
    return list(arguments.values())


def _comment(job: ListedJob) -> str:
    said = f"{job.description.rstrip('.')}. " if job.description else ""
    return (
        f"{said}Starts one run of the Databricks job {job.name} and does not wait for its end. "
        "Returns JSON with success, run_id, state and run_page_url, or with error and message."
    )
