"""The Command Execution API, 1.2.

https://docs.databricks.com/api/workspace/commandexecution
"""

from __future__ import annotations

from brickform.testing.local_workspace.commands.model import Command, Context
from brickform.testing.local_workspace.errors import ApiError
from brickform.testing.local_workspace.routing import Call, route
from brickform.testing.local_workspace.state import Cluster, Json, State

_LANGUAGES = ("python", "r", "scala", "sql")


class CommandError(ApiError):
    """An error in the form of API 1.2, which has one field."""

    @property
    def body(self) -> dict[str, str]:
        return {"error": f"{self.error_code}: {self.message}"}


def create_context(state: State, call: Call) -> Json:
    cluster = _running_cluster(state, call)
    language = call.text("language")
    if language not in _LANGUAGES:
        raise CommandError(400, "BadRequest", f"Language '{language}' is not one of {', '.join(_LANGUAGES)}")
    context = Context(state.new_command_id(), cluster.cluster_id, language)
    state.contexts[context.context_id] = context
    return {"id": context.context_id}


def context_status(state: State, call: Call) -> Json:
    """Return the status: Pending when it is asked for the first time, then Running."""
    context = _context(state, call)
    if context.polled and context.status == "Pending":
        context.status = "Running"
    context.polled = True
    return {"id": context.context_id, "status": context.status}


def destroy_context(state: State, call: Call) -> Json:
    context = _context(state, call)
    del state.contexts[context.context_id]
    return {"id": context.context_id}


def execute(state: State, call: Call) -> Json:
    context = _context(state, call)
    _running_cluster(state, call)
    if context.status != "Running":
        raise CommandError(400, "ContextNotReadyException", f"Context {context.context_id} is not running")
    if call.text("language") not in _LANGUAGES:
        raise CommandError(400, "BadRequest", f"Language '{call.text('language')}' is not known")
    text = call.text("command")
    script = call.controls.command_scripts.next_for(text)
    states = list(script.states) or ["Running"]
    command = Command(state.new_command_id(), text, script, states[0], states)
    context.commands[command.command_id] = command
    return {"id": command.command_id}


def command_status(state: State, call: Call) -> Json:
    """Return the status; asking for it is what moves a command on."""
    command = _command(state, call)
    command.advance()
    return {"id": command.command_id, "status": command.status, "results": command.results}


def cancel(state: State, call: Call) -> Json:
    command = _command(state, call)
    if not command.finished:
        command.status = "Cancelling"
    return {"id": command.command_id}


def _running_cluster(state: State, call: Call) -> Cluster:
    cluster_id = call.text("clusterId")
    cluster = state.clusters.get(cluster_id)
    if cluster is None:
        raise CommandError(404, "ClusterNotFoundException", f"Cluster not found: {cluster_id}")
    if cluster.state != "RUNNING":
        raise CommandError(500, "ClusterNotReadyException", f"Cluster {cluster_id} is {cluster.state}")
    return cluster


def _context(state: State, call: Call) -> Context:
    context = state.contexts.get(call.text("contextId"))
    if context is None or context.cluster_id != call.text("clusterId"):
        raise CommandError(404, "ContextNotFound", f"Context {call.text('contextId')} not found")
    return context


def _command(state: State, call: Call) -> Command:
    command = _context(state, call).commands.get(call.text("commandId"))
    if command is None:
        raise CommandError(404, "CommandNotFound", f"Command {call.text('commandId')} not found")
    return command


ROUTES = (
    route("POST", "/api/1.2/contexts/create", create_context),
    route("GET", "/api/1.2/contexts/status", context_status),
    route("POST", "/api/1.2/contexts/destroy", destroy_context),
    route("POST", "/api/1.2/commands/execute", execute),
    route("GET", "/api/1.2/commands/status", command_status),
    route("POST", "/api/1.2/commands/cancel", cancel),
)
