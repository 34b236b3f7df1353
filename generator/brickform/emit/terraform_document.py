"""One ``*.tf.json`` file: blocks collected by type and label, then written."""

from __future__ import annotations

import json
from typing import Any

from brickform.emit.header import HEADER
from brickform.emit.order import in_reading_order
from brickform.emit.terraform_expression import expression
from brickform.emit.terraform_resource import Resource


class Document:
    """A Terraform JSON file in the making; only blocks that exist are written."""

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}

    def block(self, *labels: str, body: dict[str, Any]) -> None:
        """Add the one block of these labels; its values are expressions already."""
        node = self._root
        for label in labels:
            node = node.setdefault(label, {})
        node.update(body)

    def resource(self, resource: Resource) -> None:
        """Add a resource of the Databricks provider."""
        body = expression(resource.fields)
        if resource.lifecycle:
            body["lifecycle"] = dict(resource.lifecycle)
        self.block("resource", f"databricks_{resource.kind}", resource.key, body=body)

    def append(self, kind: str, body: dict[str, Any]) -> None:
        """Add a block without labels, of which there may be several."""
        self._root.setdefault(kind, []).append(body)

    def to_bytes(self) -> bytes:
        root = {"//": HEADER, **in_reading_order(self._root)}
        return (json.dumps(root, indent=2, ensure_ascii=False) + "\n").encode("utf-8", "replace")
