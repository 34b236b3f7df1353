"""``ModelJobs``: the jobs of a project as constructs in somebody else's stack."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from brickform.cdktf.bindings import bindings_of
from brickform.cdktf.node import Construct
from brickform.cdktf.problems import config_error, warn_of
from brickform.cdktf.resources import Resources
from brickform.errors import UsageError
from brickform.pipeline import LoadOptions, build_graph, load
from brickform.suggestions import did_you_mean, listed

if TYPE_CHECKING:
    from brickform.cdktf.types import Cluster, Job, Notebook, Permissions


class ModelJobs(Construct):
    """The jobs, notebooks, permissions and clusters of a project for one target.

    ``project`` is the folder of a dbt project or of a brickform.yml, ``select`` and ``vars`` are what the
    options of these names are on the command line; a variable may be an attribute of another construct.
    Raises ConfigError where the project has errors, and warns with ConfigWarning.
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        project: str | os.PathLike[str],
        target: str | None = None,
        select: str | Sequence[str] = (),
        vars: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        bindings = bindings_of(scope)
        super().__init__(scope, id_)
        selection = (select,) if isinstance(select, str) else tuple(select)
        options = LoadOptions(Path(project), target=target, select=selection, vars=vars)
        compiled = build_graph(load(options))
        if compiled.graph is None:
            raise config_error(compiled.diagnostics, options.root)
        self._resources = Resources(self, bindings, options)
        found = compiled.policy.apply(self._resources.add_all(compiled.graph))
        if found.has_errors:
            raise config_error(found, options.root)
        warn_of(compiled.diagnostics, options.root)
        warn_of(found, options.root)

    def job(self, key: str) -> Job:
        """Return the job with this resource key."""
        return self._construct("job", key)

    def notebook(self, key: str) -> Notebook:
        """Return the notebook of the model with this resource key."""
        return self._construct("notebook", key)

    def cluster(self, key: str) -> Cluster:
        """Return the shared cluster with this resource key."""
        return self._construct("cluster", key)

    def permissions(self, kind: Literal["job", "notebook", "cluster"], key: str) -> Permissions:
        """Return the access list of the job, notebook or cluster with this resource key."""
        return self._construct("permissions", f"{kind}_{key}")

    def _construct(self, kind: str, key: str) -> Any:
        found = self._resources.made.get((kind, key))
        if found is None:
            known = [other for of, other in self._resources.made if of == kind]
            advice = did_you_mean(key, known, otherwise=f"there are: {listed(known)}" if known else "")
            raise UsageError(f"the project has no {kind} '{key}'" + (f"; {advice}" if advice else ""))
        return found
