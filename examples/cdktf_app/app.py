"""Two environments, each a stack: a cluster policy, the jobs of the models under it, an alert on one of them."""

from __future__ import annotations

import json
from pathlib import Path

from cdktn import App, LocalBackend, TerraformOutput, TerraformStack
from cdktn_provider_databricks.alert_v2 import (
    AlertV2,
    AlertV2Evaluation,
    AlertV2EvaluationSource,
    AlertV2EvaluationThreshold,
    AlertV2EvaluationThresholdValue,
    AlertV2Schedule,
)
from cdktn_provider_databricks.cluster_policy import ClusterPolicy
from cdktn_provider_databricks.provider import DatabricksProvider
from constructs import Construct

from brickform.cdktf import ModelJobs

JOBS = Path(__file__).parent / "jobs"
WORKERS = {"dev": 1, "prod": 8}
WAREHOUSE = "0123456789abcdef"


class Meters(TerraformStack):
    """Everything about meters in one environment."""

    def __init__(self, scope: Construct, environment: str) -> None:
        super().__init__(scope, f"meters-{environment}")
        LocalBackend(self, path=f"meters-{environment}.tfstate")
        DatabricksProvider(self, "databricks", profile=environment)
        policy = ClusterPolicy(
            self,
            "policy",
            name=f"meters ({environment})",
            definition=json.dumps({"num_workers": {"type": "range", "maxValue": WORKERS[environment]}}),
        )
        variables = {"policy_id": policy.id}
        self.models = ModelJobs(self, "models", project=JOBS, target=environment, vars=variables)
        readings = self.models.job("readings")
        readings.add_override("health.rules", [run_takes_longer_than(seconds=3600)])
        alert_on_failures(self, readings.id)
        TerraformOutput(self, "readings_url", value=readings.url)


def run_takes_longer_than(*, seconds: int) -> dict[str, str | int]:
    return {"metric": "RUN_DURATION_SECONDS", "op": "GREATER_THAN", "value": seconds}


def alert_on_failures(stack: TerraformStack, job_id: str) -> None:
    failures = (
        "SELECT count(*) AS failures FROM system.lakeflow.job_run_timeline "
        f"WHERE job_id = '{job_id}' AND result_state = 'FAILED' AND period_start_time > now() - INTERVAL 1 DAY"
    )
    AlertV2(
        stack,
        "readings_failed",
        display_name="readings failed",
        query_text=failures,
        warehouse_id=WAREHOUSE,
        evaluation=AlertV2Evaluation(
            comparison_operator="GREATER_THAN",
            source=AlertV2EvaluationSource(name="failures"),
            threshold=AlertV2EvaluationThreshold(value=AlertV2EvaluationThresholdValue(double_value=0)),
        ),
        schedule=AlertV2Schedule(quartz_cron_schedule="0 0 * * * ?", timezone_id="UTC"),
    )


if __name__ == "__main__":
    app = App()
    for environment in WORKERS:
        Meters(app, environment)
    app.synth()
