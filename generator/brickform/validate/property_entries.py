"""Configs that stand beside ``config:`` of a model's entry, where neither dbt nor brickform reads them."""

from __future__ import annotations

from collections.abc import Iterator

from brickform import codes
from brickform.diagnostics import Diagnostic
from brickform.read.project import Project
from brickform.sourced import Sourced
from brickform.validate.schema import known_keys

# dbt-core 1.11: UnparsedModelUpdate and UnparsedVersion
_KEYS_OF_ENTRIES = frozenset(
    {"access", "columns", "config", "constraints", "data_tests", "data_type", "defined_in"}
    | {"deprecation_date", "description", "docs", "group", "latest_version", "meta", "name"}
    | {"quote_columns", "tags", "tests", "time_spine", "v", "versions"}
)


def misplaced_configs(project: Project) -> Iterator[Diagnostic]:
    """Yield a warning for each key of a model's entry that is a config; a misspelt ``config`` is none."""
    configs = known_keys()["config"].keys() - _KEYS_OF_ENTRIES
    for entry in _entries(project):
        for key in sorted(configs & entry.value.keys()):
            summary = f"'{key}' stands outside 'config', where nothing reads it"
            place = entry.source.child(key)
            yield Diagnostic.at(
                codes.OUTSIDE_CONFIG, place, summary, help=f"write '{key}' under 'config'", key=True
            )


def _entries(project: Project) -> Iterator[Sourced]:
    for model in project.models:
        for entry in (model.properties, model.version_properties):
            if entry is not None:
                yield entry
