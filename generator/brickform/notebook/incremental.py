"""How an incremental model is written, from the model's config."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from brickform import codes
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.notebook.config_values import choice, text, texts, truth
from brickform.notebook.source import Incremental, MergeSettings, SchemaChange, Strategy
from brickform.sourced import Sourced

_STRATEGIES: dict[str, Strategy] = {
    "append": "append",
    "merge": "merge",
    "insert_overwrite": "insert_overwrite",
    "replace_where": "replace_where",
}
_SCHEMA_CHANGES: dict[str, SchemaChange] = {
    "ignore": "ignore",
    "append_new_columns": "append_new_columns",
    "sync_all_columns": "sync_all_columns",
    "fail": "fail",
}
_FORMATS = {"merge": ("delta", "hudi"), "replace_where": ("delta",)}
"""Those that dbt-databricks lets a strategy have, where not every one will do."""


def read_incremental(config: Sourced, problems: Diagnostics) -> Incremental:
    """Return the settings of an incremental model, with the defaults of dbt-databricks.

    https://docs.getdbt.com/reference/resource-configs/databricks-configs#incremental-models
    """
    strategy = choice(config, "incremental_strategy", _STRATEGIES, "merge", problems)
    full_refresh = config.value.get("full_refresh")
    incremental = Incremental(
        strategy=strategy,
        unique_key=texts(config, "unique_key"),
        predicates=texts(config, "predicates") or texts(config, "incremental_predicates"),
        on_schema_change=_SCHEMA_CHANGES.get(str(config.value.get("on_schema_change")), "ignore"),
        full_refresh=full_refresh if isinstance(full_refresh, bool) else None,
        merge=_merge(config) if strategy == "merge" else MergeSettings(),
    )
    if strategy == "merge" and not incremental.unique_key and incremental.merge == MergeSettings():
        return incremental._replace(strategy="append")  # without a key it adds every row, as in dbt
    problems.extend(_wrong_format(config, strategy))
    if strategy in _PROBLEMS:
        problems.extend(_PROBLEMS[strategy](config))
    return incremental


def _merge(config: Sourced) -> MergeSettings:
    default = MergeSettings()
    return MergeSettings(
        update_columns=texts(config, "merge_update_columns"),
        exclude_columns=texts(config, "merge_exclude_columns"),
        matched_condition=text(config, "matched_condition"),
        not_matched_condition=text(config, "not_matched_condition"),
        skip_matched=truth(config, "skip_matched_step"),
        skip_not_matched=truth(config, "skip_not_matched_step"),
        not_matched_by_source_action=text(config, "not_matched_by_source_action"),
        not_matched_by_source_condition=text(config, "not_matched_by_source_condition"),
        source_alias=text(config, "source_alias") or default.source_alias,
        target_alias=text(config, "target_alias") or default.target_alias,
        schema_evolution=truth(config, "merge_with_schema_evolution"),
    )


def _wrong_format(config: Sourced, strategy: Strategy) -> Iterator[Diagnostic]:
    file_format = config.get("file_format")
    formats = _FORMATS.get(strategy)
    if file_format is not None and formats is not None and file_format.value not in formats:
        summary = f"a table of file_format '{file_format.value}' takes no {strategy}"
        advice = f"write {' or '.join(formats)}, or incremental_strategy: append"
        yield Diagnostic.at(codes.NOTEBOOK_WRITE, file_format, summary, help=advice)


def _problems_of_merge(config: Sourced) -> Iterator[Diagnostic]:
    merge = _merge(config)
    if merge.update_columns and merge.exclude_columns:
        summary = "'merge_update_columns' and 'merge_exclude_columns' exclude each other"
        place, advice = config.source.child("merge_exclude_columns"), "keep one of them, as dbt asks"
        yield Diagnostic.at(codes.TABLE_CONTRADICTION, place, summary, help=advice, key=True)
    action = config.get("not_matched_by_source_action")
    if action is not None and not str(action.value).strip().lower().startswith(("delete", "update")):
        summary = f"a merge cannot do '{action.value}' with rows that the source lacks"
        advice = "write delete, or update set column = value"
        yield Diagnostic.at(codes.NOTEBOOK_WRITE, action, summary, help=advice)
    if merge.skip_matched and merge.skip_not_matched and not merge.not_matched_by_source_action:
        place = config.source.child("skip_not_matched_step")
        summary = "a merge that skips both steps does nothing"
        advice = "remove skip_matched_step or skip_not_matched_step"
        yield Diagnostic.at(codes.TABLE_CONTRADICTION, place, summary, help=advice, key=True)


def _problems_of_insert_overwrite(config: Sourced) -> Iterator[Diagnostic]:
    if texts(config, "partition_by"):
        return
    strategy = config.get("incremental_strategy") or config
    if texts(config, "liquid_clustered_by"):
        summary = "the deployed notebook overwrites partitions, not parts of a clustered table"
        advice = "give partition_by in the place of liquid_clustered_by, or write replace_where"
        yield Diagnostic.at(codes.NOTEBOOK_WRITE, strategy, summary, help=advice)
        return
    summary = "insert_overwrite without partition_by: every run replaces all rows"
    advice = "give partition_by, or write materialized: table"
    yield Diagnostic.at(codes.OVERWRITES_EVERYTHING, strategy, summary, help=advice)


def _problems_of_replace_where(config: Sourced) -> Iterator[Diagnostic]:
    if not (texts(config, "predicates") or texts(config, "incremental_predicates")):
        summary = "replace_where without incremental_predicates does not say which rows to replace"
        advice = "give incremental_predicates, or write append"
        strategy = config.get("incremental_strategy") or config
        yield Diagnostic.at(codes.NOTEBOOK_WRITE, strategy, summary, help=advice)


_PROBLEMS: dict[str, Callable[[Sourced], Iterator[Diagnostic]]] = {
    "merge": _problems_of_merge,
    "insert_overwrite": _problems_of_insert_overwrite,
    "replace_where": _problems_of_replace_where,
}
