"""The tools of an agent, spoken as the Model Context Protocol; the only module that knows its SDK.

https://modelcontextprotocol.io
"""

from __future__ import annotations

import hmac
import json
import signal
import socket
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import anyio
import mcp_types as types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

from brickform.functions.agents.tool_schemas import ANSWER
from brickform.functions.agents.tools import INSTRUCTIONS, AgentTool, AgentTools

if TYPE_CHECKING:
    from mcp.server.context import ServerRequestContext
    from starlette.types import ASGIApp, Receive, Scope, Send

Say = Callable[[str], None]
_LOOPBACK_HOSTS = ("127.0.0.1:*", "localhost:*", "[::1]:*")


def make_server(tools: AgentTools) -> Server[Any]:
    """Return a server of these tools, for any transport."""

    async def list_tools(
        _context: ServerRequestContext[Any], _given: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_described(tool) for tool in tools.tools.values()])

    async def call_tool(
        _context: ServerRequestContext[Any], given: types.CallToolRequestParams
    ) -> types.CallToolResult:
        leaves = tools.only_reads(given.name)  # a start is seen to its end, whoever has gone
        answer = await anyio.to_thread.run_sync(
            tools.call, given.name, given.arguments or {}, abandon_on_cancel=leaves
        )
        text = types.TextContent(type="text", text=json.dumps(answer))
        return types.CallToolResult(content=[text], structured_content=answer, is_error=not answer["success"])

    return Server(
        "brickform",
        title="Databricks jobs",
        version=version("brickform"),
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _described(tool: AgentTool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.input_schema,
        output_schema=ANSWER,
        annotations=types.ToolAnnotations(
            title=tool.title,
            read_only_hint=tool.is_read_only,
            destructive_hint=not tool.is_read_only,
            idempotent_hint=tool.is_idempotent,
            open_world_hint=False,
        ),
    )


def serve_stdio(tools: AgentTools) -> None:
    """Serve the process that started this one, until it closes the standard input; Ctrl-C ends it at once."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # asyncio would wait for the thread that waits for input
    server = make_server(tools)

    async def serve() -> None:
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())

    anyio.run(serve)


def serve_http(
    tools: AgentTools, host: str, port: int, public_hosts: Sequence[str], token: str | None, say: Say
) -> None:
    """Serve streamable HTTP until the process is told to end; ``say`` gets the URL, port 0 is a free one.

    Raises OSError where the address cannot be used.
    """
    import uvicorn

    names = [*_LOOPBACK_HOSTS, *public_hosts, *(f"{name}:*" for name in public_hosts)]
    app = http_app(tools, names, token)
    listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    with listener:
        shown = f"[{host}]" if ":" in host else host
        say(f"listening at http://{shown}:{listener.getsockname()[1]}/mcp")
        config = uvicorn.Config(app, log_level="warning", access_log=False)
        uvicorn.Server(config).run(sockets=[listener])


def http_app(tools: AgentTools, hosts: list[str], token: str | None) -> ASGIApp:
    """Return a web application at ``/mcp``; ``hosts`` are the values of Host that it answers to.

    A page in a browser cannot use it: it answers to no Origin but its own hosts', and to no name that
    somebody else's DNS gives this machine. With a token, every request has to bear it.
    """
    from mcp.server.transport_security import TransportSecuritySettings

    security = TransportSecuritySettings(
        allowed_hosts=hosts,
        allowed_origins=[f"{scheme}://{host}" for host in hosts for scheme in ("http", "https")],
    )
    app = make_server(tools).streamable_http_app(
        json_response=True, stateless_http=True, transport_security=security
    )
    return app if token is None else _BearerToken(app, token)


class _BearerToken:
    """Answers 401 to every request without the token."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._wanted = f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        from starlette.responses import PlainTextResponse

        given = dict(scope.get("headers") or []).get(b"authorization", b"")
        if scope["type"] == "http" and not hmac.compare_digest(given, self._wanted):
            refused = PlainTextResponse(
                "a bearer token is needed", 401, headers={"WWW-Authenticate": "Bearer"}
            )
            await refused(scope, receive, send)
        else:
            await self._app(scope, receive, send)
