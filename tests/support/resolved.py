"""Builds resolved projects from YAML configs, so that later stages are tested without the earlier ones."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

from brickform.check import check
from brickform.compile.compiler import compile_project
from brickform.compile.graph import ResourceGraph
from brickform.compile.options import CompileOptions
from brickform.diagnostics import Diagnostics
from brickform.read.yaml_source import read_yaml
from brickform.resolve.project import Relation, ResolvedModel, ResolvedProject, Target
from brickform.sourced import Sourced

CODE = "def model(dbt, session):\n    return session.range(1)"
CLUSTER = "{spark_version: 15.4.x-scala2.12, node_type_id: i3.xlarge, num_workers: 2}"
DEV = Target("dev", "main", "analytics", is_default=True)


def sourced(text: str, file: str = "models/models.yml") -> Sourced:
    """Read YAML that is right."""
    value, found = read_yaml(dedent(text), file)
    assert value is not None, found
    assert not found.has_errors, found
    return value


def model(config: str = "{}", *, name: str = "orders", **fields: Any) -> ResolvedModel:
    """Make a model with the given YAML config; a workflow_job unless it says otherwise."""
    written = sourced(config)
    entries = {"submission_method": written.derive("workflow_job"), **written.entries()}
    values: dict[str, Any] = {
        "package": "shop",
        "version": None,
        "path": f"models/{name}.py",
        "fqn": ("shop", name),
        "relation": Relation("main", "analytics", name),
        "code": CODE,
        "source": written.source,
        **fields,
    }
    return ResolvedModel(name=name, config=Sourced.mapping(entries, written.source), **values)


def with_default(one: ResolvedModel, key: str, default: Sourced) -> ResolvedModel:
    """Give a model a setting that was written elsewhere, for other models too."""
    return one._replace(config=Sourced.mapping({**one.config.entries(), key: default}, one.config.source))


def project(*models: ResolvedModel, **fields: Any) -> ResolvedProject:
    values: dict[str, Any] = {"target": DEV, "targets": (DEV,), **fields}
    return ResolvedProject(
        root=Path(),
        name="shop",
        models=models,
        selected=frozenset(item.unique_id for item in models),
        **values,
    )


def compiled(
    *models: ResolvedModel, include_one_time: bool = False, **fields: Any
) -> tuple[ResourceGraph, Diagnostics]:
    return compile_project(project(*models, **fields), CompileOptions(include_one_time=include_one_time))


def settings_of(config: str, **fields: Any) -> Mapping[str, Any]:
    """Compile one model and return the settings of its job."""
    graph, found = compiled(model(config, **fields))
    assert not found.has_errors, found
    value: Mapping[str, Any] = graph.jobs[0].settings.value
    return value


def main_task_of(config: str, **fields: Any) -> dict[str, Any]:
    task: dict[str, Any] = settings_of(config, **fields)["tasks"][0]
    return task


def checked(*models: ResolvedModel, **fields: Any) -> Diagnostics:
    """Compile and check."""
    resolved = project(*models, **fields)
    graph, found = compile_project(resolved, CompileOptions(include_one_time=True))
    found.extend(check(graph, resolved))
    return found


def check_models(*models: ResolvedModel, **fields: Any) -> list[tuple[str, str, str]]:
    """Compile and check; return (code, place, summary) of every error and warning."""
    return [
        (item.code.id, str(item.location), item.summary)
        for item in checked(*models, **fields)
        if item.severity.value != "info"
    ]
