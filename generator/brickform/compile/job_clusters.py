"""The job clusters that the models of one job share."""

from __future__ import annotations

from brickform.compile.compute import SERVERLESS, Compute
from brickform.compile.groups import ModelGroup
from brickform.compile.names import resource_key
from brickform.resolve.project import GroupedJob, ResolvedModel, ResolvedProject
from brickform.sourced import Sourced

_GIVEN_BY = "job_cluster_config"
_WANTS_SERVERLESS = ("environment_key", "environment_dependencies")


class SharedClusters:
    """Equal ``job_cluster_config`` are one cluster; the job's own is for models that name no compute."""

    def __init__(self, group: ModelGroup, project: ResolvedProject) -> None:
        self._project = project
        self._clusters: dict[str, Sourced] = {}
        own = group.config.get(_GIVEN_BY)
        self._own = group.key if own is not None and own.value else None
        if self._own is not None and own is not None:
            self._clusters[self._own] = own

    @property
    def of_the_job(self) -> Compute:
        """Return the cluster that the job gives to whoever has none."""
        return SERVERLESS if self._own is None else self._named(self._own)

    def share(self, model: ResolvedModel, compute: Compute) -> Compute:
        """Return the compute of a model's task in this job."""
        if compute.is_serverless:
            return SERVERLESS if _wants_serverless(model.config) else self.of_the_job
        if compute.given_by != _GIVEN_BY or compute.value is None:
            return compute
        equal = (key for key, cluster in self._clusters.items() if cluster.value == compute.value.value)
        key = next(equal, None)
        if key is None:
            key = resource_key(model, self._project.name)
            key += "_cluster" if key in self._clusters else ""  # a model may be called as its job is
            self._clusters[key] = compute.value
        return self._named(key)

    def definitions(self, written: Sourced | None) -> list[Sourced]:
        """Return the job's ``job_clusters``: those written, then those that were shared."""
        listed = list(written.elements()) if written is not None else []
        return [*listed, *(_definition(key, cluster) for key, cluster in self._clusters.items())]

    def _named(self, key: str) -> Compute:
        return Compute("job_cluster_key", self._clusters[key].derive(key), _GIVEN_BY)


def _definition(key: str, cluster: Sourced) -> Sourced:
    return Sourced.mapping({"job_cluster_key": cluster.derive(key), "new_cluster": cluster}, cluster.source)


def _wants_serverless(config: Sourced) -> bool:
    job_config = config.get("python_job_config")
    written = [config, job_config] if job_config is not None else [config]
    return any(place.get(key) is not None for place in written for key in _WANTS_SERVERLESS)


def compute_alone(model: ResolvedModel, job: GroupedJob | None, compute: Compute) -> Compute:
    """Return what one run of a model alone runs on: the cluster of its job, where it names no compute."""
    cluster = job.config.get(_GIVEN_BY) if job is not None else None
    if not compute.is_serverless or cluster is None or not cluster.value or _wants_serverless(model.config):
        return compute
    return Compute("new_cluster", cluster, _GIVEN_BY)
