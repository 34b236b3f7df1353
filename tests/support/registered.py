"""A workspace with two jobs that are to be functions."""

from __future__ import annotations

from brickform.testing import LocalWorkspace
from support.jobs import create_job

APPLICATION_ID = "2b9b1d5c-5a0e-4d8e-9d39-0f6d6c7f1f2a"
WAREHOUSE_ID = "4f8a1c2d3e5b6079"
PLACE = ("--catalog", "main", "--schema", "ops")
MAKES_CONNECTION = ("--client-id", APPLICATION_ID, "--client-secret", "agents/jobs")


def create_listed_jobs(workspace: LocalWorkspace, level: str = "CAN_MANAGE_RUN") -> dict[str, int]:
    """Create two jobs on which the service principal of the connection has a level."""
    rights = [{"service_principal_name": APPLICATION_ID, "permission_level": level}]
    parameters = [
        {"name": "start_date", "default": "yesterday"},
        {"name": "full_refresh", "default": "false"},
    ]
    return {
        "orders_daily": create_job(
            workspace,
            name="orders_daily",
            description="Builds the orders.",
            parameters=parameters,
            access_control_list=rights,
        ),
        "nightly": create_job(workspace, name="nightly", access_control_list=rights),
    }
