"""Makes broken input of good input: the same from the same number, so that any find can be made again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

_WORD = re.compile(rb"[\w.-]+")
_BYTES = [
    b"\0",
    b"\xff",
    b"\xc3",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xa8",
    b"\xed\xa0\x80",
    b"\xf0\x9f\x98\x80",
    b"\r",
    b"\t",
    b"\x0c",
]
_ANYWHERE = [
    *_BYTES,
    b"",
    b" ",
    b"\n",
    b"\n\n",
    b"'",
    b'"',
    b"\\",
    b"#",
    b"-" * 150,
    b"[" * 150,
    b"(" * 150,
    b"0x" + b"f" * 1200,
]

YAML = [
    *(
        b"&a",
        b"*a",
        b"<<: *a",
        b"<<: [*a, *a]",
        b"&a {x: *a}",
        b"!!binary",
        b"!!set",
        b"!!str",
        b"!mine",
        b"? ",
        b": ",
        b"- ",
        b"-",
    ),
    *(
        b"|",
        b">-",
        b"|2",
        b"~",
        b"null",
        b"yes",
        b"010",
        b"1_000",
        b"0o17",
        b"1e9",
        b".inf",
        b"-.nan",
        b"12:30:45",
        b"2026-01-01",
    ),
    *(
        b"2026-13-45",
        b"1" * 5000,
        b"1:1" * 500,
        b"%YAML 1.1",
        b"---",
        b"...",
        b'"\\ud800"',
        b"'''",
        b"[a, b]",
        b"{a: b}",
        b"[]",
        b"{}",
    ),
    *(
        b"{{ var('days') }}",
        b"{{ x",
        b"{% raw %}",
        b"{% endraw %}",
        b"{{ {} }}",
        b"{{ [] }}",
        b"{{ 5 }}",
        b"{{ 10 ** 99 }}",
        b"{#",
    ),
    *(
        b"name",
        b"config",
        b"models",
        b"versions",
        b"vars",
        b"targets",
        b"sources",
        b"python_job_config",
        b"job_cluster_config",
    ),
    *(
        b"packages",
        b"tags",
        b"grants",
        b"parameters",
        b"job_clusters",
        b"post_hook_tasks",
        b"additional_task_settings",
        b"run_as",
    ),
    *(
        b"environments",
        b"schedule",
        b"existing_job_id",
        b"previous_names",
        b"release",
        b"notebook_root",
        b"defaults",
        b"clusters",
    ),
]
PYTHON = [
    *(
        b"dbt.config(",
        b"dbt.ref('a')",
        b"dbt.source('a', 'b')",
        b"dbt.config.get('a')",
        b"dbt",
        b"dbt.",
        b"**x",
        b"*x",
        b"lambda: 0",
    ),
    *(
        b"f'{dbt.ref(x)}'",
        b"f'''\n{dbt.config(a=1)}\n'''",
        b"def model(dbt, session):\n",
        b"async ",
        b"await ",
        b"yield ",
        b"return",
    ),
    *(
        b"x := 1",
        b"match x:\n    case 1:\n        pass\n",
        b"@x\n",
        b"try:\n",
        b"class model:\n",
        b"if x:\n",
        b"else:\n",
        b"    ",
        b"'''",
    ),
    *(
        b'"""',
        b"\\\n",
        b"1" * 5000,
        b"1j",
        b"b'x'",
        b"None",
        b"...",
        b"{1: 2}",
        b"{'a': 1, **b}",
        b"[x for x in y]",
        b"'\\ud800'",
    ),
    *(
        b"# COMMAND ----------\n",
        b"# MAGIC %pip\n",
        b"# -*- coding: latin-1 -*-\n",
        "def größe(): pass\n".encode(),
        "ﬁ".encode(),
    ),
    *(
        b"not " * 150,
        b".a" * 1500,
        b"()" * 800,
        b"1 + " * 800,
        b"<<<<<<< HEAD\n",
        b"print 'x'\n",
        b"type x = int\n",
        b"x: int = dbt\n",
    ),
]
JINJA = [
    *(
        b"{{",
        b"}}",
        b"{%",
        b"%}",
        b"{#",
        b"#}",
        b"{{-",
        b"-%}",
        b"var(",
        b"var('n')",
        b"env_var('HOME')",
        b"target.name",
        b"target",
        b"|",
    ),
    *(
        b"| list",
        b"| join(',')",
        b"| int",
        b"| as_number",
        b"| as_native",
        b"| tojson",
        b"| map('upper')",
        b"| default(1)",
        b"| sum",
    ),
    *(
        b"**",
        b"*",
        b"+",
        b"~",
        b"%",
        b"//",
        b"10 ** 99",
        b"9999",
        b"'x'",
        b"[1]",
        b"{'a': 1}",
        b"range(9999)",
        b"namespace(x=1)",
    ),
    *(
        b"{% for a in range(99) %}",
        b"{% endfor %}",
        b"{% if 1 %}",
        b"{% endif %}",
        b"{% set x = 1 %}",
        b"{% macro m() %}",
        b"m()",
    ),
    *(
        b"{% endmacro %}",
        b"{% raw %}",
        b"{% endraw %}",
        b"{% do x.append(x) %}",
        b".append(",
        b".format(",
        b".__class__",
        b"loop",
        b"none",
    ),
    *(
        b"fromjson('[1]')",
        b"fromyaml('a: 1')",
        b"toyaml(",
        b"zip(",
        b"is defined",
        b"in",
        b"not",
        b"if",
        b"else",
        b"recursive",
        b"[::-1]",
    ),
]
SQL = [
    b"{{ config(alias='x') }}",
    b"{% snapshot a %}",
    b"{% endsnapshot %}",
    b"{% macro generate_schema_name(a) %}",
    *JINJA[:30],
]

