"""The least that any reader of a project has to do: parse every YAML file and every model."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import yaml

for path in sorted(Path(sys.argv[1]).rglob("*")):
    if path.suffix == ".yml":
        yaml.load(path.read_text(), yaml.CSafeLoader)
    elif path.suffix == ".py":
        ast.parse(path.read_text())
