"""Everything that the notebook of one model holds, decided and ready to be written down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from brickform.resolve.project import Relation

Strategy = Literal["append", "insert_overwrite", "merge", "replace_where"]
SchemaChange = Literal["append_new_columns", "fail", "ignore", "sync_all_columns"]


class TableSettings(NamedTuple):
    """How a table is laid out when it is written anew, and what is said about it; names are as in SQL."""

    file_format: str = "delta"
    location_root: str | None = None
    full_name_in_path: bool = False
    partition_by: tuple[str, ...] = ()
    cluster_by: tuple[str, ...] = ()
    """Columns of liquid clustering."""
    auto_cluster: bool = False
    bucket_by: tuple[str, ...] = ()
    buckets: int = 0
    properties: Mapping[str, str] = {}
    tags: Mapping[str, str] = {}
    comment: str | None = None
    column_comments: Mapping[str, str] = {}
    optimize: bool = False
    zorder: tuple[str, ...] = ()
    """Columns to order by where the table is optimized."""


class MergeSettings(NamedTuple):
    """The parts of a MERGE statement; conditions and actions are SQL."""

    update_columns: tuple[str, ...] = ()
    """None given means all of them."""
    exclude_columns: tuple[str, ...] = ()
    matched_condition: str | None = None
    not_matched_condition: str | None = None
    skip_matched: bool = False
    skip_not_matched: bool = False
    not_matched_by_source_action: str | None = None
    not_matched_by_source_condition: str | None = None
    source_alias: str = "DBT_INTERNAL_SOURCE"
    target_alias: str = "DBT_INTERNAL_DEST"
    schema_evolution: bool = False


class Incremental(NamedTuple):
    """How a table that is there takes in what a run returns."""

    strategy: Strategy = "append"
    unique_key: tuple[str, ...] = ()
    predicates: tuple[str, ...] = ()
    """Conditions in SQL, all of which have to hold."""
    on_schema_change: SchemaChange = "ignore"
    full_refresh: bool | None = None
    """Where the config says it, the parameter of a run is not asked, as in dbt."""
    merge: MergeSettings = MergeSettings()


Hook = tuple[str, ...]
"""The SQL of a hook, cut where the name of the model's table belongs."""


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
    table: TableSettings = TableSettings()
    incremental: Incremental | None = None
    """None for a table that every run writes anew."""
    grants: Mapping[str, tuple[str, ...]] | None = None
    """Principals by privilege; None where the privileges are not the notebook's concern."""
    pre_hooks: tuple[Hook, ...] = ()
    post_hooks: tuple[Hook, ...] = ()
    packages: tuple[str, ...] = ()
    """Requirements for a ``%pip`` cell."""
    index_url: str | None = None
    restart_python: bool = False
