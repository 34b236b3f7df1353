"""What is said about a model and its columns: from a manifest, else from the property files."""

from __future__ import annotations

from brickform.read.project import ModelFile
from brickform.sourced import Sourced


def description_of(model: ModelFile) -> Sourced | None:
    """Return the description as it is written, or as a manifest has it rendered."""
    written = _first(model, "description")
    if model.node is None:
        return written
    place = written or model.properties or model.python.config
    return place.derive(model.node.description) if model.node.description else None


def column_descriptions_of(model: ModelFile) -> dict[str, Sourced]:
    """Return the descriptions that are not empty, by column."""
    written = {
        str(name.value): description
        for entry in (model.properties, model.version_properties)
        if entry is not None
        for column in (entry.get("columns") or entry.derive([])).elements()
        if (name := column.get("name")) is not None and (description := column.get("description"))
    }
    if model.node is None:
        return written
    otherwise = model.properties or model.python.config
    return {
        name: written.get(name, otherwise).derive(description)
        for name, description in model.node.column_descriptions.items()
    }


def _first(model: ModelFile, key: str) -> Sourced | None:
    for entry in (model.version_properties, model.properties):
        given = entry.get(key) if entry is not None else None
        if given is not None:
            return given
    return None
