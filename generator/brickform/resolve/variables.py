"""``var()``: which definition of a variable counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from brickform.codes import CONFIG_SHAPE
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.read.project import Project
from brickform.sourced import Sourced

Layer = Mapping[str, Any]


class FoundVariable(NamedTuple):
    """``by_path``: found by the nested path ``a.b``, which dbt would not look for."""

    value: Any
    by_path: bool = False


class Variables:
    """The variables that one scope sees, the layer that wins first."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._layers = tuple(layer for layer in layers if layer)

    def find(self, name: str) -> FoundVariable | None:
        """Look for the key as written, then for the nested path that its dots describe."""
        for layer in self._layers:
            if name in layer:
                return FoundVariable(layer[name])
        head, *path = name.split(".")
        for layer in self._layers:
            if path and head in layer:
                return _walk(layer[head], path)
        return None

    def names(self) -> Iterator[str]:
        """Yield what ``var()`` accepts: every key, and every nested path."""
        for layer in self._layers:
            yield from _paths(layer, "")


def _walk(value: Any, path: Sequence[str]) -> FoundVariable | None:
    for key in path:
        if not isinstance(value, Mapping) or key not in value:
            return None
        value = value[key]
    return FoundVariable(value, by_path=True)


def _paths(value: Mapping[str, Any], prefix: str) -> Iterator[str]:
    for key, entry in value.items():
        yield f"{prefix}{key}"
        if isinstance(entry, Mapping):
            yield from _paths(entry, f"{prefix}{key}.")


class VariableScopes:
    """Builds the ``Variables`` of each part of a project, by dbt's precedence.

    https://docs.getdbt.com/docs/build/project-variables#variable-precedence
    """

    def __init__(
        self,
        project: Project,
        command_line: Mapping[str, Any],
        target: Sourced | None,
        found: Diagnostics,
    ) -> None:
        self._root = _vars_of(project.dbt_project, found)
        self._root_name = project.name
        self._packages = {name: _vars_of(text, found) for name, text in project.package_projects.items()}
        self._outer = (dict(command_line), _vars_of(target, found), _vars_of(project.brickform, found))

    def of_package(self, package: str) -> Variables:
        """Return what the property files of a package see."""
        layers = [*self._outer, *_scoped(self._root, package)]
        if package != self._root_name and package in self._packages:
            layers += _scoped(self._packages[package], package)
        return Variables(layers)

    def of_project_file(self) -> Variables:
        """Return what a ``dbt_project.yml`` sees, which is not its own ``vars``."""
        return Variables(self._outer)

    def written_in(self, document: Sourced) -> Variables:
        """Return the ``vars`` of one ``dbt_project.yml``."""
        name = document.get("name")
        return Variables(_scoped(_vars_of(document, Diagnostics()), str(name.value) if name else ""))


def _scoped(layer: Layer, package: str) -> list[Layer]:
    own = layer.get(package)
    return [own if isinstance(own, Mapping) else {}, layer]


def _vars_of(document: Sourced | None, found: Diagnostics) -> Layer:
    entry = document.get("vars") if document is not None else None
    if entry is None:
        return {}
    if not isinstance(entry.value, dict):
        found.add(Diagnostic.at(CONFIG_SHAPE, entry, "'vars' has to be a mapping of names to values"))
        return {}
    return entry.value
