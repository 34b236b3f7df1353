"""No template costs more than a moment, and none that a project would write is refused."""

from __future__ import annotations

from contextlib import suppress
from resource import RUSAGE_SELF, getrusage
from typing import Any

import pytest

from brickform.resolve.jinja import RenderError
from brickform.resolve.jinja_sandbox import Sandbox
from brickform.resolve.scope import Scope
from brickform.resolve.variables import Variables
from support.endings import has_to_end

TABLES = [f"main.analytics.table_number_{number:04}" for number in range(1000)]
SCOPE = Scope(Variables([{"x": "x", "n": 9, "big": 10**9, "many": [1] * 1_000, "tables": TABLES}]), "shop")
MEGABYTES = 100

NUMBERS = [
    "'x' * 10**9",
    "10**9 * 'x'",
    "[1] * 10**9",
    "10 ** (10**8)",
    "10 ** var('big')",
    "var('n') ** (10**8)",
]
FILTERS = [
    "'x' | center(10**9)",
    "'x' | center(var('big'))",
    "'x' | indent(10**9, true)",
    "'x' | indent(var('x') * 999999, true) | indent(99999, true)",
    "[1] | batch(10**9, 1) | list",
    "[1] | slice(10**9) | list",
    "5 | round(10**9)",
    "5 | round(-(10**9))",
    "[1] | tojson(indent=10**9)",
    "'%1000000000s' | format('x')",
    "'%*d' | format(10**9, 1)",
    "'%.1000000000f' | format(1.5)",
    "('x' * 99999) | replace('x', 'x' * 99999)",
    "(['x'] * 99999) | join('x' * 99999)",
    "('<!--x-->' * 99999) | striptags",
    "([[1]] * 99999) | sum(start=[])",
    "('http://a.b ' * 9999) | urlize(rel='x' * 9999)",
    "range(99999) | map('center', 99999) | list",
    "('x ' * 99999) | wordwrap(1, wrapstring='x' * 9999)",
]
METHODS = [
    "'x'.center(10**9)",
    "var('x').ljust(var('big'))",
    "'x'.zfill(10**9)",
    "'\t'.expandtabs(10**9)",
    "'{:>1000000000}'.format(1)",
    "'{:{}}'.format(1, 10**9)",
    "'{a:.1000000000f}'.format_map({'a': 1.5})",
    "'{0}{0}{0}'.format('x' * 999999)",
    "('%(a)s' * 9999) % {'a': 'x' * 9999}",
    "'%1000000000d' % 1",
    "'%*d' % (10**9, 1)",
    "(5).to_bytes(10**9, 'big')",
    "('x' * 99999).translate({120: 'x' * 99999})",
    "('x' * 99999).join(['x'] * 99999)",
    "fromjson('[' * 99999 ~ ']' * 99999)",
]


def grown(start: str, step: str, end: str = "") -> str:
    return f"{{% set ns = namespace(x={start}) %}}{{% for a in range(99) %}}{step}{{% endfor %}}{end}"


LOOPS = [
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "{% for a in range(9999) %}{% for b in range(9999) %}{% set c = a * b %}{% endfor %}{% endfor %}{{ 1 }}",
    "{% for a in range(99999) if a < 0 %}{% endfor %}",
    grown("'x'", "{% set ns.x = ns.x ~ ns.x %}", "{{ ns.x }}"),
    grown("'x'", "{% set ns.x = ns.x + ns.x %}", "{{ ns.x }}"),
    grown("'x'", "{% set ns.x %}{{ ns.x }}{{ ns.x }}{% endset %}"),
    grown("[1]", "{% set ns.x = [ns.x, ns.x] %}", "{{ ns.x }}"),
    grown("[1]", "{% set ns.x = [ns.x, ns.x] %}", "a{{ ns.x }}"),
    grown("[1]", "{% set ns.x = [ns.x, ns.x] %}", "{{ ns.x | string }}"),
    grown("[1]", "{% do ns.x.extend(ns.x) %}"),
    "{% set x = [1] %}{% do x.append(x) %}{{ x }}",
    "{% set x = {} %}{% do x.update({'x': x}) %}{{ x }}",
    "{% macro m(n) %}{{ m(n) }}{% endmacro %}{{ m(1) }}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(40) }}",
    "{% for a in [[1]] recursive %}{{ loop([[[a]]]) }}{{ loop([[a]]) }}{% endfor %}",
    "{% for a in range(99999) %}{{ var('many') }}{% endfor %}",
    "{{ 'x' * 99999 }}" * 99,
    "{% for a in var('many') %}{{ a }}{% for b in var('many') %}{{ b }}{% endfor %}{% endfor %}",
    "{{ " + "(" * 9999 + ")" * 9999 + " }}",
    "{{ " + "-" * 9999 + "1 }}",
    "{{ " + "1 + " * 9999 + "1 }}",
    "{% if 1 %}" * 999 + "{% endif %}" * 999,
    "{% for a in [1] %}" * 30 + "{% endfor %}" * 30,
    "{{ '" + "x" * 999_999 + "' }}",
    "{{ 'a' if " * 999,
]
BOMBS = [*(f"{{{{ {bomb} }}}}" for bomb in NUMBERS + FILTERS + METHODS), *LOOPS]


