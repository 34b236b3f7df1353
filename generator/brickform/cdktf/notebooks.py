"""Where notebooks come from, and where they go."""

from __future__ import annotations

import atexit
import json
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from brickform.cdktf.bindings import Bindings
from brickform.cdktf.node import Construct
from brickform.compile.graph import ResourceGraph
from brickform.compile.model import Notebook
from brickform.emit.paths import notebook_file
from brickform.emit.terraform_expression import literal
from brickform.emit.terraform_root import SHARED, notebook_folder


def notebook_roots(scope: Construct, bindings: Bindings, graph: ResourceGraph) -> Iterator[tuple[str, str]]:
    """Yield the folders above the notebooks, by the names that they have in a root module."""
    if any(not notebook.shared for notebook in graph.notebooks):
        yield "local.notebook_home", _local(scope, bindings, "notebook_home", _home(scope, bindings, graph))
    if any(notebook.shared for notebook in graph.notebooks):
        yield "local.notebook_shared", _local(scope, bindings, "notebook_shared", _chosen(graph) or SHARED)


def notebook_asset(scope: Construct, bindings: Bindings, notebook: Notebook, text: str) -> str:
    """Return the path of the notebook's file below the synthesised stack."""
    file = _scratch() / notebook.key / Path(notebook_file(notebook)).name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text.encode("utf-8", "replace"))
    core = bindings.core
    id_ = f"source_{notebook.key}"
    path: str = core.TerraformAsset(scope, id_, path=str(file), type=core.AssetType.FILE).path
    return path


@cache
def _scratch() -> Path:
    """Return a folder for the files until the app is synthesised, which copies them."""
    folder = mkdtemp(prefix="brickform-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _local(scope: Construct, bindings: Bindings, name: str, root: str) -> str:
    local: str = bindings.core.TerraformLocal(scope, name, notebook_folder(root)).as_string
    return local


def _home(scope: Construct, bindings: Bindings, graph: ResourceGraph) -> str:
    chosen = _chosen(graph)
    if chosen is not None:
        return chosen
    deployer = bindings.construct("data_databricks_current_user")(scope, "deployer")
    return f"{deployer.fqn}.home"


def _chosen(graph: ResourceGraph) -> str | None:
    """Return the root that the target names, as an expression."""
    return None if graph.notebook_root is None else json.dumps(literal(graph.notebook_root))
