-- Once, by an admin of the metastore: who registers may make the connection and the functions.
GRANT CREATE CONNECTION ON METASTORE TO `platform-team`;
GRANT USE CATALOG ON CATALOG main TO `platform-team`;
GRANT USE SCHEMA, CREATE FUNCTION ON SCHEMA main.ops TO `platform-team`;

-- Who calls the functions finds the schema, uses the connection and executes. `--grant data-agents` gives the last two.
GRANT USE CATALOG ON CATALOG main TO `data-agents`;
GRANT USE SCHEMA ON SCHEMA main.ops TO `data-agents`;
GRANT USE CONNECTION ON CONNECTION brickform_jobs TO `data-agents`;
GRANT EXECUTE ON FUNCTION main.ops.trigger_databricks_flow TO `data-agents`;
GRANT EXECUTE ON FUNCTION main.ops.get_job_status TO `data-agents`;
GRANT EXECUTE ON FUNCTION main.ops.list_jobs TO `data-agents`;

-- On the jobs themselves the service principal of the connection has CAN_MANAGE_RUN, the callers need nothing.
