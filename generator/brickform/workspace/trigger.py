"""Starts a run of a job that exists."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from brickform.errors import UsageError
from brickform.workspace import jobs_api
from brickform.workspace.api_request import ApiRequest, Json
from brickform.workspace.client import Workspace
from brickform.workspace.job_names import job_id_of
from brickform.workspace.parameters import Parameters
from brickform.workspace.start import Start, check_token, new_token


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRequest:
    """Everything about a run but the job and the token."""

    parameters: Parameters = field(default_factory=Parameters)
    only: tuple[str, ...] = ()
    """Task keys; ``+key`` with what is upstream of it, ``key+`` with what is downstream."""
    queue: bool | None = None
    """None leaves it to the job."""
    performance_target: str | None = None
    """``PERFORMANCE_OPTIMIZED`` or ``STANDARD``, for serverless compute."""

    def body(self) -> Json:
        body = self.parameters.body()
        if self.only:
            body["only"] = list(self.only)
        if self.queue is not None:
            body["queue"] = {"enabled": self.queue}
        if self.performance_target is not None:
            body["performance_target"] = self.performance_target
        return body

    def check(self) -> None:
        """Raise UsageError with everything that the API would refuse."""
        problems = list(self.parameters.problems())
        if problems:
            raise UsageError("; ".join(problems))


@dataclass(frozen=True, slots=True)
class Trigger:
    """One call of run-now: which job, what it is given, and the caller's own token, if there is one.

    ``job`` is an id, or an exact name that only the workspace can tell the id of. Raises UsageError for what
    the API would refuse.
    """

    job: int | str
    request: RunRequest
    idempotency_key: str | None = None
    advice: str = ""
    """What may have been meant by a name that no job has."""

    def __post_init__(self) -> None:
        if self.idempotency_key is not None:
            check_token(self.idempotency_key)
        self.request.check()

    def prepare(self, workspace: Workspace) -> Start:
        """Return what starts the run, having asked what only the workspace knows; raises WorkspaceError."""
        job_id = job_id_of(workspace, self.job, self.advice)
        body = self.request.body()
        if self._asks_about_parameters and _declares_parameters(workspace, job_id):
            body = replace(self.request, parameters=self.request.parameters.as_job_parameters()).body()
        return Start(workspace, self._run_now(job_id, body, new_token()), self._look_back(job_id))

    def dry_run(self) -> list[ApiRequest]:
        """Return the requests in the order of sending, as if the job declared no parameters."""
        job_id = self.job if isinstance(self.job, int) else f"<id of {self.job}>"
        look_up = None if isinstance(self.job, int) else jobs_api.list_jobs(self.job)
        about = jobs_api.get_job(job_id) if self._asks_about_parameters else None
        start = self._run_now(job_id, self.request.body(), "<token>")
        return [request for request in (look_up, about, self._look_back(job_id), start) if request]

    @property
    def _asks_about_parameters(self) -> bool:
        return bool(self.request.parameters.notebook_params)

    def _look_back(self, job_id: int | str) -> ApiRequest | None:
        """Return the request for the newest run, which tells whether a caller's token was used before."""
        return None if self.idempotency_key is None else jobs_api.list_runs(job_id=job_id, limit=1)

    def _run_now(self, job_id: int | str, body: Json, token: str) -> ApiRequest:
        return jobs_api.run_now(
            {"job_id": job_id, **body, "idempotency_token": self.idempotency_key or token}
        )


def _declares_parameters(workspace: Workspace, job_id: int) -> bool:
    settings = workspace.send(jobs_api.get_job(job_id)).get("settings") or {}
    return bool(settings.get("parameters"))