_Operator = Callable[[Random, bytes, Sequence[bytes]], bytes]


def mutate(random: Random, text: bytes, corpus: Sequence[bytes], snippets: Sequence[bytes]) -> bytes:
    """Change a text in one to six places; with ``corpus`` it may go on as another one."""
    for _ in range(random.choice((1, 1, 1, 2, 3, 6))):
        words = [*snippets, *_ANYWHERE] if random.random() < 0.8 else [random.choice(corpus)]
        text = random.choice(_OPERATORS)(random, text, words)
    return text[:200_000]


def _insert(random: Random, text: bytes, words: Sequence[bytes]) -> bytes:
    place = random.randint(0, len(text))
    return text[:place] + random.choice(words) + text[place:]


def _replace_word(random: Random, text: bytes, words: Sequence[bytes]) -> bytes:
    found = list(_WORD.finditer(text))
    if not found:
        return text
    word = random.choice(found)
    return text[: word.start()] + random.choice(words) + text[word.end() :]


def _swap_words(random: Random, text: bytes, words: Sequence[bytes]) -> bytes:
    found = list(_WORD.finditer(text))
    return _replace_word(random, text, [random.choice(found)[0]]) if found else text


def _cut(random: Random, text: bytes, words: Sequence[bytes]) -> bytes:
    start = random.randint(0, len(text))
    return text[:start] + text[start + random.choice((1, 1, 2, 10, 100, len(text))) :]


def _repeat(random: Random, text: bytes, words: Sequence[bytes]) -> bytes:
    start = random.randint(0, len(text))
    end = start + random.choice((1, 2, 10, 40))
    return text[:end] + text[start:end] * random.choice((1, 2, 50, 1000)) + text[end:]


def _change_byte(random: Random, text: bytes, words: Sequence[bytes]) -> bytes:
    if not text:
        return text
    place = random.randrange(len(text))
    return text[:place] + bytes([random.randrange(256)]) + text[place + 1 :]


def _change_lines(random: Random, text: bytes, words: Sequence[bytes]) -> bytes:
    lines = text.split(b"\n")
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    change = random.randrange(6)
    if change == 0:
        del lines[one]
    elif change == 1:
        lines.insert(other, lines[one])
    elif change == 2:
        lines[one], lines[other] = lines[other], lines[one]
    elif change == 3:
        lines[one] = b" " * random.randint(1, 5) + lines[one]
    elif change == 4:
        lines[one] = lines[one].removeprefix(b"  ")
    return (b"\r\n" if change == 5 else b"\n").join(lines)


_OPERATORS: tuple[_Operator, ...] = (
    _insert,
    _insert,
    _replace_word,
    _replace_word,
    _swap_words,
    _cut,
    _repeat,
    _change_byte,
    _change_lines,
    _change_lines,
)


def mutate_json(random: Random, document: Any) -> Any:
    """Put other values, or none, at one to six places of a document."""
    document = json.loads(json.dumps(document))
    for _ in range(random.choice((1, 1, 2, 6))):
        places = _places(document)
        if not places:
            break
        holder, key = random.choice(places)
        values: list[Any] = [
            None,
            True,
            0,
            -1,
            1.5,
            "",
            "x",
            "\ud800",
            "\0",
            [],
            [1],
            {},
            {"x": 1},
            10**400,
            "{{ x }}",
        ]
        values += [[holder[key]], {"x": holder[key]}, holder, "../../x", "a" * 5000]
        change = random.randrange(4)
        if change == 0 and isinstance(holder, dict):
            del holder[key]
        elif change == 1 and isinstance(holder, dict):
            holder[random.choice(["", "x", "\ud800", *holder])] = holder[key]
        else:
            holder[key] = json.loads(json.dumps(random.choice(values)))
    return document


def _places(value: Any) -> list[tuple[Any, Any]]:
    keys: Any = (
        value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    return [place for key in keys for place in [(value, key), *_places(value[key])]]
