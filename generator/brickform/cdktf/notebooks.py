"""Where notebooks come from, and where they go."""

from __future__ import annotations

import atexit
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

from brickform.cdktf.bindings import Bindings
from brickform.cdktf.node import Construct
from brickform.compile.graph import ResourceGraph
from brickform.compile.model import Notebook
from brickform.emit.paths import notebook_file
from brickform.emit.terraform_expression import literal
from brickform.emit.terraform_root import SHARED, notebook_folder


class NotebookFiles:
    """The files of one scope's notebooks, which lie in a folder of their own until the app is synthesised."""

    def __init__(self, scope: Construct, bindings: Bindings) -> None:
        self._scope = scope
        self._core = bindings.core
        self._folder = Path(mkdtemp(prefix="brickform-"))
        atexit.register(shutil.rmtree, self._folder, ignore_errors=True)

    def add(self, notebook: Notebook, text: str) -> str:
        """Return the path that the notebook's file will have below the synthesised stack."""
        file = self._folder / notebook.key / Path(notebook_file(notebook)).name
        file.parent.mkdir()
        file.write_bytes(text.encode("utf-8", "replace"))
        asset = self._core.TerraformAsset(
            self._scope, f"source_{notebook.key}", path=str(file), type=self._core.AssetType.FILE
        )
        return str(asset.path)


def notebook_roots(scope: Construct, bindings: Bindings, graph: ResourceGraph) -> Iterator[tuple[str, str]]:
    """Yield the folders above the notebooks, by the names that they have in a root module."""
    if any(not notebook.shared for notebook in graph.notebooks):
        yield "local.notebook_home", _local(scope, bindings, "notebook_home", _home(scope, bindings, graph))
    if any(notebook.shared for notebook in graph.notebooks):
        yield "local.notebook_shared", _local(scope, bindings, "notebook_shared", _chosen(graph) or SHARED)


def _local(scope: Construct, bindings: Bindings, name: str, root: str) -> str:
    return str(bindings.core.TerraformLocal(scope, name, notebook_folder(root)).as_string)


def _home(scope: Construct, bindings: Bindings, graph: ResourceGraph) -> str:
    chosen = _chosen(graph)
    if chosen is not None:
        return chosen
    deployer = bindings.construct("data_databricks_current_user")(scope, "deployer")
    return f"{deployer.fqn}.home"


def _chosen(graph: ResourceGraph) -> str | None:
    """Return the root that the target names, as an expression."""
    return None if graph.notebook_root is None else json.dumps(literal(graph.notebook_root))
