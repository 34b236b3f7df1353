"""Reads everything of one package: the project itself, or one that ``dbt deps`` installed."""

from __future__ import annotations

from typing import NamedTuple

from brickform.diagnostics import Diagnostics
from brickform.read.limits import LARGEST_MODEL, LARGEST_TEXT
from brickform.read.model_versions import Identity, identify, report_no_file
from brickform.read.node_files import NodeFile, find_node_files
from brickform.read.package_layout import PackageLayout
from brickform.read.project import ModelFile, OtherNode, SourceEntry
from brickform.read.property_files import Properties, PropertyEntry
from brickform.read.python_model import read_python_model
from brickform.read.sql_models import find_snapshots, read_inline_config
from brickform.sourced import Sourced


class PackageContents(NamedTuple):
    """The nodes of one package, in the order of their files."""

    models: list[ModelFile]
    other_nodes: list[OtherNode]
    sources: list[SourceEntry]


def read_package(layout: PackageLayout, properties: Properties, found: Diagnostics) -> PackageContents:
    """Read the models, seeds and snapshots of a package and give each its property entry."""
    sources = [SourceEntry(layout.name, entry) for entry in properties.sources]
    contents = PackageContents([], [], sources)
    _read_models(layout, properties, contents, found)
    _read_seeds(layout, properties, contents, found)
    _read_snapshots(layout, properties, contents, found)
    return contents


def _read_models(
    layout: PackageLayout, properties: Properties, contents: PackageContents, found: Diagnostics
) -> None:
    files = find_node_files(layout, layout.model_paths, (".py", ".sql"), found)
    identities = identify(properties.models, files, found)
    for stem, file in files.items():
        largest = LARGEST_MODEL if file.is_python else LARGEST_TEXT
        text, problems = layout.folder.read(file.path, largest=largest)
        found.extend(problems)
        if text is None:
            continue
        if file.is_python:
            _add_python_model(layout, file, identities[stem], text, contents, found)
        else:
            _add_sql_model(layout, file, identities[stem], text, contents)


def _add_python_model(
    layout: PackageLayout,
    file: NodeFile,
    identity: Identity,
    text: str,
    contents: PackageContents,
    found: Diagnostics,
) -> None:
    path = layout.folder.name_of(file.path)
    python, problems = read_python_model(text, path)
    found.extend(problems)
    if python is not None:
        contents.models.append(
            ModelFile(
                name=identity.name,
                package=layout.name,
                path=path,
                fqn=identity.fqn(layout.name, file),
                python=python,
                properties=identity.properties,
                version=identity.version,
                version_properties=identity.version_properties,
            )
        )


def _add_sql_model(
    layout: PackageLayout, file: NodeFile, identity: Identity, text: str, contents: PackageContents
) -> None:
    path = layout.folder.name_of(file.path)
    inline = read_inline_config(text, path)
    contents.other_nodes.append(
        OtherNode(
            name=identity.name,
            package=layout.name,
            kind="model",
            path=path,
            fqn=identity.fqn(layout.name, file),
            inline_config=inline.values,
            properties=identity.properties,
            version=identity.version,
            version_properties=identity.version_properties,
            computed_config=inline.computed,
            sql=text,
        )
    )


def _read_seeds(
    layout: PackageLayout, properties: Properties, contents: PackageContents, found: Diagnostics
) -> None:
    files = find_node_files(layout, layout.seed_paths, (".csv",), found)
    for name, entry in properties.seeds.items():
        if name not in files:
            report_no_file(entry.value.get("name") or entry.value, name, files, found)
    for name, file in files.items():
        contents.other_nodes.append(
            OtherNode(
                name=name,
                package=layout.name,
                kind="seed",
                path=layout.folder.name_of(file.path),
                fqn=(layout.name, *file.folders, name),
                properties=_written(properties.seeds, name),
            )
        )


def _read_snapshots(
    layout: PackageLayout, properties: Properties, contents: PackageContents, found: Diagnostics
) -> None:
    snapshots: dict[str, OtherNode] = {}
    for file in find_node_files(layout, layout.snapshot_paths, (".sql",), found).values():
        for node in _snapshots_of_file(layout, file, properties, found):
            snapshots.setdefault(node.name, node)
    for name, entry in properties.snapshots.items():
        if entry.value.get("relation"):
            snapshots.setdefault(
                name,
                OtherNode(
                    name=name,
                    package=layout.name,
                    kind="snapshot",
                    path=entry.value.location.file,
                    fqn=(layout.name, *entry.folders, name),
                    properties=entry.value,
                    sql=f"{{{{ {entry.value.value['relation']} }}}}",
                ),
            )
        elif name not in snapshots:
            report_no_file(entry.value.get("name") or entry.value, name, snapshots, found)
    contents.other_nodes.extend(snapshots.values())


def _snapshots_of_file(
    layout: PackageLayout, file: NodeFile, properties: Properties, found: Diagnostics
) -> list[OtherNode]:
    text, problems = layout.folder.read(file.path)
    found.extend(problems)
    path = layout.folder.name_of(file.path)
    nodes = []
    for name, block, line in find_snapshots(text or ""):
        inline = read_inline_config(block, path, line)
        node = OtherNode(
            name=name,
            package=layout.name,
            kind="snapshot",
            path=path,
            fqn=(layout.name, *file.folders, file.stem, name),
            inline_config=inline.values,
            properties=_written(properties.snapshots, name),
            computed_config=inline.computed,
            sql=block,
        )
        nodes.append(node)
    return nodes


def _written(entries: dict[str, PropertyEntry], name: str) -> Sourced | None:
    return entries[name].value if name in entries else None
