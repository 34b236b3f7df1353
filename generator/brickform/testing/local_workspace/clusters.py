"""The Clusters API, 2.0 and 2.1: all-purpose clusters.

A started one is PENDING until it has been asked for; any other change is done at once.

https://docs.databricks.com/api/workspace/clusters
"""

from __future__ import annotations

from copy import deepcopy

from brickform.testing.local_workspace.errors import ApiError, invalid_parameter, invalid_state
from brickform.testing.local_workspace.routing import Call, route
from brickform.testing.local_workspace.state import USER_NAME, Cluster, Grant, Json, State

_SIZES = ("num_workers", "autoscale")


def create(state: State, call: Call) -> Json:
    attributes = _attributes(call)
    attributes.setdefault("cluster_name", "")
    cluster = Cluster(state.new_cluster_id(), USER_NAME, call.now, attributes)
    state.clusters[cluster.cluster_id] = cluster
    state.grants[f"/clusters/{cluster.cluster_id}"] = [Grant("user_name", USER_NAME, "CAN_MANAGE")]
    return {"cluster_id": cluster.cluster_id}


def get(state: State, call: Call) -> Json:
    cluster = find_cluster(state, call)
    if cluster.to_pass:
        cluster.state = cluster.to_pass.pop(0)
    return _described(cluster)


def list_clusters(state: State, call: Call) -> Json:
    pinned_only = call.flag("filter_by.is_pinned")
    found = [cluster for cluster in state.clusters.values() if cluster.pinned or not pinned_only]
    return {"clusters": [_described(cluster) for cluster in found]} if found else {}


def edit(state: State, call: Call) -> Json:
    cluster = find_cluster(state, call)
    if cluster.state not in ("RUNNING", "TERMINATED"):
        raise _unexpected_state(cluster)
    cluster.attributes = _attributes(call)
    return {}


def resize(state: State, call: Call) -> Json:
    cluster = find_cluster(state, call)
    if cluster.state != "RUNNING":
        raise _unexpected_state(cluster)
    size = {name: call.value(name) for name in _SIZES if call.value(name) is not None}
    kept = {name: value for name, value in cluster.attributes.items() if name not in _SIZES}
    cluster.attributes = {**kept, **size}
    return {}


def start(state: State, call: Call) -> Json:
    cluster = find_cluster(state, call)
    if cluster.state != "TERMINATED":
        raise _unexpected_state(cluster)
    cluster.to_pass = list(cluster.start_states)
    cluster.state = cluster.to_pass[0]
    cluster.start_time = call.now
    return {}


def delete(state: State, call: Call) -> Json:
    cluster = find_cluster(state, call)
    cluster.state = "TERMINATED"
    cluster.to_pass.clear()
    _end_contexts(state, cluster)
    return {}


def permanent_delete(state: State, call: Call) -> Json:
    cluster = find_cluster(state, call)
    del state.clusters[cluster.cluster_id]
    _end_contexts(state, cluster)
    state.grants.pop(f"/clusters/{cluster.cluster_id}", None)
    return {}


def pin(state: State, call: Call) -> Json:
    find_cluster(state, call).pinned = True
    return {}


def unpin(state: State, call: Call) -> Json:
    find_cluster(state, call).pinned = False
    return {}


def events(state: State, call: Call) -> Json:
    cluster = find_cluster(state, call)
    created = {"cluster_id": cluster.cluster_id, "timestamp": cluster.start_time, "type": "CREATING"}
    return {"events": [created], "total_count": 1}


def find_cluster(state: State, call: Call) -> Cluster:
    cluster_id = call.text("cluster_id")
    cluster = state.clusters.get(cluster_id)
    if cluster is None:
        raise unknown_cluster(cluster_id)
    return cluster


def _end_contexts(state: State, cluster: Cluster) -> None:
    kept = {key: one for key, one in state.contexts.items() if one.cluster_id != cluster.cluster_id}
    state.contexts = kept


def unknown_cluster(cluster_id: str) -> ApiError:
    return invalid_parameter(f"Cluster {cluster_id} does not exist")


def _attributes(call: Call) -> Json:
    call.text("spark_version")
    if not any(name in call.body for name in ("node_type_id", "instance_pool_id", "policy_id")):
        raise invalid_parameter("Missing required field: node_type_id")
    if len([name for name in _SIZES if name in call.body]) != 1:
        raise invalid_parameter("Exactly one of num_workers and autoscale must be given.")
    return {name: value for name, value in deepcopy(call.body).items() if name != "cluster_id"}


def _described(cluster: Cluster) -> Json:
    attributes = deepcopy(cluster.attributes)
    attributes.pop("apply_policy_default_values", None)
    attributes.setdefault("autotermination_minutes", 0)
    attributes.setdefault("enable_elastic_disk", False)
    if "node_type_id" in attributes:
        attributes.setdefault("driver_node_type_id", attributes["node_type_id"])
    return {
        **attributes,
        "cluster_id": cluster.cluster_id,
        "cluster_source": "API",
        "creator_user_name": cluster.creator,
        "default_tags": {"Vendor": "Databricks", "Creator": cluster.creator, "ClusterId": cluster.cluster_id},
        "start_time": cluster.start_time,
        "state": cluster.state,
        "state_message": "",
    }


def _unexpected_state(cluster: Cluster) -> Exception:
    name = cluster.state.capitalize()
    return invalid_state(f"Cluster {cluster.cluster_id} is in unexpected state {name}.")


_API = "/api/<any('2.0', '2.1'):version>/clusters"

ROUTES = (
    route("POST", f"{_API}/create", create),
    route("GET", f"{_API}/get", get),
    route("GET", f"{_API}/list", list_clusters),
    route("POST", f"{_API}/edit", edit),
    route("POST", f"{_API}/resize", resize),
    route("POST", f"{_API}/start", start),
    route("POST", f"{_API}/delete", delete),
    route("POST", f"{_API}/permanent-delete", permanent_delete),
    route("POST", f"{_API}/pin", pin),
    route("POST", f"{_API}/unpin", unpin),
    route("POST", f"{_API}/events", events),
)
