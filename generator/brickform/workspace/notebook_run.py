"""One run of one model as a notebook: uploaded, shared, and submitted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from brickform.compile.model import AccessControl, Permissions, Ref
from brickform.compile.one_time import Submission
from brickform.notebook.render import render_notebook
from brickform.resolve.project import ResolvedModel, ResolvedProject
from brickform.workspace import jobs_api, workspace_api
from brickform.workspace.api_request import ApiRequest, Json
from brickform.workspace.client import Workspace
from brickform.workspace.questions import DryRun, Me, Questions, resolved
from brickform.workspace.start import Start, check_token, new_token

_SHARED = "/Shared"
_FOLDER = "brickform_one_time"
"""Beside the folder of deployed notebooks, which Terraform and bundles own."""
_SUBMITTED_RUNS = "SUBMIT_RUN"


@dataclass(frozen=True, slots=True)
class NotebookRun:
    """What to submit. Raises UsageError for a key that the API refuses.

    The notebook's name ends in a hash of its text, so that two submissions of different code never meet.
    https://docs.databricks.com/api/workspace/jobs/submit
    """

    model: ResolvedModel
    project: ResolvedProject
    submission: Submission
    idempotency_key: str | None = None

    def __post_init__(self) -> None:
        if self.idempotency_key is not None:
            check_token(self.idempotency_key)

    def prepare(self, workspace: Workspace) -> Start:
        """Upload the notebook and return what starts the run; raises WorkspaceError."""
        start = self._prepare(Questions(workspace), new_token())
        return Start(workspace, start, self._look_back())

    def dry_run(self) -> list[ApiRequest]:
        """Return the requests in the order of sending."""
        dry = DryRun()
        start = self._prepare(dry, "<token>")
        return [*dry.requests, *filter(None, [self._look_back()]), start]

    def _look_back(self) -> ApiRequest | None:
        if self.idempotency_key is None:
            return None
        return jobs_api.list_runs(run_type=_SUBMITTED_RUNS, limit=1)

    def _prepare(self, ask: Questions, new: str) -> ApiRequest:
        token = self.idempotency_key or new
        known: dict[Ref, str] = {
            Ref("cluster", key, "id"): ask.cluster_id(self._cluster_name(key)) for key in self._clusters()
        }
        me = ask.me() if self._asks_who else None
        path = self._upload(ask, me)
        known[Ref("notebook", self.submission.notebook.key, "path")] = path
        relation = self.model.relation
        body: Json = {
            "run_name": f"{relation.catalog}-{relation.schema}-{relation.identifier}-{token}",
            **resolved(self.submission.settings.value, known),
        }
        granted = list(_entries(self._granted("job")))
        if granted and me is not None:
            owned = any(entry["permission_level"] == "IS_OWNER" for entry in granted)
            body["access_control_list"] = granted if owned else [me.owner, *granted]
        return jobs_api.submit({**body, "idempotency_token": token})

    def _upload(self, ask: Questions, me: Me | None) -> str:
        content = render_notebook(self.submission.notebook.body)
        root = self._root or (me.home if me is not None else "")
        below = self.submission.notebook.path.removeprefix("brickform/")
        path = f"{root}/{_FOLDER}/{below}-{sha256(content.encode()).hexdigest()[:8]}"
        ask.send(workspace_api.make_folders(path.rpartition("/")[0]))
        ask.send(workspace_api.import_notebook(path, content))
        granted = list(_entries(self._granted("notebook")))
        if granted:
            ask.send(workspace_api.set_notebook_permissions(ask.object_id(path), granted))
        return path

    @property
    def _root(self) -> str | None:
        return self.project.notebook_root or (_SHARED if self.submission.notebook.shared else None)

    @property
    def _asks_who(self) -> bool:
        return self._root is None or any(True for _ in self._granted("job"))

    def _granted(self, kind: str) -> Iterator[AccessControl]:
        lists: Iterable[Permissions] = self.submission.permissions
        return (entry for granted in lists if granted.of.kind == kind for entry in granted.entries)

    def _clusters(self) -> list[str]:
        tasks = self.submission.settings.value["tasks"]
        ids = (task.get("existing_cluster_id") for task in tasks)
        return [found.key for found in ids if isinstance(found, Ref)]

    def _cluster_name(self, key: str) -> str:
        return shared_cluster_name(self.project, key)


def shared_cluster_name(project: ResolvedProject, key: str) -> str:
    """Return the name of a cluster of the project, which is its key unless it is written."""
    written = project.clusters.at(key, "cluster_name") if project.clusters is not None else None
    return key if written is None else str(written.value)


def _entries(granted: Iterable[AccessControl]) -> Iterator[dict[str, Any]]:
    return ({entry.kind: entry.principal, "permission_level": entry.level} for entry in granted)
