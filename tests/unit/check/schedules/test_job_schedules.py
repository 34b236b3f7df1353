from __future__ import annotations

import pytest

from brickform.check.schedules.time_zones import is_time_zone, known_time_zones
from support.resolved import checked, model

SCHEDULE = "{{quartz_cron_expression: '{}', timezone_id: '{}'}}"


def found(setting: str) -> list[tuple[str, str]]:
    return [(item.code.id, item.help) for item in checked(model(f"{{python_job_config: {{{setting}}}}}"))]


@pytest.mark.parametrize("place", ["schedule: {}", "triggers: [{{schedule: {}}}]"])
def test_expressions_and_time_zones_are_looked_at_in_every_trigger(place: str) -> None:
    assert found(place.format(SCHEDULE.format("0 0 12 * * ?", "UTC"))) == []
    codes = [code for code, _ in found(place.format(SCHEDULE.format("0 0 12 * *", "Europe/Berlim")))]
    assert codes == ["BF468", "BF469"]


def test_a_maintenance_window_has_a_time_zone() -> None:
    window = "continuous: {{maintenance_window: {{day_of_week: MONDAY, start_hour: 1, timezone_id: {}}}}}"
    assert [code for code, _ in found(window.format("Mars"))] == ["BF469"]
    assert found(window.format("UTC")) == []


@pytest.mark.parametrize(
    ("expression", "help"),
    [
        ("*/5 * * * *", "'0 */5 * * * ?'"),
        ("0 9 1 * 1", "six fields"),
        ("0 12", "seconds, minutes"),
        ("", "seconds, minutes"),
        ("0 0 12 * * ? 2030 x", "seconds, minutes"),
    ],
)
def test_expressions_of_other_lengths(expression: str, help: str) -> None:
    ((code, advice),) = found("schedule: " + SCHEDULE.format(expression, "UTC"))
    assert code == "BF468"
    assert help in advice


@pytest.mark.parametrize(
    ("zone", "help"),
    [
        ("europe/berlin", "'Europe/Berlin'"),
        ("Europe/Berln", "'Europe/Berlin'"),
        ("America/New York", "'America/New_York'"),
        ("UTC+2", "'GMT+2'"),
        ("+02:00", "'GMT+02:00'"),
        ("W. Europe Standard Time", "such as"),
        ("", "such as"),
    ],
)
def test_unknown_time_zones(zone: str, help: str) -> None:
    ((code, advice),) = found("schedule: " + SCHEDULE.format("0 0 12 * * ?", zone))
    assert code == "BF469"
    assert help in advice


@pytest.mark.parametrize(
    "zone",
    ["UTC", "Etc/GMT+8", "Europe/Berlin", "PST", "EST", "GMT+8", "GMT-05:30", "GMT+0530", "Asia/Calcutta"],
)
def test_ids_that_java_knows(zone: str) -> None:
    assert is_time_zone(zone)


@pytest.mark.parametrize("zone", ["GMT+24:00", "GMT+8:5", "GMT8", "gmt+8", "UTC+8", "Z", "Factory", "CEST"])
def test_ids_that_java_takes_for_greenwich(zone: str) -> None:
    assert not is_time_zone(zone)


def test_the_list_is_not_that_of_the_machine() -> None:
    assert len(known_time_zones()) > 590
