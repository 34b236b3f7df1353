"""The resources that a project becomes."""

from __future__ import annotations

from typing import Literal, NamedTuple

from brickform.location import SourceMap
from brickform.notebook.source import NotebookSource
from brickform.sourced import Sourced

PrincipalKind = Literal["user_name", "group_name", "service_principal_name"]


class Ref(NamedTuple):
    """An attribute of another resource, known only once that resource exists."""

    kind: Literal["job", "notebook", "cluster", "directory"]
    """A directory is one of notebooks, which some outputs make."""
    key: str
    attribute: Literal["id", "path"]


class Job(NamedTuple):
    """A deployed job; ``settings`` has the shape of the Jobs API 2.2 ``jobs/create`` body.

    Values inside ``settings`` may be a ``Ref``. https://docs.databricks.com/api/workspace/jobs/create
    """

    key: str
    settings: Sourced
    models: tuple[str, ...]
    """Unique ids of the models that it runs, one or more."""
    existing_job_id: Sourced | None = None
    """The id (digits, as text) of the job to adopt."""
    previous_keys: tuple[Sourced, ...] = ()
    """Resource keys that it had before, none twice."""
    folder: str = ""
    """A file name for all jobs whose models lie in one folder."""
    grouped: bool = False
    """One of ``jobs:`` in brickform.yml; else it is its one model's own."""

    def is_called(self, word: str) -> bool:
        """Whether a word is its key, or the name or unique id of one of its models."""
        return word in (self.key, *self.models, *(model.rsplit(".", 1)[-1] for model in self.models))


class Notebook(NamedTuple):
    """A Databricks source notebook."""

    key: str
    path: str
    """Below the notebook root, no leading slash and no extension:
    ``brickform/{project}/{target}/{catalog}/{schema}/{alias}``."""
    body: NotebookSource
    """What it holds; an emitter writes it down."""
    models: tuple[str, ...]
    source: SourceMap
    shared: bool = False
    """In the shared folder instead of the deployer's home (``user_folder_for_python: false``)."""
    previous_keys: tuple[Sourced, ...] = ()
    """Resource keys that it had before, none twice."""


class ReleasedJob(NamedTuple):
    """A job to let go: it stays in the workspace, and so do its notebooks and all permissions."""

    key: str
    folder: str
    models: tuple[str, ...]
    source: SourceMap
    """Where ``release: true`` is written."""
    notebooks: tuple[Notebook, ...]
    previous_keys: tuple[Sourced, ...] = ()
    grouped: bool = False
    """As of a ``Job``."""


class AccessControl(NamedTuple):
    """One principal and its level."""

    kind: PrincipalKind
    principal: str
    level: str
    source: SourceMap


class Permissions(NamedTuple):
    """The whole access control list of one object, one entry a principal, sorted."""

    key: str
    """That of the object it belongs to."""
    of: Ref
    entries: tuple[AccessControl, ...]
    models: tuple[str, ...]
    """Empty for a shared cluster."""


class Cluster(NamedTuple):
    """A shared all-purpose cluster; ``settings`` has the shape of ``clusters/create``."""

    key: str
    settings: Sourced
    models: tuple[str, ...]
    """Unique ids of the models that run on it, none or more."""
