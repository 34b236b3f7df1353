"""Stacks of either CDK, and what they are synthesised to."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

Json = dict[str, Any]


class CDK(NamedTuple):
    """A CDK and its Databricks bindings, by their import packages."""

    name: str
    bindings: str

    def app(self, folder: Path) -> Any:
        return import_module(self.name).App(outdir=str(folder))

    def stack(self, app: Any, name: str = "stack") -> Any:
        """Return a new stack with a provider."""
        stack = import_module(self.name).TerraformStack(app, name)
        import_module(f"{self.bindings}.provider").DatabricksProvider(stack, "databricks")
        return stack

    def resource(self, module: str, name: str) -> Any:
        return getattr(import_module(f"{self.bindings}.{module}"), name)


CDKS = (CDK("cdktn", "cdktn_provider_databricks"), CDK("cdktf", "cdktf_cdktf_provider_databricks"))


def synthesised(app: Any, stack: str = "stack") -> Json:
    """Return the Terraform JSON of one stack."""
    app.synth()
    document: Json = json.loads((Path(app.outdir) / "stacks" / stack / "cdk.tf.json").read_text("utf-8"))
    return document
