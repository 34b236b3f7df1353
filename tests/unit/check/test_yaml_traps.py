from __future__ import annotations

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from support.resolved import check_models, main_task_of, model, sourced

ENV = "{{job_cluster_config: {{spark_version: 16.4.x-scala2.12, spark_env_vars: {{STORE: {}}}}}}}"


def traps(config: str, **fields: object) -> list[str]:
    return [summary for code, _, summary in check_models(model(config), **fields) if code == "BF472"]


@pytest.mark.parametrize(
    ("written", "summary"),
    [
        ("3.10", "'STORE' becomes \"3.1\": YAML reads 3.10 as a number"),
        ("010", "'STORE' becomes \"8\": YAML reads 010 as a number"),
        ("1_000", "'STORE' becomes \"1000\": YAML reads 1_000 as a number"),
        ("12:30:45", "'STORE' becomes \"45045\": YAML reads 12:30:45 as a number"),
        ("no", "'STORE' becomes \"false\": YAML reads no as false"),
        ("On", "'STORE' becomes \"true\": YAML reads On as true"),
        (
            "2024-01-02 03:04:05",
            "'STORE' becomes \"2024-01-02T03:04:05\": YAML reads 2024-01-02 03:04:05 as a date",
        ),
        ("~", "'STORE' is left out: YAML reads ~ as null"),
    ],
)
def test_a_text_that_yaml_reads_as_another_is_a_warning(written: str, summary: str) -> None:
    assert traps(ENV.format(written)) == [summary]
    assert traps(ENV.format(f'"{written}"')) == []


@pytest.mark.parametrize(
    "written", ["15.4", "1e3", "true", "True", "FALSE", "0815", "2024-01-02", "null", "5"]
)
def test_what_stays_as_it_is_written_is_none(written: str) -> None:
    assert traps(ENV.format(written)) == []


NUMERIC = st.text("0123456789_:.+-exXbo", min_size=1, max_size=8)
WORDS = st.text(string.ascii_letters, min_size=1, max_size=5)


@given(NUMERIC | WORDS | st.sampled_from(["yes", "NO", "off", "On", "y", "n", "010", "0x1F", "3.10", ".5"]))
def test_a_warning_comes_exactly_where_the_job_gets_another_text(written: str) -> None:
    config = ENV.format(written)
    try:
        sourced(config)
    except AssertionError:
        assume(False)
    sent = main_task_of(config)["new_cluster"].get("spark_env_vars", {}).get("STORE")
    is_flag = written.lower() in ("true", "false")
    assume(sent is not None)
    assert bool(traps(config)) == (sent != (written.lower() if is_flag else written))


@pytest.mark.parametrize(
    ("config", "count"),
    [
        ("{cluster_id: 0123}", 1),
        ("{cluster_id: ~, python_job_config: {existing_job_id: ~}}", 0),
        ("{python_job_config: {timeout_seconds: 010}}", 1),
        ("{python_job_config: {timeout_seconds: 1:30}}", 1),
        ("{python_job_config: {timeout_seconds: 1_000, max_concurrent_runs: 0x2}}", 0),
        ("{python_job_config: {parameters: [{name: a, default: yes}]}}", 1),
        ("{python_job_config: {tags: {a: 1.10}}}", 1),
        ("{meta: {a: yes, b: 3.10}, enabled: yes}", 0),
        ("{tags: [nightly], packages: [pandas==1.10]}", 0),
    ],
)
def test_where_a_job_takes_text_and_where_it_takes_numbers(config: str, count: int) -> None:
    assert len(traps(config)) == count


def test_a_secret_is_not_shown() -> None:
    config = "{job_cluster_config: {spark_version: v, spark_env_vars: {DB_PASSWORD: 0123456}}}"
    assert traps(config) == ["'DB_PASSWORD' becomes another text: it is not in quotes"]


def test_shared_clusters_are_looked_at_too() -> None:
    clusters = sourced("one: {spark_version: v, custom_tags: {a: 1.10}}")
    assert traps("{}", clusters=clusters) == ["'a' becomes \"1.1\": YAML reads 1.10 as a number"]
