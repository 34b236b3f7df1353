"""Whether a cluster has what it takes to be made, and to run Spark."""

from __future__ import annotations

from collections.abc import Iterator

from brickform import codes
from brickform.diagnostics import Diagnostic
from brickform.sourced import Sourced

_SINGLE_NODE = {
    "spark_conf": {"spark.databricks.cluster.profile": "singleNode", "spark.master": "local[*]"},
    "custom_tags": {"ResourceClass": "SingleNode"},
}
"""What makes a cluster without workers run Spark: https://docs.databricks.com/clusters/single-node.html"""


def incomplete_cluster(cluster: Sourced) -> Iterator[Diagnostic]:
    # https://registry.terraform.io/providers/databricks/databricks/latest/docs/resources/cluster: required
    # arguments; "Missing required field: …new_cluster.size": https://github.com/databrickslabs/dbx/issues/830
    if _has(cluster, "policy_id", "kind"):  # both may fill in what is not written
        return
    if not _has(cluster, "spark_version"):
        yield _incomplete(cluster, "spark_version", "write it as in spark_version: 16.4.x-scala2.12")
    if not _has(cluster, "node_type_id", "instance_pool_id"):
        yield _incomplete(cluster, "node type", "write node_type_id, instance_pool_id or policy_id")
    if not _has(cluster, "num_workers", "autoscale") and not _is_single_node(cluster):
        yield _incomplete(
            cluster, "workers", "write num_workers, or autoscale with min_workers and max_workers"
        )


def _has(cluster: Sourced, *any_of: str) -> bool:
    return any(cluster.value.get(key) is not None for key in any_of)


def _incomplete(cluster: Sourced, lacks: str, help: str) -> Diagnostic:
    return Diagnostic.at(codes.CLUSTER, cluster, f"the cluster has no {lacks}", help=help, key=True)


def reversed_workers(cluster: Sourced) -> Iterator[Diagnostic]:
    if not _has(cluster, "autoscale"):
        return
    least, most = cluster.at("autoscale", "min_workers"), cluster.at("autoscale", "max_workers")
    if least is not None and most is not None and least.value > most.value:
        yield Diagnostic.at(
            codes.CLUSTER,
            least,
            f"min_workers is {least.value}, which is more than max_workers, {most.value}",
            help=f"write min_workers: {most.value} and max_workers: {least.value}",
        )


def missing_workers(cluster: Sourced) -> Iterator[Diagnostic]:
    """Report a cluster of 0 workers that is no single node; `bundle validate --strict` refuses it."""
    if cluster.value.get("num_workers") != 0 or _has(cluster, "autoscale", "policy_id"):
        return
    if not _is_single_node(cluster):
        yield Diagnostic.at(
            codes.SINGLE_NODE_SETTINGS,
            cluster.get("num_workers") or cluster,
            "without workers, a cluster runs Spark only as a single node",
            help="\n  ".join(["give it a worker, or make it a single node:", *_lacking(cluster)]),
            key=True,
        )


def _is_single_node(cluster: Sourced) -> bool:
    return cluster.value.get("is_single_node") is True or not any(_lacking(cluster))


def _lacking(cluster: Sourced) -> Iterator[str]:
    """Yield the settings of a single node that a cluster has not, as they are to be written."""
    for section, expected in _SINGLE_NODE.items():
        written = cluster.value.get(section) or {}
        lacking = {key: value for key, value in expected.items() if not _fits(written.get(key), value)}
        if lacking:
            yield f"{section}: {{{', '.join(f'{key}: {_quoted(value)}' for key, value in lacking.items())}}}"


def _fits(written: object, expected: str) -> bool:
    """Compare a setting; ``spark.master`` may name its threads, as in ``local[4]``."""
    return str(written).startswith("local") if expected == "local[*]" else written == expected


def _quoted(value: str) -> str:
    return f'"{value}"' if "[" in value else value
