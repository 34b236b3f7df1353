"""Everything that the notebook of one model holds, decided and ready to be written down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from brickform.resolve.project import Relation

Materialization = Literal["table", "incremental"]
Strategy = Literal["append", "merge"]


class NotebookSource(NamedTuple):
    """One model as a notebook; the names follow dbt's configs."""

    name: str
    path: str
    """The model's file."""
    code: str
    relation: Relation
    refs: Mapping[str, Relation] = {}
    """By what the code asks for: ``orders``, ``package.orders``, ``orders.v2``."""
    sources: Mapping[str, Relation] = {}
    """By ``source.table``."""
    config_gets: Mapping[str, Any] = {}
    meta_gets: Mapping[str, Any] = {}
    materialized: Materialization = "table"
    incremental_strategy: Strategy = "append"
    unique_key: tuple[str, ...] = ()
    full_refresh: bool | None = None
    """Where the config says it, the parameter of a run is not asked, as in dbt."""
    file_format: str = "delta"
    packages: tuple[str, ...] = ()
    """Requirements for a ``%pip`` cell."""
    index_url: str | None = None
    restart_python: bool = False
