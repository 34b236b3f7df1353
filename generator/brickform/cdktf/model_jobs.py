"""``ModelJobs``: the jobs of a project as constructs in somebody else's stack."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from brickform.cdktf.bindings import bindings_of
from brickform.cdktf.node import Construct
from brickform.cdktf.problems import config_error, warn_of
from brickform.cdktf.resources import Resources
from brickform.errors import UsageError
from brickform.pipeline import LoadOptions, build_graph, load
from brickform.suggestions import did_you_mean, listed


class ModelJobs(Construct):
    """The jobs, notebooks, permissions and clusters of a project for one target."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        project: str | os.PathLike[str],
        target: str | None = None,
        select: Sequence[str] = (),
    ) -> None:
        bindings = bindings_of(scope)
        super().__init__(scope, id_)
        root = Path(project)
        compiled = build_graph(load(LoadOptions(root, target=target, select=tuple(select))))
        if compiled.graph is None:
            raise config_error(compiled.diagnostics, root)
        self._resources = Resources(self, bindings, root)
        found = compiled.policy.apply(self._resources.add_all(compiled.graph))
        if found.has_errors:
            raise config_error(found, root)
        warn_of(compiled.diagnostics, root)
        warn_of(found, root)

    def job(self, key: str) -> Any:
        """Return the job with this resource key."""
        return self._construct("job", key)

    def notebook(self, key: str) -> Any:
        """Return the notebook of the model with this resource key."""
        return self._construct("notebook", key)

    def cluster(self, key: str) -> Any:
        """Return the shared cluster with this resource key."""
        return self._construct("cluster", key)

    def _construct(self, kind: str, key: str) -> Any:
        found = self._resources.made.get((kind, key))
        if found is None:
            known = [other for of, other in self._resources.made if of == kind]
            advice = did_you_mean(key, known, otherwise=f"there are: {listed(known)}")
            raise UsageError(f"the project has no {kind} '{key}'; {advice}")
        return found
