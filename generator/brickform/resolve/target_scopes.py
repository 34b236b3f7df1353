"""What the templates of each file see, for one target."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from brickform.read.project import Project
from brickform.resolve.scope import Scope
from brickform.resolve.variables import VariableScopes
from brickform.sourced import Sourced


class TargetScopes:
    """Hands out scopes with the ``target`` and the variables of one target."""

    def __init__(self, project: Project, variables: VariableScopes, target: Mapping[str, Any]) -> None:
        self._project = project
        self._variables = variables
        self._target = target
        self._of_package: dict[str, Scope] = {}

    def of_package(self, package: str) -> Scope:
        """Return the scope of a package's property files; the root's is that of brickform.yml too."""
        if package not in self._of_package:
            variables = self._variables.of_package(package)
            self._of_package[package] = Scope(variables, self._project.name, self._target)
        return self._of_package[package]

    def of_project_file(self, document: Sourced) -> Scope:
        """Return the scope of a ``dbt_project.yml``."""
        own = self._variables.written_in(document)
        return Scope(self._variables.of_project_file(), self._project.name, self._target, own)
