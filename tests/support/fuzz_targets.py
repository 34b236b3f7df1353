"""What each reader promises for any input at all, as checks that take one input."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from brickform.diagnostics import Diagnostics
from brickform.read.manifest import read_manifest
from brickform.read.python_model import read_python_model
from brickform.read.yaml_source import read_yaml
from brickform.resolve.jinja import RenderError
from brickform.resolve.scope import Scope
from brickform.resolve.variables import Variables
from support import mutations
from support.command import brickform
from support.examples import EXAMPLES
from support.examples import PROJECTS as EXAMPLE_PROJECTS
from support.manifests import manifest, node, python_model, source

_ROOT = Path(__file__).parents[1]
_CASES = _ROOT / "cases" / "invalid"
_PROJECTS = sorted(_CASES.glob("*/*/project"))
_SCOPE = Scope(
    Variables([{"n": 5, "x": "text", "list": [1, "a"], "map": {"a": {"b": 1}}}]), "shop", {"name": "dev"}
)
_MANIFEST = "target/manifest.json"
_TEMPLATES = [
    b"{{ var('n') * 2 }}",
    b"{{ var('x') | upper ~ '-' ~ target.name }}",
    b"{% for a in var('list') %}{{ a }}{% if not loop.last %},{% endif %}{% endfor %}",
    b"{% set n = namespace(x=[]) %}{% for a in range(9) %}{% do n.x.append(a) %}{% endfor %}{{ n.x | join }}",
    b"{% macro m(a, b=2) %}{{ a + b }}{% endmacro %}{{ m(1) }}",
    b"{{ '%05d' % var('n') }}{{ '{:>9}'.format(var('x')) }}",
    b"{{ var('map')['a'].b if var('map') is mapping else none }}",
    b"{% raw %}{{job.id}}{% endraw %} {{ fromjson('[1]') | tojson }}",
]


def _files(*patterns: str) -> list[bytes]:
    folders = (EXAMPLES, _CASES)
    found = sorted({path for folder in folders for pattern in patterns for path in folder.rglob(pattern)})
    return [path.read_bytes() for path in found if "expected" not in path.parts]


YAML_FILES = _files("*.yml")
PYTHON_FILES = _files("*.py")
SQL_FILES = _files("*.sql") or [b"select 1"]
SNIPPETS = {
    ".yml": mutations.YAML + mutations.JINJA,
    ".py": mutations.PYTHON,
    ".sql": mutations.SQL,
    ".csv": mutations.YAML,
}


def broken_yaml(random: Random) -> bytes:
    return mutations.mutate(random, random.choice(YAML_FILES), YAML_FILES, mutations.YAML)


def broken_python(random: Random) -> bytes:
    return mutations.mutate(random, random.choice(PYTHON_FILES), PYTHON_FILES, mutations.PYTHON)


def broken_template(random: Random) -> bytes:
    return mutations.mutate(random, random.choice(_TEMPLATES), _TEMPLATES, mutations.JINJA)


def broken_manifest(random: Random) -> bytes:
    model = python_model("orders", config={"python_job_config": {"tags": {"a": "b"}}, "packages": ["pandas"]})
    good = manifest(
        model, python_model("items", version=2), node("raw"), node("seed", kind="seed"), source("a.b")
    )
    text = json.dumps(mutations.mutate_json(random, good)).encode()
    return mutations.mutate(random, text, [text], mutations.YAML) if random.random() < 0.2 else text


def check_yaml(content: bytes) -> None:
    text = _decoded(content)
    document, found = read_yaml(text, "m.yml")
    _check_places(found, text)
    if not found.has_errors:
        assert document is not None
        is_same = _plain(document.value) == _plain(yaml.load(text, yaml.CSafeLoader))
        assert is_same, "read otherwise than by PyYAML"


def check_python(content: bytes) -> None:
    text = _decoded(content)
    _, found = read_python_model(text, "m.py")
    _check_places(found, text)


def check_template(content: bytes) -> None:
    try:
        value, _ = _SCOPE.render(content.decode(errors="replace"))
    except RenderError:
        return
    json.dumps(value, allow_nan=False)


def check_manifest(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "manifest.json"
        path.write_bytes(content)
        found = Diagnostics()
        read = read_manifest(path, Path(folder), {"utils": "dbt_packages/utils/"}, found)
        assert read is not None or found.has_errors


def _broken_text(random: Random, path: str, files: Mapping[str, bytes]) -> bytes:
    suffix = Path(path).suffix
    corpus = [content for name, content in files.items() if Path(name).suffix == suffix]
    return mutations.mutate(random, files[path], corpus, SNIPPETS.get(suffix, []))


def _broken_value(random: Random, path: str, content: bytes) -> bytes | None:
    """Put other values into a YAML or JSON file, half of the time, and only where it is one."""
    if random.random() < 0.5 or Path(path).suffix not in (".yml", ".json"):
        return None
    document, found = read_yaml(content.decode(errors="replace"), path)
    if document is None or found.has_errors or not isinstance(document.value, dict):
        return None
    return json.dumps(mutations.mutate_json(random, document.value), indent=1).encode()


def broken_project(random: Random) -> bytes:
    """Return the files of an example or case, one to three of them broken, as one JSON object."""
    example = random.choice(random.choice((EXAMPLE_PROJECTS, _PROJECTS)))
    files = {
        path.relative_to(example).as_posix(): path.read_bytes()
        for path in sorted(example.rglob("*"))
        if path.is_file() and "expected" not in path.parts
    }
    for _ in range(random.choice((1, 1, 2, 3))):
        path = random.choice(sorted(files))
        files[path] = _broken_value(random, path, files[path]) or _broken_text(random, path, files)
    if random.random() < 0.1:
        moved = random.choice(sorted(files))
        files[random.choice(["models/x.py", "x.sql", "models/x.yml", "seeds/x.csv"])] = files.pop(moved)
    return json.dumps({path: content.decode("latin-1") for path, content in files.items()}).encode()


def check_project(content: bytes) -> None:
    """Validate a folder, then generate from it: no exception, and nothing but a whole output is written."""
    files = {path: text.encode("latin-1") for path, text in json.loads(content).items()}
    with TemporaryDirectory() as temporary:
        project, output = Path(temporary) / "project", Path(temporary) / "out"
        for path, data in files.items():
            (project / path).parent.mkdir(parents=True, exist_ok=True)
            (project / path).write_bytes(data)
        more = ["--profiles-dir", str(project)] if "profiles.yml" in files else []
        more += ["--manifest", str(project / _MANIFEST)] if _MANIFEST in files else []
        validated = brickform("validate", project, *more)
        kind = "terraform" if len(content) % 2 else "bundle"
        done = brickform("generate", kind, project, "-o", output, *more)
        assert {validated.code, done.code} <= {0, 1}
        assert output.exists() == (done.code == 0)
        assert done.code == 1 or validated.code == 0
        _check_output(output)
        assert all((project / path).read_bytes() == data for path, data in files.items())
        assert sum(len(names) for _, _, names in os.walk(project)) == len(files)


def _check_output(output: Path) -> None:
    for path in output.rglob("*"):
        if path.suffix == ".json":
            json.loads(path.read_text(encoding="utf-8"), parse_constant=_refuse)
        elif path.suffix == ".yml":
            yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _decoded(content: bytes) -> str:
    """Return text as files are read: whatever its line ends are, they become line feeds."""
    return content.decode(errors="replace").replace("\r\n", "\n").replace("\r", "\n")


def _check_places(found: Diagnostics, text: str) -> None:
    lines = text.count("\n") + 2
    for problem in found:
        assert problem.location is not None
        assert 1 <= problem.location.line <= lines, problem
        assert problem.location.column >= 1


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return "nan" if isinstance(value, float) and math.isnan(value) else value


Target = tuple[Callable[[Random], bytes], Callable[[bytes], None]]
TARGETS: dict[str, Target] = {
    "yaml": (broken_yaml, check_yaml),
    "python": (broken_python, check_python),
    "template": (broken_template, check_template),
    "manifest": (broken_manifest, check_manifest),
    "project": (broken_project, check_project),
}
