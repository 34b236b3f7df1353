"""What dbt-databricks and ``brickform submit`` ask for differently: the table of docs/running.md."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

PAGE = Path(__file__).resolve().parents[2] / "docs" / "running.md"
_ROW = re.compile(r"^\| (?P<about>.+?) \| (?P<dbt>.+?) \| (?P<brickform>.+?) \|$", re.MULTILINE)

COMMAND, NOTEBOOK, JOB_CLUSTER, SERVERLESS = "command", "notebook", "job_cluster", "serverless_cluster"
WORKFLOW, WORKFLOW_CLUSTER = "workflow_job", "workflow_job on a cluster"
_RUNS = (NOTEBOOK, JOB_CLUSTER, SERVERLESS)
_WORKFLOWS = (WORKFLOW, WORKFLOW_CLUSTER)
_NOTEBOOKS = (*_RUNS, *_WORKFLOWS)

Whose = Literal["dbt", "brickform", "both"]


class Seen(NamedTuple):
    """Something that one of them asks for and the other does not, or that both ask for differently."""

    config: str
    method: str
    path: str
    """``task.max_retries``; ``error`` where the call fails."""
    whose: Whose


@dataclass(frozen=True)
class Difference:
    """A row of the table, and what is seen of it in the requests: patterns of configs and paths."""

    about: str
    dbt: str
    brickform: str
    paths: str = ""
    whose: Whose = "brickform"
    methods: tuple[str, ...] = _NOTEBOOKS
    configs: str = ".*"

    @property
    def row(self) -> tuple[str, str, str]:
        return self.about, self.dbt, self.brickform

    def explains(self, seen: Seen) -> bool:
        return (
            seen.method in self.methods
            and seen.whose == self.whose
            and re.fullmatch(self.paths, seen.path) is not None
            and re.fullmatch(self.configs, seen.config) is not None
        )


_LOST = ("a reply to the submission that is lost", "a second run", "one run")
_AT_ONCE = (
    "two submissions at once with different code",
    "the second overwrites the notebook of the first",
    "each has its own",
)
_TIMEOUT = ("`timeout`", "the run goes on", "cancelled, or left on request")
_FAILED = (
    "a failed task",
    "its error is not shown",
    "the error and the trace of every failed task are shown",
)
_WORKFLOW = (
    "`workflow_job`",
    "a job is made and started",
    "one run, without what only a job has: `name`, `tags`, `schedule`, `post_hook_tasks` …",
)
_NOTIFICATIONS = ("notifications, `health`", "the run fails", "sent")
_RETRIES = (
    "`max_retries` and other settings of the task in `python_job_config`",
    "the run fails; with `workflow_job` they are dropped",
    "on the task",
)
_ADDITIONAL = ("`additional_task_settings` of a one-time run", "dropped", "on the task")
_ONLY_A_JOB = ("`tags`, `schedule` and whatever else a run does not have", "the run fails", "an info line")
_SERVERLESS = (
    "`packages` with `serverless_cluster`",
    "sent as libraries, which the API refuses",
    "a `%pip` cell",
)
_DROPPED = ("`packages` with `workflow_job`", "dropped", "libraries of the cluster, or a `%pip` cell")
_LIBRARIES = (
    "`additional_libs` with `workflow_job`",
    "dropped",
    "libraries of the cluster; on serverless compute an error",
)
_ON_COMMAND = (
    "`packages` without notebook scope, and `additional_libs`, on a command",
    "ignored",
    "an error",
)
_CELLS = ("`%pip`, restart and model on a command", "one command", "three commands")
_QUOTES = ("a requirement with `<` or `>` in `%pip`", "not quoted", "quoted")
_RESTART = ("restart of Python after `%pip`", "on every runtime", "from runtime 13 on")
_ENVIRONMENT = ("`environment_key` on a cluster", "sent", "left out, with a warning")
_ENVIRONMENT_DROPPED = (
    "`environment_key` with `workflow_job`",
    "dropped",
    "sent where the job is serverless",
)
_OWNER = ("access to a run without grants", "whoever runs dbt is made its owner again", "left as it is")
_SOURCE = ("`source` of the notebook", "not sent by a one-time run", "`WORKSPACE`, the default")

_SETTING_OF_TASK = r"task\.(max_retries|min_retry_interval_millis|retry_on_timeout)"
_SENT = r"(email_notifications|webhook_notifications|notification_settings|health)\..*"
_UNSCOPED = "packages.*"
_KEY_OF_ENVIRONMENT = r"environments|task\.environment_key"

DIFFERENCES = (
    Difference(*_LOST, "idempotency_token"),
    Difference(*_AT_ONCE, r"notebook\.path|task\.notebook_task\.notebook_path", "both"),
    Difference(*_TIMEOUT),
    Difference(*_FAILED),
    Difference(*_WORKFLOW, r"jobs/run-now|name|hooks|(tags|schedule)\..*", "dbt", _WORKFLOWS),
    Difference(*_WORKFLOW, "run_name", methods=_WORKFLOWS),
    Difference(*_NOTIFICATIONS, "error", "dbt", _RUNS, ".*notification.*|health"),
    Difference(*_NOTIFICATIONS, _SENT, methods=_RUNS, configs=".*notification.*|health"),
    Difference(*_RETRIES, "error", "dbt", _RUNS, "max_retries|retries"),
    Difference(*_RETRIES, _SETTING_OF_TASK, configs="max_retries|retries"),
    Difference(*_ADDITIONAL, _SETTING_OF_TASK, methods=_RUNS, configs="additional_task_settings"),
    Difference(*_ONLY_A_JOB, "error", "dbt", _RUNS, "tags|schedule"),
    Difference(*_SERVERLESS, "error", "dbt", (SERVERLESS,), _UNSCOPED),
    Difference(*_SERVERLESS, "pip|restart", methods=(SERVERLESS,), configs=_UNSCOPED),
    Difference(*_DROPPED, "pip|restart", methods=(WORKFLOW,), configs=_UNSCOPED),
    Difference(*_DROPPED, r"task\.libraries", methods=(WORKFLOW_CLUSTER,), configs=_UNSCOPED),
    Difference(*_LIBRARIES, "error", methods=(WORKFLOW,), configs="libraries"),
    Difference(*_LIBRARIES, r"task\.libraries", methods=(WORKFLOW_CLUSTER,), configs="libraries"),
    Difference(*_ON_COMMAND, "error", methods=(COMMAND,), configs=f"{_UNSCOPED}|libraries"),
    Difference(*_CELLS, "commands", "both", (COMMAND,), "notebook-scoped.*"),
    Difference(*_QUOTES, "pip", "both", (COMMAND, *_NOTEBOOKS), "notebook-scoped ranges"),
    Difference(*_RESTART, "restart", "both", (JOB_CLUSTER, WORKFLOW_CLUSTER), "notebook-scoped.*"),
    Difference(*_ENVIRONMENT, _KEY_OF_ENVIRONMENT, "dbt", (NOTEBOOK, JOB_CLUSTER), "environment"),
    Difference(
        *_ENVIRONMENT_DROPPED,
        _KEY_OF_ENVIRONMENT,
        methods=(WORKFLOW,),
        configs="environment",
    ),
    Difference(*_OWNER, r"access\.someone@example\.com", "dbt"),
    Difference(*_SOURCE, r"task\.notebook_task\.source", methods=_RUNS),
)


def rows_of_page() -> list[tuple[str, str, str]]:
    """Return the rows of the table in the page, without its head."""
    table = PAGE.read_text(encoding="utf-8").partition("| | dbt-databricks")[2].partition("\n\n")[0]
    return [(row["about"], row["dbt"], row["brickform"]) for row in _ROW.finditer(table)]
