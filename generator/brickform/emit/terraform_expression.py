"""Values as Terraform JSON expressions: every string there is a template.

https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
"""

from __future__ import annotations

from typing import Any

from brickform.compile.model import Ref
from brickform.emit.terraform_resource import Joined, Symbol


def expression(value: Any) -> Any:
    """Return plain data so that Terraform reads it back as it is, and what is known later by its name."""
    if isinstance(value, Ref):
        return f"${{{address(value)}.{value.attribute}}}"
    if isinstance(value, Symbol):
        return f"${{{value.name}}}"
    if isinstance(value, Joined):
        return "".join(expression(part) for part in value.parts)
    if isinstance(value, str):
        return literal(value)
    if isinstance(value, dict):
        return {literal(str(key)): expression(item) for key, item in value.items()}
    if isinstance(value, list):
        return [expression(element) for element in value]
    return value


def literal(text: str) -> str:
    """Escape both template openers; a lone ``$`` or ``%`` needs nothing."""
    return text.replace("${", "$${").replace("%{", "%%{")


def address(ref: Ref) -> str:
    return f"databricks_{ref.kind}.{ref.key}"
