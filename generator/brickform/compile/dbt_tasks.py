"""The tasks in which dbt runs what lies between the Python models of a job."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from brickform import codes
from brickform.compile.between import Upstream, members_above
from brickform.compile.compute import Compute
from brickform.compile.environments import DEFAULT_ENVIRONMENT_VERSION
from brickform.compile.groups import ModelGroup
from brickform.compile.names import resource_key
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.location import SourceMap
from brickform.resolve.project import LineageNode, ResolvedProject, Target
from brickform.sourced import Sourced

ENVIRONMENT = "dbt"
_COMMANDS = ["dbt deps"]
_PACKAGES = ["dbt-databricks>=1.0.0,<2.0.0"]
"""What the workspace itself fills in: https://docs.databricks.com/jobs/dbt.html"""
_WAREHOUSE = re.compile(r"/?sql/1\.0/(?:warehouses|endpoints)/([^/?&]+)")


class DbtBuilds:
    """Tasks of ``dbt build``, as ``with_dbt`` of a job asks for them."""

    def __init__(
        self, group: ModelGroup, project: ResolvedProject, compute: Compute, problems: Diagnostics
    ) -> None:
        written = group.together.with_dbt if group.together is not None else None
        self._written = written if written is not None and written.value is not False else None
        self._project = project
        self._lineage = project.lineage
        self._members = group.model_ids
        self._compute = compute
        self._problems = problems
        self._has_git_source = group.config.at("python_job_config", "git_source") is not None
        self.source = group.source if self._written is None else self._written.source

    def builds(self, nodes: Collection[str], upstream: Upstream) -> dict[str, list[str]]:
        """Return the nodes that dbt runs by the key of their task: together what waits for the same models.

        So a model of the job never waits for more than it reads, and dbt starts as seldom as it can.
        """
        if self._written is None:
            return {}
        if not self._project.is_dbt:
            self._lacks("a dbt project, which this is not", "remove it")
        together: dict[frozenset[str], list[str]] = {}
        for node in sorted(nodes):
            if not self._lineage[node].is_python:
                above = members_above(node, self._members, upstream)
                together.setdefault(above, []).append(node)
        root = self._project.name
        return {f"dbt_{resource_key(self._lineage[ids[0]], root)}": ids for ids in together.values()}

    def task(self, key: str, nodes: Collection[str]) -> Sourced:
        at = Sourced(None, self.source)
        task = {"task_key": at.derive(key), "dbt_task": self._dbt_task(nodes)}
        packages = self._setting("packages") or at.derive(_PACKAGES)
        if self._compute.key is None or self._compute.value is None:
            task["environment_key"] = at.derive(ENVIRONMENT)
        else:
            task[self._compute.key] = self._compute.value
            libraries = map(_library, packages.elements())
            task["libraries"] = Sourced.sequence(libraries, packages.source)
        return Sourced.mapping(task, self.source)

    def environment(self, tasks: Iterable[Sourced]) -> Sourced | None:
        """Return the entry of ``environments`` that tasks of dbt without a cluster run in."""
        if self._compute.key is not None or not any("dbt_task" in task.value for task in tasks):
            return None
        at = Sourced(None, self.source)
        packages = self._setting("packages") or at.derive(_PACKAGES)
        spec = {"environment_version": at.derive(DEFAULT_ENVIRONMENT_VERSION), "dependencies": packages}
        entry = {"environment_key": at.derive(ENVIRONMENT), "spec": Sourced.mapping(spec, self.source)}
        return Sourced.mapping(entry, self.source)

    def _dbt_task(self, nodes: Collection[str]) -> Sourced:
        at = Sourced(None, self.source)
        before = self._setting("commands") or at.derive(_COMMANDS)
        names = " ".join(_selector(self._lineage[node], self._project.name) for node in nodes)
        build = at.derive(f"dbt build --select {names}")
        commands = {"commands": Sourced.sequence([*before.elements(), build], before.source)}
        return Sourced.mapping({**commands, **self._connection(), **self._place_of_project()}, self.source)

    def _connection(self) -> dict[str, Sourced]:
        """Return where dbt runs its SQL: the API makes a profile of a warehouse, catalog and schema."""
        at, target = Sourced(None, self.source), self._project.target
        schema = {"schema": self._setting("schema") or at.derive(target.schema)}
        if (profiles := self._setting("profiles_directory")) is not None:
            return {**schema, "profiles_directory": profiles}
        warehouse = self._setting("warehouse_id") or _warehouse_of(target, self.source)
        if warehouse is None:
            self._lacks("a SQL warehouse", "write with_dbt: { warehouse_id: … }")
            return schema
        catalog = self._setting("catalog") or at.derive(target.catalog)
        return {**schema, "catalog": catalog, "warehouse_id": warehouse}

    def _place_of_project(self) -> dict[str, Sourced]:
        directory = self._setting("project_directory")
        if directory is None:
            if not self._has_git_source:
                advice = "write with_dbt: { project_directory: /Workspace/… }, or give the job a git_source"
                self._lacks("the place of the dbt project", advice)
            return {}
        in_workspace = str(directory.value).startswith("/")
        source = {"source": directory.derive("WORKSPACE")} if in_workspace else {}
        return {"project_directory": directory, **source}

    def _setting(self, key: str) -> Sourced | None:
        return self._written.get(key) if self._written is not None else None

    def _lacks(self, what: str, advice: str) -> None:
        summary = f"'with_dbt' needs {what}"
        found = Diagnostic.at(codes.DBT_TASK_INCOMPLETE, self.source, summary, help=advice, key=True)
        self._problems.add(found)


def _warehouse_of(target: Target, place: SourceMap) -> Sourced | None:
    """Return the warehouse that dbt itself connects to, where the profile names one."""
    found = _WAREHOUSE.match(target.http_path or "")
    return Sourced(found[1], place.with_children({})) if found else None


def _library(package: Sourced) -> Sourced:
    return package.derive({"pypi": {"package": package.value}})


def _selector(node: LineageNode, root_package: str) -> str:
    name = node.name if node.version is None else f"{node.name}.v{node.version}"
    return name if node.package == root_package else f"package:{node.package},{name}"
