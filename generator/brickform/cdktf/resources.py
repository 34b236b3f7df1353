"""The graph as constructs of the provider's bindings."""

from __future__ import annotations

from typing import Any

from brickform.cdktf.arguments import Arguments, Override
from brickform.cdktf.bindings import Bindings
from brickform.cdktf.lifecycle import add_lifecycle, construct_id
from brickform.cdktf.node import Construct
from brickform.cdktf.notebooks import NotebookFiles, notebook_roots
from brickform.cdktf.problems import warn
from brickform.cdktf.values import Values, tokens_in
from brickform.compile.graph import ResourceGraph
from brickform.compile.model import Job, Notebook
from brickform.diagnostics import Diagnostics
from brickform.emit.terraform_folders import folder_resources
from brickform.emit.terraform_names import in_api_names
from brickform.emit.terraform_resource import Resource
from brickform.emit.terraform_resources import (
    cluster_resource,
    job_resource,
    notebook_resource,
    permissions_resource,
)
from brickform.errors import UsageError
from brickform.notebook.render import render_notebook
from brickform.pipeline import LoadOptions


class Resources:
    """Makes the constructs below one scope; ``made`` holds them by kind and resource key."""

    def __init__(self, scope: Construct, bindings: Bindings, options: LoadOptions) -> None:
        self.made: dict[tuple[str, str], Any] = {}
        self._symbols: dict[str, str] = {}
        self._scope = scope
        self._bindings = bindings
        self._root = options.root
        self._files = NotebookFiles(scope, bindings)
        self._values = Values(bindings.core, self.made, self._symbols, set(tokens_in(options.vars)))

    def add_all(self, graph: ResourceGraph) -> Diagnostics:
        """Add the resources of the graph, each after those that it refers to."""
        problems = Diagnostics()
        self._symbols.update(notebook_roots(self._scope, self._bindings, graph))
        for cluster in graph.clusters:
            self._add(cluster_resource(cluster, problems))
        for folder in folder_resources(graph):
            self._add(folder)
        for notebook in graph.notebooks:
            self._add_notebook(notebook, graph)
        for job in graph.jobs:
            self._add_job(job, problems)
        for permissions in graph.permissions:
            self._add(permissions_resource(permissions))
        add_lifecycle(self._scope, self._bindings, graph)
        return problems

    def _add_notebook(self, notebook: Notebook, graph: ResourceGraph) -> None:
        text = render_notebook(notebook.body)
        if self._values.hold_tokens(notebook.path + text):
            raise UsageError(
                f"the notebook of '{notebook.key}' cannot hold an attribute of another construct"
            )
        resource = notebook_resource(notebook, graph)
        file = self._files.add(notebook, text)
        self._add(resource._replace(fields={**resource.fields, "source": file}))

    def _add_job(self, job: Job, problems: Diagnostics) -> None:
        construct = self._add(job_resource(job, problems))
        if job.existing_job_id is not None:
            construct.import_from(job.existing_job_id.value)

    def _add(self, resource: Resource) -> Any:
        construct_class = self._bindings.construct(resource.kind)
        arguments = Arguments(self._values)
        fields = arguments.of(construct_class.__init__, resource.fields)
        if resource.lifecycle:
            fields["lifecycle"] = self._bindings.core.TerraformResourceLifecycle(**resource.lifecycle)
        construct = construct_class(self._scope, construct_id(resource.address), **fields)
        for override in arguments.overrides:
            construct.add_override(".".join(map(str, override.path)), override.value)
            self._report(override, resource)
        self.made[resource.kind, resource.key] = construct
        return construct

    def _report(self, override: Override, resource: Resource) -> None:
        if resource.source is None:
            return
        place = resource.source.find(in_api_names(override.path))
        summary = f"'{override.path[-1]}' is passed by an override: {self._bindings.package} does not know it"
        warn(summary, place.key_location, self._root)
