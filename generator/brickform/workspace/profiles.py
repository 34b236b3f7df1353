"""The profiles of ``~/.databrickscfg``: their names and hosts, for advice."""

from __future__ import annotations

import configparser
import os
from pathlib import Path


def profile_hosts() -> dict[str, str]:
    """Return the host of every profile that has one; nothing where the file cannot be read."""
    file = Path(os.environ.get("DATABRICKS_CONFIG_FILE") or "~/.databrickscfg").expanduser()
    parser = configparser.ConfigParser(default_section="", interpolation=None)
    try:
        parser.read_string(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, configparser.Error):
        return {}
    return {name: parser[name]["host"] for name in parser.sections() if parser[name].get("host")}
