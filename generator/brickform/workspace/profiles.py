"""The profiles of ``~/.databrickscfg``."""

from __future__ import annotations

import configparser
import os
from pathlib import Path


def profile_settings(profile: str) -> dict[str, str]:
    """Return what a profile says, secrets included; nothing where there is none."""
    return _profiles().get(profile, {})


def profile_hosts() -> dict[str, str]:
    """Return the host of every profile that has one."""
    return {name: settings["host"] for name, settings in _profiles().items() if settings.get("host")}


def _profiles() -> dict[str, dict[str, str]]:
    """Read the file as databricks-sdk does; nothing where it cannot be read, which is said elsewhere."""
    file = Path(os.environ.get("DATABRICKS_CONFIG_FILE") or "~/.databrickscfg").expanduser()
    parser = configparser.ConfigParser(default_section="", interpolation=None)
    try:
        parser.read_string(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, configparser.Error):
        return {}
    return {name: dict(parser[name]) for name in parser.sections()}
