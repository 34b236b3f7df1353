"""The types of rendered scalars; every expected value was read from a manifest that
dbt-core 1.11.16 with dbt-databricks 1.12.7 wrote for the same scalar."""

from __future__ import annotations

from typing import Any

import pytest

from brickform.resolve.jinja import RenderError
from brickform.resolve.scope import Scope
from brickform.resolve.variables import Variables

VARS = {
    "n": 5,
    "flag": True,
    "txt": "hello",
    "nul": None,
    "lst": [1, 2],
    "mp": {"a": 1, "b": {"c": "x"}},
    "flt": 1.5,
    "numtext": "15",
    "jin": "{{ 1 }}",
}
SCOPE = Scope(Variables([VARS]), "shop", {"name": "dev", "threads": 3, "host": "adb-1.example.com"})

DBT = [
    # constants become text
    ("{{ 15.4 }}", "15.4"),
    ("{{ 15 }}", "15"),
    ("{{ true }}", "True"),
    ("{{ none }}", "None"),
    ("{{ 'a' }}", "a"),
    ("{{ [1, 2] }}", "[1, 2]"),
    ("{{ {'a': 1} }}", "{'a': 1}"),
    ("{{ 1 + 2 }}", "3"),
    ("{{ -1 }}", "-1"),
    ("{{ 1 }}{{ 2 }}", "12"),
    ("{{ '3' | int }}", "3"),
    ("{{ 1 if true else 2 }}", "1"),
    ("{{ '' }}", ""),
    # an expression on its own keeps its type
    ("{{ var('n') }}", 5),
    ("{{ var('n') * 2 }}", 10),
    ("{{ -var('n') }}", -5),
    ("{{ var('n') / 2 }}", 2.5),
    ("{{ var('flag') }}", True),
    ("{{ not var('flag') }}", False),
    ("{{ var('txt') }}", "hello"),
    ("{{ var('nul') }}", None),
    ("{{ var('lst') }}", [1, 2]),
    ("{{ var('mp') }}", {"a": 1, "b": {"c": "x"}}),
    ("{{ var('mp')['b'] }}", {"c": "x"}),
    ("{{ var('mp').a }}", 1),
    ("{{ var('mp').get('zz') }}", None),
    ("{{ var('flt') }}", 1.5),
    ("{{ var('numtext') }}", "15"),
    ("{{ var('jin') }}", "{{ 1 }}"),
    ("{{ var('zz', 3) }}", 3),
    ("{{ var('zz', none) }}", None),
    ("{{ 1 if var('flag') else 2 }}", 1),
    ("{{ target.name == 'dev' }}", True),
    ("{{ target.threads }}", 3),
    ("{{ (var('n'), 2) }}", [5, 2]),
    ("{{ [var('n'), 2] }}", [5, 2]),
    ("{{ {'a': var('n')} }}", {"a": 5}),
    ("{{ nothing is defined }}", False),
    ("{{ nothing | default('u') }}", "u"),
    # anything beside it makes text
    (" {{ var('n') }} ", " 5 "),
    ("{{ var('n') }} ", "5 "),
    ("a{{ var('n') }}", "a5"),
    ("{{ var('n') }}{{ var('n') }}", "55"),
    ("{{ var('n') }}{{ var('nul') }}", "5None"),
    ("{{ var('n') ~ '' }}", "5"),
    ("{{ var('n') }}\n", 5),
    ("{{- var('n') -}}", 5),
    # statements
    ("{% if var('flag') %}yes{% else %}no{% endif %}", "yes"),
    ("{% if var('flag') %}{{ var('n') }}{% endif %}", 5),
    ("{% if not var('flag') %}x{% endif %}", ""),
    ("{% set x = var('n') %}{{ x }}", 5),
    ("{% for i in var('lst') %}{{ i }}{% endfor %}", "12"),
    ("{% for i in [7] %}{{ i }}{% endfor %}", 7),
    ("{% set l = [] %}{% do l.append(var('n')) %}{{ l }}", [5]),
    ("{# c #}", ""),
    ("{# c #}{{ var('n') }}", 5),
    # filters and functions
    ("{{ '15' | as_number }}", 15),
    ("{{ var('numtext') | as_number }}", 15),
    ("{{ 'True' | as_bool }}", True),
    ("{{ '[1, 2]' | as_native }}", [1, 2]),
    ("{{ 'a b' | as_native }}", "a b"),
    ("{{ 15 | as_text }}", "15"),
    ("{{ var('n') | as_text }}", "5"),
    ("{{ env_var('FOO') }}", "12"),
    ("{{ env_var('FOO') | int }}", 12),
    ("{{ env_var('FOO') | as_number }}", 12),
    ("{{ env_var('NOPE', 'd') }}", "d"),
    ("{{ env_var('NOPE', 3) }}", 3),
    ("{{ tojson(var('mp')) }}", '{"a": 1, "b": {"c": "x"}}'),
    ("{{ var('mp') | tojson }}", '{"a": 1, "b": {"c": "x"}}'),
    ("{{ fromjson('{\"a\": 1}') }}", {"a": 1}),
    ("{{ toyaml(var('lst')) }}", "- 1\n- 2\n"),
    ("{{ fromyaml('[1, 2]') }}", [1, 2]),
    ("{{ zip([1], [2]) | list }}", [[1, 2]]),
    ("{{ range(3) | list }}", [0, 1, 2]),
    ("{{ var('txt') | upper }}", "HELLO"),
    ("{{ var('txt') | safe }}", "hello"),
    ("{{ var('txt').upper() }}", "HELLO"),
    ("{{ var('flt') | round }}", 2.0),
    ("{{ var('lst')[0] }}", 1),
    ("{{ var('lst') | join(',') }}", "1,2"),
    ("{{ var('lst') | length }}", 2),
    ("{{ var('lst') | sum }}", 3),
    ("{{ '%s-%s' | format(var('n'), 2) }}", "5-2"),
    ("{{ project_name }}", "shop"),
    ("a\r\nb {{ var('txt') }}", "a\nb hello"),
    # Databricks' braces
    ("{% raw %}{{job.id}}{% endraw %}", "{{job.id}}"),
    ("{{ '{{job.id}}' }}", "{{job.id}}"),
    ("x {% raw %}{{job.id}}{% endraw %} {{ var('n') }}", "x {{job.id}} 5"),
    ("{% raw %}15{% endraw %}", "15"),
]


