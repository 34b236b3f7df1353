"""The workspace folders of the notebooks, each a resource.

The provider makes a missing folder by itself, but fails where two notebooks need one folder at the
same time: the second sees it made in between, and gives up.
https://github.com/databricks/terraform-provider-databricks/blob/v1.128.0/workspace/resource_notebook.go
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256

from brickform.compile.graph import ResourceGraph
from brickform.compile.model import Notebook, Ref
from brickform.emit.terraform_document import Document
from brickform.emit.terraform_lifecycle import let_go
from brickform.emit.terraform_resource import Address, Joined, Resource
from brickform.emit.terraform_root import notebook_root

_NOT_IN_KEY = re.compile(r"[^A-Za-z0-9_-]+|__+")


def folder_files(graph: ResourceGraph) -> Iterator[tuple[str, bytes]]:
    """Yield one file a folder, as every run that needs the folder writes it."""
    for folder in folder_resources(graph):
        document = Document()
        document.resource(folder)
        yield _folder_file(folder.key), document.to_bytes()
    # A folder that keeps the notebook of a released job cannot be deleted.
    for released in released_folders(graph):
        document = Document()
        let_go(document, released)
        yield _folder_file(released.key), document.to_bytes()


def folder_resources(graph: ResourceGraph) -> Iterator[Resource]:
    """Yield the folders of the notebooks, but for those that are let go."""
    notebooks = {_folder_key(notebook): notebook for notebook in graph.notebooks}
    for key, notebook in notebooks.items():
        if Address("directory", key) in released_folders(graph):
            continue
        path = Joined((notebook_root(notebook), f"/{_folder(notebook)}"))
        yield Resource("directory", key, {"path": path})


def notebook_path(notebook: Notebook, graph: ResourceGraph) -> Joined:
    """Return a notebook's path; it waits for the folder."""
    key = _folder_key(notebook)
    if Address("directory", key) in released_folders(graph):
        return Joined((notebook_root(notebook), f"/{notebook.path}"))
    name = notebook.path.rpartition("/")[2]
    return Joined((Ref("directory", key, "path"), f"/{name}"))


def released_folders(graph: ResourceGraph) -> dict[Address, None]:
    """Return the folders to let go, in the order of the graph."""
    notebooks = (notebook for job in graph.released for notebook in job.notebooks)
    return dict.fromkeys(Address("directory", _folder_key(notebook)) for notebook in notebooks)


def _folder_file(key: str) -> str:
    return f"{key}.folder.tf.json"


def _folder(notebook: Notebook) -> str:
    return notebook.path.rpartition("/")[0]


def _folder_key(notebook: Notebook) -> str:
    """Return ``{catalog}__{schema}``; a part that had to change ends in a hash of what it was."""
    catalog, schema = (_safe(part) for part in _folder(notebook).split("/")[-2:])
    return f"notebooks__{catalog}__{schema}" + ("__shared" if notebook.shared else "")


def _safe(part: str) -> str:
    safe = _NOT_IN_KEY.sub("-", part)
    if safe == part:
        return part
    return f"{safe}-{sha256(part.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
