"""The Libraries API: libraries of all-purpose clusters, installed at once where the cluster runs.

https://docs.databricks.com/api/workspace/libraries
"""

from __future__ import annotations

from brickform.testing.local_workspace.clusters import find_cluster
from brickform.testing.local_workspace.routing import Call, route
from brickform.testing.local_workspace.state import Cluster, Json, State


def install(state: State, call: Call) -> Json:
    cluster = find_cluster(state, call)
    cluster.libraries += [one for one in call.items("libraries") if one not in cluster.libraries]
    return {}


def uninstall(state: State, call: Call) -> Json:
    cluster = find_cluster(state, call)
    removed = call.items("libraries")
    cluster.libraries = [library for library in cluster.libraries if library not in removed]
    return {}


def cluster_status(state: State, call: Call) -> Json:
    return _status(find_cluster(state, call))


def all_cluster_statuses(state: State, call: Call) -> Json:  # noqa: ARG001
    return {"statuses": [_status(cluster) for cluster in state.clusters.values()]}


def _status(cluster: Cluster) -> Json:
    status = "INSTALLED" if cluster.state == "RUNNING" else "PENDING"
    statuses = [
        {"library": library, "status": status, "is_library_for_all_clusters": False}
        for library in cluster.libraries
    ]
    return {"cluster_id": cluster.cluster_id, "library_statuses": statuses}


_API = "/api/2.0/libraries"

ROUTES = (
    route("POST", f"{_API}/install", install),
    route("POST", f"{_API}/uninstall", uninstall),
    route("GET", f"{_API}/cluster-status", cluster_status),
    route("GET", f"{_API}/all-cluster-statuses", all_cluster_statuses),
)
