"""A resource of the Databricks provider before it is written down."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from brickform.compile.model import Ref
from brickform.location import SourceMap


class Symbol(NamedTuple):
    """What has a name in the root module: ``local.notebook_home``, ``path.module``."""

    name: str


class Joined(NamedTuple):
    """A text of which some parts are known only to Terraform."""

    parts: tuple[str | Symbol | Ref, ...]


class Address(NamedTuple):
    """Which resource, by kind (without ``databricks_``) and key."""

    kind: str
    key: str

    def __str__(self) -> str:
        return f"databricks_{self.kind}.{self.key}"


class Resource(NamedTuple):
    """One resource; ``fields`` are plain data in the provider's names, with ``Ref`` and ``Joined`` inside."""

    kind: str
    """Without ``databricks_``."""
    key: str
    fields: dict[str, Any]
    source: SourceMap | None = None
    """Where the settings were written that became the fields."""
    lifecycle: Mapping[str, bool] = MappingProxyType({})

    @property
    def address(self) -> Address:
        return Address(self.kind, self.key)
