"""When a job runs: expressions and time zones that the scheduler understands."""

from __future__ import annotations

from collections.abc import Iterator

from brickform import codes
from brickform.check.schedules.quartz import Problem, fields_of, problems_in
from brickform.check.schedules.time_zones import is_time_zone, known_time_zones
from brickform.check.schedules.unix_cron import is_unix_cron, to_quartz
from brickform.check.tasks.job_tasks import JobTasks
from brickform.diagnostics import Diagnostic
from brickform.sourced import Sourced
from brickform.suggestions import closest

_CLOSE = 0.8  # among 600 names some are like any other


def wrong_cron_expressions(job: JobTasks) -> Iterator[Diagnostic]:
    for schedule in _schedules(job):
        expression = schedule.get("quartz_cron_expression")
        for problem in _problems(str(expression.value)) if expression is not None else ():
            yield Diagnostic.at(codes.CRON, expression or schedule, problem.summary, help=problem.help)


def unknown_time_zones(job: JobTasks) -> Iterator[Diagnostic]:
    for schedule in (*_schedules(job), *_maintenance_windows(job)):
        zone = schedule.get("timezone_id")
        if zone is not None and not is_time_zone(zone.value):
            yield Diagnostic.at(
                codes.TIME_ZONE,
                zone,
                f"there is no time zone '{zone.value}'",
                help=_advice_on_time_zone(zone.value),
            )


def _advice_on_time_zone(name: str) -> str:
    offset = f"GMT{name.upper().removeprefix('UTC').removeprefix('GMT')}"
    if is_time_zone(offset):
        return f"did you mean '{offset}'? An id such as 'Europe/Berlin' keeps up with summer time"
    meant = closest(name, sorted(known_time_zones()), cutoff=_CLOSE)
    return f"did you mean '{meant}'?" if meant else "write an id such as 'Europe/Berlin' or 'UTC'"


def _problems(expression: str) -> Iterator[Problem]:
    if is_unix_cron(expression):
        translated = to_quartz(expression)
        yield Problem(
            "this is a Unix cron expression; Quartz has seconds first, and '?' for one of the kinds of days",
            f"write '{translated}'" if translated else "write six fields, as in '0 30 9 ? * MON-FRI'",
        )
    elif not 6 <= (count := len(fields_of(expression))) <= 7:
        fields = "1 field" if count == 1 else f"{count} fields"
        yield Problem(
            f"a Quartz cron expression has 6 fields, and 7 with the year; this has {fields}",
            "write seconds, minutes, hours, days of the month, months, days of the week:"
            " '0 30 9 * * ?' is every day at 9:30",
        )
    else:
        yield from problems_in(expression)


def _schedules(job: JobTasks) -> Iterator[Sourced]:
    if (schedule := job.settings.get("schedule")) is not None:
        yield schedule
    triggers = job.settings.get("triggers")
    for trigger in triggers.elements() if triggers is not None else ():
        if (schedule := trigger.get("schedule")) is not None:
            yield schedule


def _maintenance_windows(job: JobTasks) -> Iterator[Sourced]:
    if (window := job.settings.at("continuous", "maintenance_window")) is not None:
        yield window