@pytest.mark.parametrize(("template", "expected"), DBT)
def test_types_are_those_of_dbt(template: str, expected: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOO", "12")
    value, _ = SCOPE.render(template)
    assert (value, type(value)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("template", "code", "words"),
    [
        ("{{ nothing }}", "BF211", "'nothing' is undefined"),
        ("{{ var('mp').zz }}", "BF211", "no attribute 'zz'"),
        ("{{ target.token }}", "BF211", "no attribute 'token'"),
        ("{{ modules.datetime }}", "BF211", "'modules' is undefined"),
        ("{{ var('txt' }}", "BF210", "parsed"),
        ("{% if %}", "BF210", "parsed"),
        ("{{ x | random }}", "BF210", "random"),
        ("{{ 'a' | as_bool }}", "BF212", "bool"),
        ("{{ true | as_number }}", "BF212", "number"),
        ("{{ 1 / 0 }}", "BF212", "ZeroDivisionError"),
        ("{{ var('n') / 0 }}", "BF212", "ZeroDivisionError"),
        ("{{ range(10000000) | list }}", "BF212", "OverflowError"),
        ("{{ var('txt').__class__.__mro__ }}", "BF212", "sandbox"),
        ("{{ range(3) }}", "BF212", "range"),
        ("{{ var }}", "BF212", "YAML cannot hold"),
        ("{{ {1: var('n')} }}", "BF212", "YAML cannot hold"),
        ("{{ (var('n') and 'nan') | float }}", "BF212", "YAML cannot hold"),
        ("{{ var(3) }}", "BF212", ""),
        ("{{ var() }}", "BF212", "TypeError"),
        ("{% set l = [1] %}{% do l.append(l) %}{{ l }}", "BF228", "without end"),
        ("{{ var('nn') }}", "BF205", "var 'nn' is not defined"),
        ("{{ env_var('NOPE') }}", "BF208", "'NOPE' is not set"),
        ("{{ env_var('DBT_ENV_SECRET_X') }}", "BF209", "profiles.yml only"),
    ],
)
def test_failures_are_one_error_each(template: str, code: str, words: str) -> None:
    with pytest.raises(RenderError) as caught:
        SCOPE.render(template)
    assert caught.value.code.id == code
    assert words in caught.value.summary


@pytest.mark.parametrize(
    "reference",
    [
        "{{secrets/scope/key}}",
        "{{ secrets/my-scope/my.key }}",
        "{{job.id}}",
        "{{job.parameters.x}}",
        "{{job.start_time.iso_date}}",
        "{{tasks.a.values.b}}",
        "{{tasks.my-task.result_state}}",
        "{{job.parameters.[my param]}}",
        "{{task.name}}",
        "{{run.id}}",
        "{{backfill.iso_date}}",
        "{{input}}",
        "{{input.x}}",
        "{{workspace.id}}",
        "{{job_id}}",
    ],
)
def test_databricks_reference_is_shown_in_raw(reference: str) -> None:
    with pytest.raises(RenderError) as caught:
        SCOPE.render(f"before {reference} after")
    assert caught.value.code.id == "BF213"
    assert caught.value.help == f"write {{% raw %}}{reference}{{% endraw %}}"
    raw = caught.value.help.removeprefix("write ")
    assert SCOPE.render(f"before {raw} after")[0] == f"before {reference} after"


def test_a_reference_beside_another_failure_is_not_blamed() -> None:
    with pytest.raises(RenderError) as caught:
        SCOPE.render("{% raw %}{{job.id}}{% endraw %} {{ missing }}")
    assert caught.value.code.id == "BF211"


def test_vars_cannot_be_changed_by_a_template() -> None:
    SCOPE.render("{% do var('lst').append(3) %}{% do target.update({'name': 'x'}) %}")
    assert SCOPE.render("{{ var('lst') }}{{ target.name }}")[0] == "[1, 2]dev"


def test_close_names_are_suggested() -> None:
    with pytest.raises(RenderError) as caught:
        SCOPE.render("{{ var('flagg') }}")
    assert caught.value.help == "did you mean 'flag'?"
    with pytest.raises(RenderError) as caught:
        SCOPE.render("{{ targets.name }}")
    assert caught.value.help == "did you mean 'target'?"


def test_secret_never_shows_in_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBT_ENV_SECRET_T", "s3cr3t")
    scope = Scope(Variables(()), "shop", may_read_secrets=True)
    for template in ("{{ {}[env_var('DBT_ENV_SECRET_T')] }}", "{{ [].index(env_var('DBT_ENV_SECRET_T')) }}"):
        with pytest.raises(RenderError) as caught:
            scope.render(template)
        assert "s3cr3t" not in f"{caught.value.summary} {caught.value.help} {caught.value.__cause__}"
