"""What an agent does with the tools of this project: look, ask, start one run, and follow it to its end."""

import asyncio
import os
import sys
from pathlib import Path

from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

SERVER = StdioServerParameters(
    command=sys.executable,
    args=["-m", "brickform", "mcp", "--project", str(Path(__file__).parent)],
    env=dict(os.environ),
)
PARAMETERS = {"start_date": "2024-01-01", "full_refresh": False}


async def call(client, tool, **arguments):
    answer = (await client.call_tool(tool, arguments)).structured_content
    if not answer["success"]:
        raise SystemExit(answer["message"])
    return answer


async def main():
    async with Client(stdio_client(SERVER)) as client:
        for tool in (await client.list_tools()).tools:
            print(f"{tool.name}: {'reads' if tool.annotations.read_only_hint else 'ask first'}")

        preview = await call(client, "run_orders", parameters=PARAMETERS, dry_run=True)
        print("would send", preview["requests"][-1]["body"]["job_parameters"])

        run = await call(client, "run_orders", parameters=PARAMETERS)
        print("watch it at", run["run_page_url"])
        while run["outcome"] is None:
            run = await call(client, "get_run", run_id=run["run_id"], wait_seconds=30)
        print("it", run["outcome"])


asyncio.run(main())
