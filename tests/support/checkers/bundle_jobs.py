"""Bundle resources in the types of databricks-bundles, the Python side of the databricks CLI.

https://docs.databricks.com/aws/en/dev-tools/bundles/python/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, cast

import yaml
from databricks.bundles.clusters import Cluster
from databricks.bundles.jobs import Job

from support.checkers.differences import differences

_KINDS: Mapping[str, type[Job | Cluster]] = {"jobs": Job, "clusters": Cluster}


def check_bundle(files: Mapping[str, str]) -> list[str]:
    """Check all of ``resources/**/*.yml`` in a tree, given by relative path."""
    return [
        finding
        for path, text in sorted(files.items())
        if is_resource_file(path)
        for kind, key, body in resources_of(text)
        for finding in check_resource(kind, body, f"{path}: {kind}.{key}")
    ]


def is_resource_file(path: str) -> bool:
    return PurePosixPath(path).parts[0] == "resources" and path.endswith(".yml")


def resources_of(text: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield (kind, key, body) of a file that is wrapped for its targets, and holds nothing else."""
    document = yaml.safe_load(text)
    assert list(document) == ["targets"], list(document)
    for target in document["targets"].values():
        assert list(target) == ["resources"], list(target)
        for kind, resources in target["resources"].items():
            for key, body in resources.items():
                yield kind, key, body


def check_resource(kind: str, body: Mapping[str, Any], place: str) -> Iterator[str]:
    """Load one resource: nothing unknown, nothing missing, nothing lost or turned into something else.

    ``from_dict`` raises on unknown fields and values, but quietly makes text of numbers and drops what
    is left of 1.5 behind 1: that is what the way back shows.
    """
    if kind not in _KINDS:
        yield f"{place}: no checker for {kind}"
        return
    try:
        loaded = _KINDS[kind].from_dict(cast(Any, dict(body)))
    except (AttributeError, TypeError, ValueError) as error:
        yield f"{place}: {error}"
    else:
        yield from differences(body, loaded.as_dict(), place)
