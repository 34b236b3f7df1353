"""An agent's tools with LangChain: pip install unitycatalog-langchain[databricks]."""

from __future__ import annotations

from typing import Any

from unitycatalog.ai.core.databricks import DatabricksFunctionClient
from unitycatalog.ai.langchain.toolkit import UCFunctionToolkit

FUNCTIONS = ["run_orders_daily", "list_jobs", "get_job_status", "get_run_output", "cancel_run"]


def job_tools(client: DatabricksFunctionClient, schema: str = "main.ops") -> list[Any]:
    """Return the tools for `create_agent(model, tools=…, system_prompt=…)` of langchain.agents."""
    names = [f"{schema}.{function}" for function in FUNCTIONS]
    return list(UCFunctionToolkit(function_names=names, client=client).tools)
