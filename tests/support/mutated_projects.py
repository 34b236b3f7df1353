"""Right projects with something changed at random places: in a value, or in the text itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import yaml

from brickform.compile.options import CompileOptions
from brickform.emit.emitters import EMITTERS
from brickform.emit.options import EmitOptions
from brickform.pipeline import LoadOptions, build_graph, load
from brickform.validate.documents import MODEL, PROJECT
from support.documented_configs import CONFIGS, project_file, write_project
from support.schema_instances import Instances
from support.schema_mistakes import Mistakes
from support.schema_nodes import root

_CHARACTERS = "\t\n :-{}[]'\"#&*!|>%@`,?~0aä{{}}\u2028\ufeff"


def run(seed: int, folder: Path) -> int:
    """Validate and emit one project; return how many problems were found. A bug is an exception."""
    random = Random(seed)
    write_project(folder, random.choice(_WAYS)(random))
    compiled = build_graph(load(LoadOptions(folder)), CompileOptions(include_one_time=True))
    graph, found = compiled.graph, [*compiled.diagnostics]
    if graph is not None:
        found += [item for emit in EMITTERS.values() for item in emit(graph, EmitOptions())[1]]
    return len(found)


def _documented(random: Random) -> str:
    """A documented config, with its text changed."""
    text = project_file(random.choice(list(CONFIGS.values())))
    for _ in range(random.randint(1, 4)):
        text = random.choice(_SLIPS)(text, random)
    return text


def _documented_values(random: Random) -> str:
    """A documented config, with other values, keys, or too many of them."""
    document = yaml.safe_load(project_file(random.choice(list(CONFIGS.values()))))
    model = document["models"][0]
    model["config"] = Mistakes(root(MODEL), random).planted(model["config"])
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True)


def _whole_file(random: Random) -> str:
    """Any brickform.yml that fits the schema, with a mistake."""
    document = {"name": "shop", **Instances(random).mapping(root(PROJECT))}
    changed = Mistakes(root(PROJECT), random).planted(document) if random.random() < 0.7 else document
    return yaml.safe_dump(changed, sort_keys=False, allow_unicode=True)


def _without_one(text: str, random: Random) -> str:
    at = random.randrange(len(text))
    return text[:at] + text[at + random.choice([1, 1, 2, 10]) :]


def _with_one_more(text: str, random: Random) -> str:
    at = random.randrange(len(text))
    return text[:at] + random.choice(_CHARACTERS) + text[at:]


def _line_twice(text: str, random: Random) -> str:
    lines = text.splitlines(keepends=True)
    at = random.randrange(len(lines))
    return "".join([*lines[:at], lines[at], *lines[at:]])


def _moved_line(text: str, random: Random) -> str:
    lines = text.splitlines(keepends=True)
    at = random.randrange(len(lines))
    return "".join([*lines[:at], random.choice(["  ", " ", "\t"]) + lines[at], *lines[at + 1 :]])


_WAYS: list[Callable[[Random], str]] = [_documented, _documented_values, _whole_file]
_SLIPS: list[Callable[[str, Random], str]] = [_without_one, _with_one_more, _line_twice, _moved_line]
