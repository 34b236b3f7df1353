"""Values as bundle configuration: references resolved, literals kept from being read as one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol

from brickform import codes
from brickform.compile.model import Ref
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.location import ConfigPath, SourceMap

ESCAPE_VERSION = ">= 1.15.0"
"""The first databricks CLI in which ``$${x}`` means a literal: https://github.com/databricks/cli/pull/6484"""

_SEGMENT = r"_*[^\W\d_]+(?:[-_]*[^\W_]+)*"
_REFERENCE = re.compile(rf"\$(\{{{_SEGMENT}(?:\.{_SEGMENT}(?:\[[0-9]+\])*)*(?:\[[0-9]+\])*\}})")


class Resolve(Protocol):
    """Says how a bundle writes the attribute of another resource."""

    def __call__(self, ref: Ref) -> str: ...


class BundleValues:
    """Turns plain data into bundle configuration, and reports every literal that had to be escaped."""

    def __init__(self, resolve: Resolve, problems: Diagnostics) -> None:
        self._resolve = resolve
        self._problems = problems

    def convert(self, value: Any, source: SourceMap, path: ConfigPath = ()) -> Any:
        """Convert data that was written at ``source``; map keys are never references."""
        if isinstance(value, Ref):
            return self._resolve(value)
        if isinstance(value, str):
            return self._literal(value, source, path)
        if isinstance(value, Mapping):
            return {str(key): self.convert(item, source, (*path, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [self.convert(item, source, (*path, index)) for index, item in enumerate(value)]
        return value

    def _literal(self, text: str, source: SourceMap, path: ConfigPath) -> str:
        found = _REFERENCE.search(text)
        if found is None:
            return text
        self._problems.add(
            Diagnostic.at(
                codes.REFERENCE_ESCAPED,
                source.find(path),
                f"'{found[0]}' is written as '${found[0]}', which needs the databricks CLI {ESCAPE_VERSION}",
                help=f"a databricks.yml of your own needs bundle.databricks_cli_version: '{ESCAPE_VERSION}'",
            )
        )
        return _REFERENCE.sub(r"$$\1", text)
