"""Reads a ``.py`` model: its ``dbt.config(…)``, ``dbt.ref(…)`` and ``dbt.source(…)``, by AST only."""

from __future__ import annotations

import ast
import warnings
from typing import NamedTuple

from brickform.codes import DBT_CALL, DBT_RENAMED, EMPTY_MODEL, PYTHON_SYNTAX
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.location import Location, SourceMap
from brickform.read.merge_conflicts import explain_conflict
from brickform.read.python_calls import DbtCall, find_dbt_calls, find_renames
from brickform.read.python_config import read_config
from brickform.read.python_function import check_model_function
from brickform.read.python_literals import LiteralReader, TooManyProblemsError
from brickform.sourced import Sourced

_COUNTS = {1: "one name", 2: "two names"}
_SHAPES = {
    "dbt.ref": "write dbt.ref('model'), dbt.ref('package', 'model') or dbt.ref('model', version=2)",
    "dbt.source": "write dbt.source('source', 'table')",
    "dbt.config.get": "write dbt.config.get('key') or dbt.config.get('key', 'default')",
    "dbt.config.meta_get": "write dbt.config.meta_get('key') or dbt.config.meta_get('key', 'default')",
}


class RelationCall(NamedTuple):
    """One ``dbt.ref(…)`` or ``dbt.source(…)`` with literal arguments."""

    arguments: tuple[str, ...]
    version: str | None
    """The ``v=`` or ``version=`` of a ref, as text."""
    source: SourceMap


class ConfigGet(NamedTuple):
    """One ``dbt.config.get(key, default)`` or ``dbt.config.meta_get(key, default)``."""

    key: str
    default: object
    meta: bool
    source: SourceMap


class PythonModel(NamedTuple):
    """A model's code and what it tells dbt."""

    code: str
    """The file's text, line ends as ``\\n``, stripped at both ends as dbt strips it."""
    first_line: int
    """Where in the file the code begins."""
    config: Sourced
    """A mapping: the keyword arguments of all ``dbt.config(…)`` calls, later ones win."""
    refs: tuple[RelationCall, ...]
    sources: tuple[RelationCall, ...]
    config_gets: tuple[ConfigGet, ...]


def read_python_model(text: str, file: str) -> tuple[PythonModel | None, Diagnostics]:
    """Read a model file without running it.

    Positions refer to ``text`` as it is. The result is None where the file is not valid Python,
    and with a warning where it holds no code. Anything else that dbt would refuse is an error, and
    the rest of the model is read all the same.
    """
    found = Diagnostics()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        tree = _parse(text, file, found)
        return (None if tree is None else _read_model(tree, text, file, found)), found
    except TooManyProblemsError:
        return None, found
    except (RecursionError, MemoryError):
        found.add(Diagnostic(PYTHON_SYNTAX, "the code is nested too deep to be read", Location(file, 1, 1)))
        return None, found


def _parse(text: str, file: str, found: Diagnostics) -> ast.Module | None:
    nul = text.find("\0")
    if nul >= 0:
        found.add(_nul_byte(text, nul, file))
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a "\d" in the user's code is not our business
            tree = ast.parse(text, filename=file)
    except SyntaxError as error:
        place = Location(file, error.lineno or 1, max(error.offset or 1, 1))
        conflict = explain_conflict(PYTHON_SYNTAX, text, file)
        found.add(conflict or Diagnostic(PYTHON_SYNTAX, f"not valid Python: {error.msg}", place))
        return None
    if not tree.body:
        summary, advice = "the file holds no code and is skipped", "remove it, or write a model"
        found.add(Diagnostic(EMPTY_MODEL, summary, Location(file, 1, 1), (), advice))
        return None
    return tree


def _nul_byte(text: str, position: int, file: str) -> Diagnostic:
    """Report what no version of Python reads, each in words of its own."""
    before = text[:position]
    place = Location(file, before.count("\n") + 1, position - before.rfind("\n"))
    return Diagnostic(PYTHON_SYNTAX, "not valid Python: a NUL byte", place, (), "save the file as UTF-8 text")


