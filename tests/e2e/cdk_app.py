"""An app around one example, run in .venv-cdk: ``cdk_app.py CDK BINDINGS PROJECT TARGET FOLDER``."""

from __future__ import annotations

import sys
import warnings
from importlib import import_module

from brickform.cdktf import ConfigWarning, ModelJobs

cdk, bindings, project, target, folder = sys.argv[1:]
core = import_module(cdk)
app = core.App(outdir=folder)
stack = core.TerraformStack(app, "stack")
core.LocalBackend(stack, path="terraform.tfstate")
import_module(f"{bindings}.provider").DatabricksProvider(
    stack, "databricks", retry_timeout_seconds=5, http_timeout_seconds=20
)
stack.add_override("terraform.required_providers.databricks.version", ">= 1.128.0")
warnings.simplefilter("ignore", ConfigWarning)
ModelJobs(stack, "models", project=project, target=target)
app.synth()
