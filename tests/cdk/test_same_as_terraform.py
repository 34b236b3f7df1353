"""The constructs hold what ``generate terraform`` writes, for every example."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from brickform.cdktf import ConfigWarning, ModelJobs
from support.cdk import CDK, Json, synthesised
from support.command import brickform
from support.examples import EXAMPLES, examples_with_targets


@pytest.mark.parametrize(("example", "target"), examples_with_targets())
def test_resources_are_those_of_generate_terraform(
    cdk: CDK, example: str, target: str, tmp_path: Path
) -> None:
    done = brickform("generate", "terraform", EXAMPLES / example, "-t", target, "-o", tmp_path / "generated")
    assert done.code == 0, done.err
    app = cdk.app(tmp_path / "cdk")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConfigWarning)
        ModelJobs(cdk.stack(app), "models", project=EXAMPLES / example, target=target)
    stack = synthesised(app)
    assert without_differences(stack, tmp_path / "cdk") == generated(tmp_path / "generated")
    assert str(Path.cwd()) not in json.dumps(stack["resource"])


def generated(folder: Path) -> Json:
    """Return all resources of a generated module, notebooks with the text of their files."""
    resources: Json = {}
    for file in sorted(folder.glob("*.tf.json")):
        for kind, items in json.loads(file.read_text("utf-8")).get("resource", {}).items():
            resources.setdefault(kind, {}).update(items)
    for notebook in resources["databricks_notebook"].values():
        notebook["source"] = (folder / notebook["source"].removeprefix("${path.module}/")).read_text("utf-8")
    return resources


def without_differences(stack: Json, folder: Path) -> Json:
    """Return the resources of a stack as ``generate terraform`` would write them."""
    resources = stack["resource"]
    for difference in DIFFERENCES:
        before = json.dumps(resources)
        resources = difference.undone(resources, stack, folder)
        assert json.dumps(resources) != before, f"no longer so: {difference.reason}"
    return dict(resources)


def with_keys(resources: Json, stack: Json, folder: Path) -> Json:
    keys = {
        name: body["//"]["metadata"]["path"].rpartition("/")[2].removeprefix(f"{kind[11:]}_")
        for kind, items in resources.items()
        for name, body in items.items()
    }
    return renamed(keys, resources)


def with_names_of_locals(resources: Json, stack: Json, folder: Path) -> Json:
    names = {name: re.sub("^models_(.*)_[0-9A-F]{8}$", r"\1", name) for name in stack["locals"]}
    return renamed(names, resources)


def renamed(names: dict[str, str], resources: Json) -> Json:
    pattern = "|".join(rf"(?<!/){re.escape(name)}(?!/)" for name in sorted(names, key=len, reverse=True))
    return dict(json.loads(re.sub(pattern, lambda found: names[found[0]], json.dumps(resources))))


def without_comments(resources: Json, stack: Json, folder: Path) -> Json:
    bodies = [body for items in resources.values() for body in items.values()]
    assert all(body.pop("//")["metadata"].keys() == {"path", "uniqueId"} for body in bodies)
    return resources


def with_text_of_notebooks(resources: Json, stack: Json, folder: Path) -> Json:
    for notebook in resources["databricks_notebook"].values():
        notebook["source"] = (folder / "stacks" / "stack" / notebook["source"]).read_text("utf-8")
    return resources


class Difference(NamedTuple):
    """What the construct tree makes of a resource."""

    reason: str
    undone: Callable[[Json, Json, Path], Json]


DIFFERENCES = (
    Difference("a logical id holds the path of the construct and a hash: no two constructs meet", with_keys),
    Difference("a local value is a construct too, so its name is a logical id", with_names_of_locals),
    Difference("both CDKs write the path of the construct as a comment", without_comments),
    Difference("an asset lies in a folder named by the hash of its content", with_text_of_notebooks),
)
