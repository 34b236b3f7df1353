"""Builds resource graphs by hand, so that an emitter is tested without the stages before it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import count
from typing import Any

from brickform.compile.graph import ResourceGraph
from brickform.compile.model import (
    AccessControl,
    Cluster,
    Job,
    Notebook,
    Permissions,
    PrincipalKind,
    Ref,
    ReleasedJob,
)
from brickform.emit.bundle import emit_bundle
from brickform.emit.options import EmitOptions
from brickform.emit.terraform import emit_terraform
from brickform.location import Key, Mark, SourceMap
from brickform.notebook.source import NotebookSource
from brickform.output.tree import OutputTree
from brickform.resolve.project import Relation, Target
from brickform.sourced import Sourced

DEV = Target("dev", "main", "dev", is_default=True, mode="development")
PLAIN = Target("plain", "main", "plain")


def located(value: Any, file: str = "models/models.yml") -> Sourced:
    """Give every value a line of its own, in reading order."""
    lines = count(1)

    def locate(item: Any, parent: SourceMap | None, key: Key | None) -> SourceMap:
        source = SourceMap(file, Mark(next(lines) - 1, 0), parent=parent, key=key)
        entries: Any = ()
        if isinstance(item, dict):
            entries = item.items()
        elif isinstance(item, list):
            entries = enumerate(item)
        source.children = {name: locate(entry, source, name) for name, entry in entries}
        return source

    return Sourced(value, locate(value, None, None))


def notebook(
    key: str = "orders", *, shared: bool = False, path: str | None = None, previous: Iterable[str] = ()
) -> Notebook:
    body = NotebookSource(key, f"models/{key}.py", "print(1)", Relation("main", "plain", key))
    where = path or f"brickform/shop/plain/main/plain/{key}"
    source = located({}).source
    return Notebook(key, where, body, (f"model.shop.{key}",), source, shared, _keys(previous))


def job(
    settings: dict[str, Any] | None = None,
    *,
    key: str = "orders",
    existing_job_id: str | None = None,
    previous: Iterable[str] = (),
    folder: str = "shop",
) -> Job:
    """Make a job whose main task runs the notebook of the same key."""
    task = {
        "task_key": key,
        "notebook_task": {"notebook_path": Ref("notebook", key, "path"), "source": "WORKSPACE"},
    }
    values = {"name": key, "queue": {"enabled": True}, "tasks": [task], **(settings or {})}
    existing = located(existing_job_id) if existing_job_id is not None else None
    return Job(key, located(values), (f"model.shop.{key}",), existing, _keys(previous), folder)


def released(key: str = "orders", previous: Iterable[str] = (), folder: str = "shop") -> ReleasedJob:
    notebooks = (notebook(key, previous=previous),)
    models = (f"model.shop.{key}",)
    return ReleasedJob(key, folder, models, located({}).source, notebooks, _keys(previous))


def _values(keys: Iterable[Sourced]) -> list[str]:
    return [key.value for key in keys]


def _keys(keys: Iterable[str]) -> tuple[Sourced, ...]:
    return tuple(located(key) for key in keys)


def task(key: str = "orders", **fields: Any) -> dict[str, Any]:
    path = Ref("notebook", "orders", "path")
    return {"task_key": key, "notebook_task": {"notebook_path": path, "source": "WORKSPACE"}, **fields}


def permissions(of: Ref, **levels: str) -> Permissions:
    """Make an access control list: ``group__data="CAN_VIEW"`` names a kind and a principal."""
    kinds: dict[str, PrincipalKind] = {
        "group": "group_name",
        "user": "user_name",
        "principal": "service_principal_name",
    }
    entries = []
    for name, level in levels.items():
        kind, _, who = name.partition("__")
        entries.append(AccessControl(kinds[kind], who, level, located({}).source))
    return Permissions(of.key, of, tuple(entries), (f"model.shop.{of.key}",))


def cluster(settings: dict[str, Any], key: str = "shared_ml") -> Cluster:
    return Cluster(key, located(settings), ())


def graph(*jobs: Job, **fields: Any) -> ResourceGraph:
    """Make a graph; the notebook of each job is added unless notebooks are given."""
    values: dict[str, Any] = {
        "project": "shop",
        "target": PLAIN,
        "targets": (PLAIN,),
        "notebooks": tuple(notebook(item.key, previous=_values(item.previous_keys)) for item in jobs),
        **fields,
    }
    return ResourceGraph(jobs=jobs, **values)


def terraform(resources: ResourceGraph, module: str | None = None) -> dict[str, Any]:
    """Emit Terraform and merge all of its files as Terraform does."""
    tree, _ = emit_terraform(resources, EmitOptions(module))
    return merged(tree)


def merged(tree: OutputTree) -> dict[str, Any]:
    root: dict[str, Any] = {}
    for path, content in sorted(tree.files.items()):
        if path.endswith(".tf.json"):
            document = json.loads(content)
            document.pop("//")
            _merge(root, document)
    return root


def _merge(into: dict[str, Any], document: dict[str, Any]) -> None:
    for key, value in document.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        elif isinstance(value, list) and key in into:
            into[key].extend(value)
        else:
            assert key not in into, key
            into[key] = value


def bundle_files(resources: ResourceGraph, layout: str = "per-model") -> dict[str, bytes]:
    tree, _ = emit_bundle(resources, EmitOptions(layout=layout))
    return {**tree.files, **tree.scaffold}
