"""The YAML that adoption writes: a ``brickform.yml``, or a part of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from brickform.emit.bundle_yaml import to_yaml

_HEADER = "Existing jobs, as brickform adopt found them. From now on these lines are yours."
_BRACES = ("{{", "{%", "{#")


def render_fragment(target: str, models: Mapping[str, Any]) -> str:
    """Return the overrides of one target; what Jinja would read is marked as it stands."""
    document = {"targets": {target: {"models": _written(dict(models))}}}
    return to_yaml(document, header=_HEADER).decode()


def _written(value: Any) -> Any:
    if isinstance(value, dict):
        entries = {key: _written(entry) for key, entry in value.items()}
        return {key: entry for key, entry in entries.items() if entry != {}}
    if isinstance(value, list):
        return [_written(element) for element in value]
    if isinstance(value, str) and any(brace in value for brace in _BRACES):
        return f"{{% raw %}}{value}{{% endraw %}}"
    return value
