"""From a project to one run of one of its models."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from brickform.compile.command import compile_command, runs_as_command
from brickform.compile.names import models_named
from brickform.compile.one_time import compile_submission
from brickform.compile.options import CompileOptions
from brickform.diagnostics import Diagnostics, Severity
from brickform.errors import BrickformError, UsageError
from brickform.pipeline import LoadOptions, build_graph, load
from brickform.resolve.project import ResolvedModel, ResolvedProject
from brickform.suggestions import did_you_mean, listed
from brickform.workspace.client import Workspace
from brickform.workspace.command_run import ClusterCommands
from brickform.workspace.notebook_run import NotebookRun

if TYPE_CHECKING:
    from brickform.workspace.start import Started


class OneRun(NamedTuple):
    """How a model runs once, None where the project has errors; ``host`` is where its target is."""

    how: NotebookRun | ClusterCommands | None
    diagnostics: Diagnostics
    host: str | None = None


def prepare_submission(model: str, options: LoadOptions, idempotency_key: str | None = None) -> OneRun:
    """Read, validate and check a project, and compile one model for one run.

    ``model`` is its name, resource key or unique id. Raises UsageError where no model, or more than one, has
    that name. What is not sent is an info among the diagnostics, of which those of other models are left out.
    """
    loaded = load(options)
    compiled = build_graph(loaded, CompileOptions(include_one_time=True))
    if compiled.graph is None or loaded.project is None:
        return OneRun(None, compiled.diagnostics)
    project = loaded.project
    found_model = _find_model(model, project)
    if runs_as_command(found_model):
        command, found = compile_command(found_model, project)
        how: NotebookRun | ClusterCommands = ClusterCommands(command, project)
    else:
        submission, found = compile_submission(found_model, project)
        how = NotebookRun(found_model, project, submission, idempotency_key)
    found = loaded.policy.apply(found)
    return OneRun(None if found.has_errors else how, found, project.target.host)


def submit(
    model: str,
    options: LoadOptions,
    *,
    idempotency_key: str | None = None,
    workspace: Workspace | None = None,
) -> Started:
    """Start one run of a model as a notebook and return at once; ``wait`` tells how it ends.

    Without ``workspace`` it is found by databricks-sdk, and has to be the one of the target. Raises
    BrickformError with the first error of the project, UsageError for a model that runs as a command (which
    ends with the call that started it), and WorkspaceError.
    """
    once = prepare_submission(model, options, idempotency_key)
    if once.how is None:
        first = next(found for found in once.diagnostics if found.severity is Severity.ERROR)
        raise BrickformError(f"{first.location}: {first.summary}" if first.location else first.summary)
    if isinstance(once.how, ClusterCommands):
        raise UsageError(
            f"'{model}' runs as a command; with 'create_notebook: true' it can be submitted here"
        )
    return once.how.prepare(workspace or Workspace(project_host=once.host)).carry_out()


def _find_model(word: str, project: ResolvedProject) -> ResolvedModel:
    found = models_named(word, project.models, project.name)
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"several models are named '{word}': {listed(model.unique_id for model in found)}")
    known = [model.name for model in project.models]
    advice = did_you_mean(word, known, otherwise=f"there are: {listed(known)}")
    raise UsageError(f"the project has no Python model '{word}'; {advice}")
