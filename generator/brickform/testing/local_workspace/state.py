"""What the workspace holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from brickform.testing.local_workspace.commands.model import Context
from brickform.testing.local_workspace.runs.model import Json as Json  # every API module takes it from here
from brickform.testing.local_workspace.runs.model import Run

USER_NAME = "someone@example.com"
HOME = f"/Users/{USER_NAME}"
PROTECTED = ("/", "/Repos", "/Shared", "/Users", HOME)

_FIRST_JOB_ID = 412_076_533_918_204
_FIRST_LONG_JOB_ID = 2**53
_FIRST_RUN_ID = 685_117_204_390_652
_FIRST_LONG_RUN_ID = 2**55
_FIRST_OBJECT_ID = 3_700_000_000_000_001


@dataclass
class Job:
    """A job, with its settings as they were sent."""

    job_id: int
    creator: str
    created_time: int
    settings: Json


@dataclass
class Cluster:
    """An all-purpose cluster, with its attributes as they were sent.

    ``start_states`` are those that it passes when it is started, one for each time that it is asked for;
    a test changes them for a start that takes longer, or that ends with TERMINATED.
    """

    cluster_id: str
    creator: str
    start_time: int
    attributes: Json
    state: str = "RUNNING"
    pinned: bool = False
    libraries: list[Json] = field(default_factory=list)
    start_states: list[str] = field(default_factory=lambda: ["PENDING", "RUNNING"])
    to_pass: list[str] = field(default_factory=list)


@dataclass
class WorkspaceObject:
    """A folder, a notebook or a file; a notebook's source is kept without its header line."""

    object_id: int
    path: str
    object_type: str
    created_at: int
    modified_at: int
    language: str | None = None
    notebook_format: str | None = None
    content: bytes = b""


@dataclass(frozen=True)
class Grant:
    """A principal's level on one object; ``kind`` is user_name, group_name or service_principal_name."""

    kind: str
    name: str
    level: str


@dataclass
class State:
    """Everything that a restart has to keep.

    ``grants`` are by object, such as ``/jobs/12``; ``run_tokens`` are idempotency tokens, with their runs;
    ``functions`` and ``connections`` are those of Unity Catalog, ``statements`` how each ended,
    ``groups`` the names of their members.
    """

    jobs: dict[int, Job] = field(default_factory=dict)
    clusters: dict[str, Cluster] = field(default_factory=dict)
    objects: dict[str, WorkspaceObject] = field(default_factory=dict)
    grants: dict[str, list[Grant]] = field(default_factory=dict)
    runs: dict[int, Run] = field(default_factory=dict)
    run_tokens: dict[str, int] = field(default_factory=dict)
    contexts: dict[str, Context] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    functions: dict[str, Json] = field(default_factory=dict)
    connections: dict[str, Json] = field(default_factory=dict)
    statements: dict[str, Json] = field(default_factory=dict)
    jobs_made: int = 0
    runs_made: int = 0
    commands_made: int = 0
    clusters_made: int = 0
    objects_made: int = 0

    def new_job_id(self) -> int:
        """Return the next id; every other one is too long for a double, as in real workspaces."""
        first = _FIRST_LONG_JOB_ID if self.jobs_made % 2 else _FIRST_JOB_ID
        job_id = first + self.jobs_made
        self.jobs_made += 1
        return job_id

    def new_run_id(self) -> int:
        """Return the next id of a run, of a task's run or of a repair."""
        first = _FIRST_LONG_RUN_ID if self.runs_made % 2 else _FIRST_RUN_ID
        run_id = first + self.runs_made
        self.runs_made += 1
        return run_id

    def new_cluster_id(self) -> str:
        self.clusters_made += 1
        return f"0101-{self.clusters_made:06d}-local{self.clusters_made:03d}"

    def new_command_id(self) -> str:
        """Return the next id of a context or of a command."""
        self.commands_made += 1
        return f"{self.commands_made:032x}"

    def new_object_id(self) -> int:
        object_id = _FIRST_OBJECT_ID + self.objects_made
        self.objects_made += 1
        return object_id

    def object_by_id(self, object_id: str) -> WorkspaceObject | None:
        return next((found for found in self.objects.values() if str(found.object_id) == object_id), None)

    def below(self, path: str) -> Iterator[WorkspaceObject]:
        prefix = path.rstrip("/") + "/"
        return (
            found for found in self.objects.values() if found.path.startswith(prefix) and found.path != path
        )


def grants_key(found: WorkspaceObject) -> str:
    collection = {"DIRECTORY": "directories", "NOTEBOOK": "notebooks", "FILE": "files"}[found.object_type]
    return f"/{collection}/{found.object_id}"


def new_state() -> State:
    """Return an empty workspace: the folders that every workspace has, and nothing else."""
    state = State()
    for path in PROTECTED:
        state.objects[path] = WorkspaceObject(state.new_object_id(), path, "DIRECTORY", 0, 0)
    state.grants[grants_key(state.objects["/Shared"])] = [Grant("group_name", "users", "CAN_MANAGE")]
    state.grants[grants_key(state.objects[HOME])] = [Grant("user_name", USER_NAME, "CAN_MANAGE")]
    return state
