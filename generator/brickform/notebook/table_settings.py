"""How the table of a model is laid out and described, from the model's config."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from brickform import codes
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.notebook.config_values import text, text_by_key, texts, truth
from brickform.notebook.source import TableSettings
from brickform.resolve.jinja import is_template
from brickform.resolve.project import ResolvedModel
from brickform.sourced import Sourced

_ICEBERG_PROPERTIES = {
    "delta.enableIcebergCompatV2": "true",
    "delta.universalFormat.enabledFormats": "iceberg",
}
"""What dbt-databricks sets for ``table_format: iceberg``: Delta that Iceberg's clients can read.

https://docs.databricks.com/delta/uniform.html
"""
_WITH_COLUMN_COMMENTS = ("delta", "hudi")


def read_table(model: ResolvedModel, problems: Diagnostics) -> TableSettings:
    """Return the settings of a table as dbt-databricks reads them.

    https://docs.getdbt.com/reference/resource-configs/databricks-configs#configuring-tables
    """
    config = model.config
    problems.extend(_contradictions(config))
    iceberg = text(config, "table_format") == "iceberg"
    file_format = "delta" if iceberg else text(config, "file_format") or "delta"
    cluster_by = texts(config, "liquid_clustered_by")
    auto_cluster = truth(config, "auto_liquid_cluster")
    zorder = texts(config, "zorder")
    optimize = bool(cluster_by or auto_cluster or zorder) and file_format == "delta"
    return TableSettings(
        file_format=file_format,
        location_root=text(config, "location_root"),
        full_name_in_path=truth(config, "include_full_name_in_path"),
        partition_by=texts(config, "partition_by"),
        cluster_by=cluster_by,
        auto_cluster=auto_cluster,
        bucket_by=texts(config, "clustered_by"),
        buckets=config.value.get("buckets") or 0,
        properties=text_by_key(config, "tblproperties") | (_ICEBERG_PROPERTIES if iceberg else {}),
        tags=text_by_key(config, "databricks_tags"),
        comment=_comment(model, problems),
        column_comments=_column_comments(model, problems) if file_format in _WITH_COLUMN_COMMENTS else {},
        optimize=optimize and not truth(config, "skip_optimize"),
        zorder=() if cluster_by or auto_cluster else zorder,
    )


def _contradictions(config: Sourced) -> Iterator[Diagnostic]:
    """Report what Databricks or dbt refuses when the table is made.

    https://docs.databricks.com/delta/clustering.html#enable-liquid-clustering
    """
    clustering = "liquid_clustered_by" if texts(config, "liquid_clustered_by") else "auto_liquid_cluster"
    for other in ("partition_by", "clustered_by"):
        if texts(config, other) and config.value.get(clustering):
            summary = f"'{other}' and '{clustering}' exclude each other"
            place, advice = config.source.child(clustering), f"keep '{other}' or '{clustering}'"
            yield Diagnostic.at(codes.TABLE_CONTRADICTION, place, summary, help=advice, key=True)
    file_format = config.get("file_format")
    if file_format is None or file_format.value == "delta":
        return
    for needs_delta in ("liquid_clustered_by", "auto_liquid_cluster", "zorder"):
        if config.value.get(needs_delta):
            summary = f"'{needs_delta}' is for Delta tables, not for '{file_format.value}'"
            place, advice = config.source.child(needs_delta), "remove it, or write file_format: delta"
            yield Diagnostic.at(codes.TABLE_CONTRADICTION, place, summary, help=advice, key=True)
    if text(config, "table_format") == "iceberg":
        summary = f"table_format iceberg is written as Delta, not as '{file_format.value}'"
        yield Diagnostic.at(codes.TABLE_CONTRADICTION, file_format, summary, help="remove file_format")


def _comment(model: ResolvedModel, problems: Diagnostics) -> str | None:
    wanted = model.config.at("persist_docs", "relation")
    if wanted is None or wanted.value is not True or model.description is None:
        return None
    return _description(model.description, problems)


def _column_comments(model: ResolvedModel, problems: Diagnostics) -> Mapping[str, str]:
    wanted = model.config.at("persist_docs", "columns")
    if wanted is None or wanted.value is not True:
        return {}
    comments = {
        name: _description(description, problems) for name, description in model.column_descriptions.items()
    }
    return {name: comment for name, comment in comments.items() if comment is not None}


def _description(written: Sourced, problems: Diagnostics) -> str | None:
    description = str(written.value).removesuffix("\n")  # as Jinja leaves it, which dbt applies to it
    if not is_template(description):
        return description or None
    advice = "write it as plain text, or generate from dbt's manifest (--manifest)"
    summary = "only dbt can render this description, which the notebook shall write"
    problems.add(Diagnostic.at(codes.ONLY_DBT_RENDERS, written, summary, help=advice))
    return None
