"""The environment in which databricks-sdk, Terraform and the databricks CLI talk to the local workspace."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping

_LEADS_ELSEWHERE = ("ARM_", "DATABRICKS_", "GOOGLE_")


def environment(url: str) -> dict[str, str]:
    return {
        "DATABRICKS_HOST": url,
        "DATABRICKS_TOKEN": "local",
        "DATABRICKS_AUTH_TYPE": "pat",
        "DATABRICKS_CONFIG_FILE": os.devnull,
        "DATABRICKS_RATE_LIMIT": "1000",
        "DATABRICKS_BUNDLE_ENGINE": "direct",
        "DATABRICKS_CACHE_ENABLED": "false",
        "DATABRICKS_CLI_DISABLE_UPDATE_CHECK": "true",
        "DATABRICKS_CLI_DISABLE_TELEMETRY": "1",
        "CHECKPOINT_DISABLE": "1",
    }


def isolated(inherited: Mapping[str, str]) -> dict[str, str]:
    """Return the variables without those of other workspaces and clouds."""
    return {name: value for name, value in inherited.items() if not name.startswith(_LEADS_ELSEWHERE)}


def shell_lines(inherited: Mapping[str, str], variables: Mapping[str, str]) -> list[str]:
    """Return what a shell with the inherited variables runs to use the local workspace."""
    unset = sorted(inherited.keys() - isolated(inherited).keys() - variables.keys())
    exports = [f"export {name}={shlex.quote(value)}" for name, value in variables.items()]
    return [f"unset {' '.join(unset)}", *exports] if unset else exports
