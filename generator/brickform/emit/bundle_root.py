"""``databricks.yml``: written once, then the user's."""

from __future__ import annotations

from typing import Any

from brickform.compile.graph import ResourceGraph
from brickform.diagnostics import Diagnostics
from brickform.emit.bundle_files import BundleReferences
from brickform.emit.bundle_value import ESCAPE_VERSION, BundleValues
from brickform.emit.bundle_yaml import to_yaml
from brickform.emit.header import SCAFFOLD_HEADER
from brickform.resolve.project import Target

_ONE_COPY = "/Workspace/Users/${workspace.current_user.userName}/.bundle/${bundle.name}/${bundle.target}"
"""A production target needs an explicit root; below a home, `validate --strict` finds it private."""


def databricks_yml(graph: ResourceGraph, problems: Diagnostics, *, escapes: bool) -> bytes:
    values = BundleValues(BundleReferences(graph, from_git=False), problems)
    bundle = {"name": graph.project}
    if escapes:
        bundle["databricks_cli_version"] = ESCAPE_VERSION
    document = {
        "bundle": bundle,
        "include": ["resources/*/*.yml"],
        "targets": {target.name: _target(target, values) for target in graph.targets},
    }
    return to_yaml(document, SCAFFOLD_HEADER)


def _target(target: Target, values: BundleValues) -> dict[str, Any]:
    workspace = {}
    if target.host is not None:
        workspace["host"] = target.host
    if target.mode == "production":
        workspace["root_path"] = _ONE_COPY
    body: dict[str, Any] = {}
    if target.is_default:
        body["default"] = True
    if target.mode is not None:
        body["mode"] = target.mode
    if workspace:
        body["workspace"] = workspace
    if target.run_as is not None:
        body["run_as"] = values.convert(target.run_as.value, target.run_as.source)
    return body
