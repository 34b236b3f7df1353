"""The schemas of ``schema/``: a fast gate that accepts, and a slower pass that finds every error."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from brickform.data_files import data_root
from brickform.location import ConfigPath
from brickform.validate.lenient import lenient

if TYPE_CHECKING:
    import jsonschema_rs
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

Schema = dict[str, Any]

MODEL = "model.schema.json"
PROJECT = "project.schema.json"
JOBS = "jobs.schema.json"


@cache
def load_schema(name: str) -> Schema:
    """Return a file of ``schema/``; the result is shared, do not change it."""
    document: Schema = json.loads((data_root() / "schema" / name).read_text(encoding="utf-8"))
    return document


class Violation(NamedTuple):
    """One keyword of a schema that refuses one value."""

    keyword: str
    allowed: Any
    """What the schema gives the keyword: the types, the words, the required keys."""
    found: Any
    path: ConfigPath
    schema: Any
    """The part of the schema that the keyword stands in."""

    @property
    def key(self) -> str:
        """The key of the value, or of the list that it is in."""
        return next((step for step in reversed(self.path) if isinstance(step, str)), "")


def _violation(error: ValidationError) -> Violation:
    path = tuple(error.absolute_path)
    return Violation(str(error.validator), error.validator_value, error.instance, path, error.schema)


class Shape:
    """A schema that values are held against; built when it is first used."""

    def __init__(self, name: str, documents: Mapping[str, Schema], pointer: str = "") -> None:
        self._resources = [(document["$id"], document) for document in documents.values()]
        self._start = {"$ref": f"{documents[name]['$id']}#{pointer}"}

    def violations(self, value: object) -> list[Violation]:
        """Return everything that is wrong; the explaining pass runs only on what the gate refuses."""
        return [] if self.gate_accepts(value) else self.explain(value)

    def gate_accepts(self, value: object) -> bool:
        try:
            return self._gate.is_valid(_with_plain_floats(value))
        except ValueError:  # a value that JSON has no form for, such as a date out of a Jinja expression
            return False

    def explain(self, value: Any) -> list[Violation]:
        return [_violation(error) for error in self._explainer.iter_errors(value)]

    @cached_property
    def _gate(self) -> jsonschema_rs.Draft202012Validator:
        import jsonschema_rs

        registry = jsonschema_rs.Registry(self._resources)
        return jsonschema_rs.Draft202012Validator(self._start, registry=registry)

    @cached_property
    def _explainer(self) -> Validator:
        from jsonschema import Draft202012Validator
        from jsonschema.validators import extend
        from referencing import Registry
        from referencing.jsonschema import DRAFT202012

        types = Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer)
        validator = extend(  # type: ignore[no-untyped-call]
            Draft202012Validator, {"pattern": _pattern}, type_checker=types
        )
        registry = Registry().with_resources(
            (uri, DRAFT202012.create_resource(_without_dialect(document)))
            for uri, document in self._resources
        )
        explainer: Validator = validator(self._start, registry=registry)
        return explainer


def _without_dialect(document: Schema) -> Schema:
    """Return the schema without ``$schema``, at which jsonschema goes back to its own class of validator."""
    return {keyword: part for keyword, part in document.items() if keyword != "$schema"}


def _with_plain_floats(value: object) -> object:
    """Copy plain data with one float for all: JSON Schema takes 2.0 for an integer, the Jobs API does not."""
    if isinstance(value, dict):
        return {key: _with_plain_floats(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_with_plain_floats(element) for element in value]
    return 0.5 if isinstance(value, float) else value


def _is_integer(_checker: object, value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _pattern(_validator: object, pattern: str, value: object, _schema: object) -> Iterator[ValidationError]:
    """Check ``pattern`` as JSON Schema means it: Python's ``$`` also matches before a last newline."""
    from jsonschema.exceptions import ValidationError

    if isinstance(value, str) and not re.search(pattern.replace("$", r"\Z"), value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


@cache
def model_shape() -> Shape:
    """Return the shape of one model's ``config:``, rendered and merged."""
    return Shape(MODEL, {name: load_schema(name) for name in (MODEL, JOBS)})


@cache
def cluster_shape() -> Shape:
    """Return the shape of one entry of ``clusters:`` in brickform.yml, rendered."""
    return Shape(JOBS, {JOBS: load_schema(JOBS)}, "/$defs/SharedCluster")


@cache
def project_shape() -> Shape:
    """Return the shape of brickform.yml as it was read.

    What it says about models is only a part of their configs, so nothing is required in there.
    """
    documents = {name: lenient(load_schema(name), partial=name != PROJECT) for name in (PROJECT, MODEL, JOBS)}
    return Shape(PROJECT, documents)


def known_keys() -> dict[str, Mapping[str, Schema]]:
    """Return the keys of the places that are easily mistaken for each other, by the words for the place."""
    definitions = load_schema(JOBS)["$defs"]
    model = load_schema(MODEL)
    return {
        "python_job_config": model["$defs"]["python_job_config"]["properties"],
        "config": model["properties"],
        "job_cluster_config": definitions["ClusterSpec"]["properties"],
        "a task": definitions["Task"]["properties"],
    }