def _read_model(tree: ast.Module, text: str, file: str, found: Diagnostics) -> PythonModel:
    literals = LiteralReader(text, file, found)
    function = check_model_function(tree, literals, found)
    calls = list(find_dbt_calls(tree, literals.lines))
    for renamed in find_renames(tree, literals.lines):
        summary = "dbt under another name: what is called by it is found neither here nor by dbt"
        advice = "write dbt.config(…), dbt.ref(…) and dbt.source(…) where they are called"
        literals.report(DBT_RENAMED, literals.place(renamed), summary, advice)
    arguments = _Arguments(literals, found)
    refs = [arguments.relation(call, (1, 2)) for call in calls if call.name == "dbt.ref"]
    sources = [arguments.relation(call, (2,)) for call in calls if call.name == "dbt.source"]
    gets = [arguments.config_get(call) for call in calls if call.name.endswith("get")]
    return PythonModel(
        code=text.strip(),
        first_line=text.count("\n", 0, len(text) - len(text.lstrip())) + 1,
        config=read_config(calls, function, literals, found),
        refs=tuple(ref for ref in refs if ref is not None),
        sources=tuple(source for source in sources if source is not None),
        config_gets=tuple(get for get in gets if get is not None),
    )


class _Arguments:
    """Reads the arguments of one call; None where they are not what the call takes."""

    def __init__(self, literals: LiteralReader, found: Diagnostics) -> None:
        self._literals = literals
        self._found = found

    def relation(self, call: DbtCall, counts: tuple[int, ...]) -> RelationCall | None:
        names = self._texts(call, counts)
        named = self._named(call, ("v", "version") if call.name == "dbt.ref" else ())
        if names is None or named is None:
            return None
        version = next((str(value) for value in named.values() if value is not None), None)
        return RelationCall(names, version, self._literals.place(call.node.args[-1]))

    def config_get(self, call: DbtCall) -> ConfigGet | None:
        if not 1 <= len(call.node.args) <= 2:
            self._refuse(call, call.node, f"{call.name} takes a key and a default")
            return None
        values = [self._literals.read(node) for node in call.node.args]
        named = self._named(call, ("default",))
        key, source = values[0]
        if named is None or key is None:
            return None
        if not isinstance(key, str):
            self._refuse(call, call.node.args[0], "the key has to be text")
            return None
        default = values[1][0] if len(values) == 2 else named.get("default")
        return ConfigGet(key, default, call.name == "dbt.config.meta_get", source)

    def _texts(self, call: DbtCall, counts: tuple[int, ...]) -> tuple[str, ...] | None:
        nodes = call.node.args
        if len(nodes) not in counts:
            self._refuse(
                call, call.node, f"{call.name} takes {' or '.join(_COUNTS[count] for count in counts)}"
            )
            return None
        errors = len(self._found)
        values = [self._literals.read(node)[0] for node in nodes]
        for node, value in zip(nodes, values, strict=True):
            if len(self._found) == errors and not isinstance(value, str):
                self._refuse(call, node, f"{call.name} takes names as text")
        return None if len(self._found) > errors else tuple(values)

    def _named(self, call: DbtCall, allowed: tuple[str, ...]) -> dict[str, object] | None:
        values: dict[str, object] = {}
        for keyword in call.node.keywords:
            if keyword.arg not in allowed:
                self._refuse(call, keyword, f"{call.name} takes no argument '{keyword.arg or '**'}'")
                return None
            values[keyword.arg] = self._literals.read(keyword.value)[0]
        return values

    def _refuse(self, call: DbtCall, node: ast.expr | ast.keyword, summary: str) -> None:
        place = self._literals.place(node)
        self._literals.report(DBT_CALL, place, summary, _SHAPES[call.name])
