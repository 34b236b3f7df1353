"""What all jobs of a Terraform root share: the provider, and where notebooks go."""

from __future__ import annotations

from collections.abc import Iterator

from brickform.compile.graph import ResourceGraph
from brickform.compile.model import Notebook
from brickform.emit.options import EmitOptions
from brickform.emit.terraform_document import Document
from brickform.emit.terraform_expression import literal
from brickform.emit.terraform_resource import Symbol

_TERRAFORM = ">= 1.5.0"
"""The first with ``import`` blocks."""
_PROVIDER = {"source": "databricks/databricks", "version": ">= 1.128.0"}
_DEPLOYER = "data.databricks_current_user.deployer.home"
SHARED = '"/Workspace/Shared"'
"""Where notebooks go for a model with ``user_folder_for_python: false``, as an expression."""


def root_files(graph: ResourceGraph, options: EmitOptions) -> Iterator[tuple[str, bytes]]:
    """Yield the shared files; each depends on the resources that need it, so that a selection agrees."""
    yield "providers.tf.json", _providers(graph, options).to_bytes()
    if graph.notebooks:
        yield "variables.tf.json", _variables(graph).to_bytes()
    if any(not notebook.shared for notebook in graph.notebooks):
        yield "notebook_home.tf.json", _notebook_home().to_bytes()
    if any(notebook.shared for notebook in graph.notebooks):
        yield "notebook_shared.tf.json", _notebook_shared().to_bytes()


def notebook_root(notebook: Notebook) -> Symbol:
    """Return the folder above ``Notebook.path``."""
    return Symbol("local.notebook_shared" if notebook.shared else "local.notebook_home")


def _providers(graph: ResourceGraph, options: EmitOptions) -> Document:
    document = Document()
    document.block("terraform", body={"required_version": _TERRAFORM})
    document.block("terraform", "required_providers", "databricks", body=dict(_PROVIDER))
    if options.module is None and graph.target.host is not None:
        document.block("provider", "databricks", body={"host": literal(graph.target.host)})
    return document


def _variables(graph: ResourceGraph) -> Document:
    description = (
        "Workspace folder for the notebooks. Without one they go to the home of whoever deploys, "
        "or to /Workspace/Shared where a model asks for it."
    )
    document = Document()
    # A default is no template: nothing to escape.
    body = {"type": "string", "default": graph.notebook_root, "description": description}
    document.block("variable", "notebook_root", body=body)
    return document


def _notebook_home() -> Document:
    document = Document()
    document.block("data", "databricks_current_user", "deployer", body={})
    document.block("locals", body={"notebook_home": _chosen_or(_DEPLOYER)})
    return document


def _notebook_shared() -> Document:
    document = Document()
    document.block("locals", body={"notebook_shared": _chosen_or(SHARED)})
    return document


def notebook_folder(root: str) -> str:
    """Return a root (an expression) as the workspace reports it, or every plan would replace the notebooks.

    That is without the prefix ``/Workspace`` and without a slash at the end:
    https://github.com/databricks/terraform-provider-databricks/blob/v1.128.0/workspace/resource_notebook.go
    """
    return f'/${{trim(trimprefix({root}, "/Workspace/"), "/")}}'


def _chosen_or(fallback: str) -> str:
    return notebook_folder(f"coalesce(var.notebook_root, {fallback})")
