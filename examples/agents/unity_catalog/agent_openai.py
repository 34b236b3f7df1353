"""An agent's tools with OpenAI's API: pip install unitycatalog-openai[databricks]."""

from __future__ import annotations

import json
from typing import Any

from unitycatalog.ai.core.databricks import DatabricksFunctionClient
from unitycatalog.ai.openai.toolkit import UCFunctionToolkit

FUNCTIONS = ["trigger_databricks_flow", "list_jobs", "get_job_status"]


def job_tools(client: DatabricksFunctionClient, schema: str = "main.ops") -> list[Any]:
    """Return what goes into `tools` of a chat completion."""
    names = [f"{schema}.{function}" for function in FUNCTIONS]
    return list(UCFunctionToolkit(function_names=names, client=client).tools)


def carry_out(client: DatabricksFunctionClient, call: Any) -> dict[str, Any]:
    """Carry out one of `message.tool_calls`, and return the message that answers it."""
    name = call.function.name.replace("__", ".")
    result = client.execute_function(name, json.loads(call.function.arguments))
    return {"role": "tool", "tool_call_id": call.id, "content": result.value or result.error}
