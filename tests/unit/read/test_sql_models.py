from __future__ import annotations

import pytest

from brickform.location import Location
from brickform.read.sql_models import InlineConfig, find_snapshots, read_inline_config
from support.endings import has_to_end


def test_literals_are_read_and_the_rest_is_named() -> None:
    config = read_inline_config(
        "-- a model\n{{ config(\n    alias='orders', tags=['a', 1], x=-1,\n"
        "    meta={'k': none}, schema=var('s')\n) }}\n"
        "{{ config({'enabled': false}) }}\nselect * from {{ ref('raw') }}",
        "m.sql",
    )
    assert config.values is not None
    assert config.values.value == {
        "alias": "orders",
        "tags": ["a", 1],
        "x": -1,
        "meta": {"k": None},
        "enabled": False,
    }
    assert config.values.source.find(("meta",)).location == Location("m.sql", 4, 1)
    assert config.values.source.find(("meta",)).config_path == ("meta",)
    assert config.computed == {"schema"}


@pytest.mark.parametrize(
    "text",
    [
        "select 1",
        "{# {{ config(alias='x') }} #} select 1",
        "{% custom_tag %}{{ config(alias='x') }}",
        "{{ config( }}",
        "{{ config(a=" + "(" * 5000 + " }}",
        "{{ my.config(alias='x') }}",
    ],
)
def test_sql_without_a_readable_config_has_none(text: str) -> None:
    config = read_inline_config(text, "m.sql")
    assert config.values is None or config.values.value == {}
    assert config.computed == InlineConfig().computed


def test_nothing_is_computed() -> None:
    config = read_inline_config("{{ config(a='x' * 10 ** 12, b='x' ~ 'y') }}", "m.sql")
    assert config.computed == {"a", "b"}


def test_a_file_may_hold_several_snapshots() -> None:
    text = "\n{% snapshot one %}\na\n{% endsnapshot %}\n\n{%- snapshot two -%}b{% endsnapshot %}"
    assert [(name, line) for name, _, line in find_snapshots(text)] == [("one", 2), ("two", 6)]


@pytest.mark.parametrize(
    ("text", "config"),
    [
        ("{{ config(alias=" + "1" * 5000 + ") }}", InlineConfig()),
        ("{{ config(alias=0x" + "f" * 4000 + ") }}", InlineConfig(computed=frozenset({"alias"}))),
        ("{{ config(alias=-'x') }}", InlineConfig(computed=frozenset({"alias"}))),
        ("{{ config(alias=" + "[" * 5000 + ") }}", InlineConfig()),
    ],
)
def test_what_cannot_be_a_literal_is_for_dbt_to_work_out(text: str, config: InlineConfig) -> None:
    read = read_inline_config(text, "m.sql")
    assert read.computed == config.computed
    assert read.values is None or read.values.value == {}


def test_blocks_that_are_never_closed_take_no_time() -> None:
    with has_to_end():
        assert list(find_snapshots("{% snapshot a %}" * 100_000)) == []


def test_a_snapshot_ends_at_the_first_end() -> None:
    text = "{% snapshot a %}1{% snapshot b %}\n2{% endsnapshot %}{%- snapshot c -%}4{%endsnapshot%}"
    assert list(find_snapshots(text)) == [("b", "\n2", 1), ("c", "4", 2)]