def refusal(template: str) -> RenderError:
    memory = getrusage(RUSAGE_SELF).ru_maxrss
    with has_to_end(), pytest.raises(RenderError) as caught:
        SCOPE.render(template)
    assert getrusage(RUSAGE_SELF).ru_maxrss - memory < MEGABYTES * 1000
    return caught.value


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_one_error_within_a_moment(bomb: str) -> None:
    assert refusal(bomb).code.id in ("BF228", "BF210", "BF212")


ARGUMENTS = ["", "9999999", "'x' * 2999", "many, 9999999", "'x', 'x' * 2999"]
RECEIVERS: dict[str, Any] = {
    "('x' * 2999)": "",
    "var('many')": [],
    "{'a': 'x' * 2999}": {},
    "(5)": 5,
    "(1.5)": 1.5,
    "('x' * 2999).encode()": b"",
    "range(2999)": range(1),
}
METHOD_CALLS = [
    f"{receiver}.{name}"
    for receiver, value in RECEIVERS.items()
    for name in dir(value)
    if not name.startswith("_")
]
FILTER_CALLS = sorted(name for name in Sandbox({}).filters if name.isidentifier())


def settle(template: str) -> None:
    """Render a template, be it to a value or to an error: but soon."""
    memory = getrusage(RUSAGE_SELF).ru_maxrss
    with has_to_end(), suppress(RenderError):
        SCOPE.render(template)
    assert getrusage(RUSAGE_SELF).ru_maxrss - memory < MEGABYTES * 1000, template


@pytest.mark.parametrize("method", METHOD_CALLS)
def test_every_method_ends_soon(method: str) -> None:
    for arguments in ARGUMENTS:
        settle(f"{{% set many = var('many') %}}{{{{ {method}({arguments}) }}}}")


@pytest.mark.parametrize("name", FILTER_CALLS)
def test_every_filter_ends_soon(name: str) -> None:
    for receiver in (
        *RECEIVERS,
        "['x'] * 2999",
        "[[1]] * 2999",
        "'<!--x-->' * 2999",
        "'http://a.b/ ' * 2999",
    ):
        for arguments in ARGUMENTS:
            settle(f"{{% set many = var('many') %}}{{{{ ({receiver}) | {name}({arguments}) }}}}")


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ var('tables') | join(', ') }}", ", ".join(TABLES)),
        ("{{ var('tables') | map('upper') | list | length }}", 1000),
        ("{% for table in var('tables') %}{{ table | replace('main', 'dev') ~ ';' }}{% endfor %}", None),
        ("{{ 12 * 1024 * 1024 * 1024 }}", str(12 * 1024**3)),
        ("{{ var('n') * 1234567890123 }}", 9 * 1234567890123),
        ("{{ '%05d-%s' % (1234567890, 'x') }}", "1234567890-x"),
        ("{{ '{:>10}|{}'.format('x', 1234567890123) }}", "         x|1234567890123"),
        ("{{ 'run-20261124-{}'.format(7) }}", "run-20261124-7"),
        ("{{ 1234567.891 | round(2) }}", None),
        ("{{ 1234567890 | round | int }}", "1234567890"),
        ("{{ var('missing', 12345678901234) }}", 12345678901234),
        ("{{ {'job': 1234567890123}.get('job') }}", 1234567890123),
        ("{{ var('tables') | tojson(indent=2) | length > 1000 }}", True),
        ("{% for number in range(1000) %}{{ number }}{% endfor %}", None),
        ("{{ 2 ** 40 }}", str(2**40)),
    ],
)
def test_what_a_project_would_write_is_not_refused(template: str, expected: Any) -> None:
    value, _ = SCOPE.render(template)
    assert expected is None or value == expected
