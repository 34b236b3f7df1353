"""What a value has to look like: a fast gate that accepts, and a slower pass that finds every error."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, cast

from brickform.location import SourceMap
from brickform.sourced import Sourced
from brickform.validate.documents import (
    JOBS,
    MODEL,
    PROJECT,
    load_partial_schema,
    load_schema,
    project_for_editors,
)
from brickform.validate.groups import alternatives_of
from brickform.validate.keywords import explaining_keywords, gate_keywords
from brickform.validate.lenient import is_template
from brickform.validate.violation import Schema, Violation

if TYPE_CHECKING:
    import jsonschema_rs
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator


_COLLECTIONS = (dict, list)


class Shape:
    """A schema that values are held against; built when it is first used."""

    def __init__(self, name: str, documents: Mapping[str, Schema], pointer: str = "") -> None:
        self._resources = [(document["$id"], document) for document in documents.values()]
        self._start = {"$ref": f"{documents[name]['$id']}#{pointer}"}

    def violations(self, item: Sourced) -> list[Violation]:
        """Return everything that is wrong; the explaining pass runs only on what the gate refuses."""
        return [] if self.gate_accepts(item) else self.explain(item.value)

    def gate_accepts(self, item: Sourced) -> bool:
        value = _with_plain_floats(item.value) if _holds_float(item) else item.value
        try:
            return self._gate.is_valid(value)
        except ValueError:  # a value that JSON has no form for, such as a date out of a Jinja expression
            return False

    def explain(self, value: Any) -> list[Violation]:
        return [_violation(error) for error in self._explainer.iter_errors(value)]

    @cached_property
    def _gate(self) -> jsonschema_rs.Draft202012Validator:
        return _gate(self._start, self._resources)

    @cached_property
    def _explainer(self) -> Validator:
        from jsonschema import Draft202012Validator
        from jsonschema.validators import extend
        from referencing import Registry
        from referencing.jsonschema import DRAFT202012

        types = Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer)
        validator = extend(  # type: ignore[no-untyped-call]
            Draft202012Validator, explaining_keywords(), type_checker=types
        )
        registry = Registry().with_resources(
            (uri, DRAFT202012.create_resource(_without_dialect(document)))
            for uri, document in self._resources
        )
        explainer: Validator = validator(self._start, registry=registry)
        return explainer


class TemplateShape(Shape):
    """The shape of text that is not rendered: the gate is the schema that editors get."""

    def __init__(self, name: str, documents: Mapping[str, Schema], for_editors: Schema) -> None:
        super().__init__(name, documents)
        self._for_editors = for_editors

    def explain(self, value: Any) -> list[Violation]:
        """Return what is wrong whatever the templates become."""
        return [violation for violation in super().explain(value) if not _may_be_rendered_right(violation)]

    @cached_property
    def _gate(self) -> jsonschema_rs.Draft202012Validator:
        return _gate(self._for_editors, [])


def _may_be_rendered_right(violation: Violation) -> bool:
    if violation.keyword == "oneOf" and isinstance(violation.found, dict):
        keys = (key for keys in alternatives_of(violation.allowed) for key in keys)
        return any(is_template(violation.found.get(key)) for key in keys)
    return violation.path != () and is_template(violation.found)


def _gate(schema: Schema, resources: list[tuple[str, Schema]]) -> jsonschema_rs.Draft202012Validator:
    import jsonschema_rs

    registry = jsonschema_rs.Registry(resources)
    return jsonschema_rs.Draft202012Validator(schema, registry=registry, keywords=gate_keywords())


def _violation(error: ValidationError) -> Violation:
    path, schema = tuple(error.absolute_path), cast("Schema", error.schema)
    return Violation(str(error.validator), error.validator_value, error.instance, path, schema)


def _without_dialect(document: Schema) -> Schema:
    """Return the schema without ``$schema``, at which jsonschema goes back to its own class of validator."""
    return {keyword: part for keyword, part in document.items() if keyword != "$schema"}


def _holds_float(item: Sourced) -> bool:
    """Look where a float may be: what is verbatim holds none."""
    if not isinstance(item.value, _COLLECTIONS):
        return isinstance(item.value, float)
    waiting: list[tuple[Any, SourceMap]] = [(item.value, item.source)]
    for inside, source in waiting:
        for key, part in inside.items() if isinstance(inside, dict) else enumerate(inside):
            if isinstance(part, float):
                return True
            if isinstance(part, _COLLECTIONS) and not (place := source.child(key)).is_verbatim:
                waiting.append((part, place))
    return False


def _with_plain_floats(value: object) -> object:
    """Copy plain data with one float for all: JSON Schema takes 2.0 for an integer, the Jobs API does not."""
    if isinstance(value, dict):
        return {key: _with_plain_floats(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_with_plain_floats(element) for element in value]
    return 0.5 if isinstance(value, float) else value


def _is_integer(_checker: object, value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


@cache
def model_shape() -> Shape:
    """Return the shape of one model's ``config:``, rendered and merged."""
    return Shape(MODEL, {name: load_schema(name) for name in (MODEL, JOBS)})


@cache
def cluster_shape() -> Shape:
    """Return the shape of one entry of ``clusters:`` in brickform.yml, rendered."""
    return Shape(JOBS, {JOBS: load_schema(JOBS)}, "/$defs/SharedCluster")


@cache
def with_dbt_shape() -> Shape:
    """Return the shape of ``with_dbt`` of a job in brickform.yml, rendered."""
    return Shape(PROJECT, {PROJECT: load_schema(PROJECT)}, "/$defs/withDbt")


@cache
def project_shape() -> Shape:
    """Return the shape of brickform.yml as it was read.

    What it says about models is only a part of their configs, so nothing is required in there.
    """
    documents = {
        PROJECT: load_schema(PROJECT),
        MODEL: load_partial_schema(MODEL),
        JOBS: load_partial_schema(JOBS),
    }
    return TemplateShape(PROJECT, documents, project_for_editors())


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
