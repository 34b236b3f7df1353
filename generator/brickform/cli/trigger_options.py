"""What was asked of ``brickform trigger``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from brickform.cli.job_choice import JobCall
from brickform.cli.option_values import as_mapping, as_pipeline_params
from brickform.cli.workspace_options import WatchCall

if TYPE_CHECKING:
    from brickform.workspace.trigger import RunRequest

_Command = TypeVar("_Command", bound=Callable[..., Any])
_Decorator = Callable[[Any], Any]


@dataclass(frozen=True, kw_only=True)
class TriggerCall(JobCall, WatchCall):
    """The options of ``brickform trigger``; parameters have the API's names."""

    job: str
    job_parameters: dict[str, str]
    notebook_params: dict[str, str]
    python_params: tuple[str, ...]
    python_named_params: dict[str, str]
    jar_params: tuple[str, ...]
    sql_params: dict[str, str]
    pipeline_params: dict[str, Any]
    dbt_commands: tuple[str, ...]
    spark_submit_params: tuple[str, ...]
    only: tuple[str, ...]
    queue: bool | None
    performance_target: str | None
    idempotency_key: str | None
    dry_run: bool

    def run_request(self) -> RunRequest:
        from brickform.workspace.parameters import Parameters
        from brickform.workspace.trigger import RunRequest

        return RunRequest(
            parameters=Parameters(
                job_parameters=self.job_parameters,
                notebook_params=self.notebook_params,
                python_params=self.python_params,
                python_named_params=self.python_named_params,
                jar_params=self.jar_params,
                sql_params=self.sql_params,
                pipeline_params=self.pipeline_params,
                dbt_commands=self.dbt_commands,
                spark_submit_params=self.spark_submit_params,
            ),
            only=self.only,
            queue=self.queue,
            performance_target=self.performance_target,
        )


def trigger_options(command: _Command) -> _Command:
    """Give a command what a run is started with."""
    for decorate in reversed(_OPTIONS):
        command = decorate(command)
    return command


def _named(
    flags: tuple[str, ...], field: str, help: str, read: Callable[..., Any] = as_mapping
) -> _Decorator:
    return click.option(*flags, field, multiple=True, callback=read, metavar="NAME=VALUE", help=help)


def _texts(flag: str, field: str, help: str, metavar: str = "TEXT") -> _Decorator:
    return click.option(flag, field, multiple=True, metavar=metavar, help=help)


_OPTIONS: tuple[_Decorator, ...] = (
    _named(("-p", "--param"), "job_parameters", "Job parameter. Like all parameters it may be given again."),
    _named(("--notebook-param",), "notebook_params", "Of notebooks; a job parameter where the job has any."),
    _texts("--python-param", "python_params", "Argument of Python tasks."),
    _named(("--python-named-param",), "python_named_params", "Named argument of Python wheel tasks."),
    _texts("--jar-param", "jar_params", "Argument of JAR tasks."),
    _named(("--sql-param",), "sql_params", "Parameter of SQL tasks."),
    _named(
        ("--pipeline-param",),
        "pipeline_params",
        "Of pipelines: full_refresh=true, refresh_selection=a,b …",
        as_pipeline_params,
    ),
    _texts("--dbt-command", "dbt_commands", "Command of dbt tasks."),
    _texts("--spark-submit-param", "spark_submit_params", "Argument of spark-submit tasks."),
    _texts(
        "--only", "only", "Run only this task; +TASK with all before it, TASK+ with all after it.", "TASK"
    ),
    click.option("--queue/--no-queue", default=None, help="Whatever the job says: queue the run, or do not."),
    click.option(
        "--performance-target",
        type=click.Choice(["PERFORMANCE_OPTIMIZED", "STANDARD"]),
        help="How serverless compute is to run.",
    ),
    click.option(
        "--idempotency-key", metavar="KEY", help="All calls with one key start one run between them."
    ),
    click.option("--dry-run", is_flag=True, help="Print the requests that would be sent."),
)
