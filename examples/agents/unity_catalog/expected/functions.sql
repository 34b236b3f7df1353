CREATE CONNECTION IF NOT EXISTS `brickform_jobs` TYPE HTTP
OPTIONS (
  host 'https://dbc-a1b2c3d4-e5f6.cloud.databricks.com',
  port '443',
  base_path '/api/2.2/jobs',
  client_id '2b9b1d5c-5a0e-4d8e-9d39-0f6d6c7f1f2a',
  client_secret secret('agents', 'jobs'),
  oauth_scope 'all-apis',
  token_endpoint 'https://dbc-a1b2c3d4-e5f6.cloud.databricks.com/oidc/v1/token'
);

-- Only when its parameters have changed; its grants go with it:
-- DROP FUNCTION IF EXISTS `main`.`ops`.`trigger_databricks_flow`;
CREATE OR REPLACE FUNCTION `main`.`ops`.`trigger_databricks_flow`(
  `job_id` STRING COMMENT 'The number of a job that list_jobs shows.',
  `notebook_params` STRING DEFAULT NULL COMMENT 'A JSON object of parameters: {"day": "2026-01-31"}',
  `python_params` STRING DEFAULT NULL COMMENT 'A JSON array of arguments of Python tasks: ["--mode", "full"]',
  `jar_params` STRING DEFAULT NULL COMMENT 'A JSON array of arguments of JAR tasks: ["full"]',
  `pipeline_params` STRING DEFAULT NULL COMMENT 'A JSON object for pipelines: {"full_refresh": true}',
  `sql_params` STRING DEFAULT NULL COMMENT 'A JSON object of parameters of SQL tasks: {"day": "2026-01-31"}',
  `dbt_commands` STRING DEFAULT NULL COMMENT 'A JSON array of dbt commands: ["dbt run"]',
  `idempotency_token` STRING DEFAULT NULL COMMENT 'At most 64 characters; calls with one token start one run between them.',
  `job_parameters` STRING DEFAULT NULL COMMENT 'A JSON object of job parameters: {"day": "2026-01-31"}')
RETURNS STRING
LANGUAGE SQL
NOT DETERMINISTIC
COMMENT 'Starts one run of a Databricks job and does not wait for its end. Returns JSON with success, run_id, state and run_page_url, or with error and message. An empty text is no argument.'
RETURN (
  SELECT to_json(named_struct(
    'success', failure IS NULL,
    'job_id', job_id,
    'run_id', run_id,
    'state', coalesce(get_json_object(run.text, '$.state.life_cycle_state'), get_json_object(run.text, '$.status.state')),
    'run_page_url', get_json_object(run.text, '$.run_page_url'),
    'idempotency_token', CASE WHEN failure IS NULL THEN token END,
    'error', failure.error,
    'error_type', failure.error_type,
    'message', concat('Failed to ', 'trigger job ', coalesce(job_id, ''), ': ', failure.error)
  ), map('ignoreNullFields', 'true'))
  FROM (
    SELECT job_id, token, failure, run_id, http_request(
      conn => 'brickform_jobs',
      method => 'GET',
      path => '/runs/get',
      params => map('run_id', coalesce(run_id, '0'))
    ) AS run
    FROM (
      SELECT job_id, token, get_json_object(start.text, '$.run_id') AS run_id, CASE
        WHEN refused IS NOT NULL THEN refused
        WHEN start.status_code <> 200 THEN named_struct(
          'error_type', CASE
            WHEN get_json_object(regexp_extract(start.text, '(?s)[{].*[}]', 0), '$.message') LIKE '%does not exist%' THEN 'ResourceDoesNotExist'
            WHEN get_json_object(regexp_extract(start.text, '(?s)[{].*[}]', 0), '$.error_code') IS NOT NULL
            THEN replace(initcap(replace(lower(get_json_object(regexp_extract(start.text, '(?s)[{].*[}]', 0), '$.error_code')), '_', ' ')), ' ', '')
            WHEN start.status_code = 401 THEN 'Unauthenticated'
            WHEN start.status_code = 403 THEN 'PermissionDenied'
            ELSE 'DatabricksError'
          END,
          'error', coalesce(get_json_object(regexp_extract(start.text, '(?s)[{].*[}]', 0), '$.message'), start.text)
        )
      END AS failure
      FROM (
        SELECT job_id, token, refused, http_request(
          conn => 'brickform_jobs',
          method => 'POST',
          path => '/run-now',
          json => CASE WHEN refused IS NULL THEN body ELSE '{}' END
        ) AS start
        FROM (
          SELECT
            job_id,
            token,
            to_json(named_struct(
              'job_id', try_cast(job_id AS BIGINT),
              'job_parameters', coalesce(job_parameters, CASE WHEN declares_parameters THEN notebook_params END),
              'notebook_params', CASE WHEN NOT declares_parameters THEN notebook_params END,
              'python_params', python_params,
              'jar_params', jar_params,
              'pipeline_params', CASE WHEN pipeline_params IS NOT NULL THEN named_struct(
                'full_refresh', try_cast(try_element_at(pipeline_params, 'full_refresh') AS BOOLEAN),
                'full_refresh_selection', from_json(try_element_at(pipeline_params, 'full_refresh_selection'), 'ARRAY<STRING>'),
                'refresh_flow_selection', from_json(try_element_at(pipeline_params, 'refresh_flow_selection'), 'ARRAY<STRING>'),
                'refresh_selection', from_json(try_element_at(pipeline_params, 'refresh_selection'), 'ARRAY<STRING>'),
                'reset_checkpoint_selection', from_json(try_element_at(pipeline_params, 'reset_checkpoint_selection'), 'ARRAY<STRING>')
              ) END,
              'sql_params', sql_params,
              'dbt_commands', dbt_commands,
              'idempotency_token', token
            ), map('ignoreNullFields', 'true')) AS body,
            CASE
              WHEN job_id IS NULL OR NOT job_id RLIKE '^[0-9]+$' OR try_cast(job_id AS BIGINT) IS NULL
              THEN named_struct('error_type', 'InvalidParameterValue', 'error', 'job_id is not the number of a job')
              WHEN job_id NOT IN ('412076533918204')
              THEN named_struct('error_type', 'PermissionDenied', 'error', concat('job ', job_id, ' is not one that list_jobs shows'))
              WHEN notebook_params_given AND (notebook_params IS NULL OR exists(map_values(notebook_params), value -> value IS NULL))
              THEN named_struct('error_type', 'InvalidParameterValue', 'error', 'notebook_params is not a JSON object of parameters')
              WHEN python_params_given AND (python_params IS NULL OR exists(python_params, value -> value IS NULL))
              THEN named_struct('error_type', 'InvalidParameterValue', 'error', 'python_params is not a JSON array of arguments of Python tasks')
              WHEN jar_params_given AND (jar_params IS NULL OR exists(jar_params, value -> value IS NULL))
              THEN named_struct('error_type', 'InvalidParameterValue', 'error', 'jar_params is not a JSON array of arguments of JAR tasks')
              WHEN pipeline_params_given AND (pipeline_params IS NULL OR exists(map_values(pipeline_params), value -> value IS NULL))
              THEN named_struct('error_type', 'InvalidParameterValue', 'error', 'pipeline_params is not a JSON object for pipelines')
              WHEN sql_params_given AND (sql_params IS NULL OR exists(map_values(sql_params), value -> value IS NULL))
              THEN named_struct('error_type', 'InvalidParameterValue', 'error', 'sql_params is not a JSON object of parameters of SQL tasks')
              WHEN dbt_commands_given AND (dbt_commands IS NULL OR exists(dbt_commands, value -> value IS NULL))
              THEN named_struct('error_type', 'InvalidParameterValue', 'error', 'dbt_commands is not a JSON array of dbt commands')
              WHEN job_parameters_given AND (job_parameters IS NULL OR exists(map_values(job_parameters), value -> value IS NULL))
              THEN named_struct('error_type', 'InvalidParameterValue', 'error', 'job_parameters is not a JSON object of job parameters')
              WHEN declares_parameters AND job_parameters IS NOT NULL AND notebook_params IS NOT NULL
              THEN named_struct('error_type', 'InvalidParameterValue', 'error', 'the job takes job_parameters, and no notebook_params beside them')
              WHEN exists(map_keys(pipeline_params), key -> key NOT IN ('full_refresh', 'full_refresh_selection', 'refresh_flow_selection', 'refresh_selection', 'reset_checkpoint_selection'))
              THEN named_struct('error_type', 'InvalidParameterValue', 'error', 'pipeline_params has other keys than full_refresh, full_refresh_selection, refresh_flow_selection, refresh_selection, reset_checkpoint_selection')
              WHEN try_element_at(pipeline_params, 'full_refresh') IS NOT NULL AND try_cast(try_element_at(pipeline_params, 'full_refresh') AS BOOLEAN) IS NULL
              THEN named_struct('error_type', 'InvalidParameterValue', 'error', 'pipeline_params.full_refresh is neither true nor false')
              WHEN try_element_at(pipeline_params, 'full_refresh_selection') IS NOT NULL AND from_json(try_element_at(pipeline_params, 'full_refresh_selection'), 'ARRAY<STRING>') IS NULL
              THEN named_struct('error_type', 'InvalidParameterValue', 'error', 'pipeline_params.full_refresh_selection is not a list of tables')
              WHEN try_element_at(pipeline_params, 'refresh_flow_selection') IS NOT NULL AND from_json(try_element_at(pipeline_params, 'refresh_flow_selection'), 'ARRAY<STRING>') IS NULL
              THEN named_struct('error_type', 'InvalidParameterValue', 'error', 'pipeline_params.refresh_flow_selection is not a list of tables')
              WHEN try_element_at(pipeline_params, 'refresh_selection') IS NOT NULL AND from_json(try_element_at(pipeline_params, 'refresh_selection'), 'ARRAY<STRING>') IS NULL
              THEN named_struct('error_type', 'InvalidParameterValue', 'error', 'pipeline_params.refresh_selection is not a list of tables')
              WHEN try_element_at(pipeline_params, 'reset_checkpoint_selection') IS NOT NULL AND from_json(try_element_at(pipeline_params, 'reset_checkpoint_selection'), 'ARRAY<STRING>') IS NULL
              THEN named_struct('error_type', 'InvalidParameterValue', 'error', 'pipeline_params.reset_checkpoint_selection is not a list of tables')
              WHEN length(token) > 64
              THEN named_struct('error_type', 'InvalidParameterValue', 'error', 'idempotency_token is longer than 64 characters')
            END AS refused
          FROM (
            SELECT
              trim(job_id) AS job_id,
              trim(job_id) IN ('412076533918204') AS declares_parameters,
              trim(notebook_params) <> '' AS notebook_params_given,
              CASE WHEN size(from_json(concat('[', notebook_params, ']'), 'ARRAY<MAP<STRING, STRING>>')) = 1
                THEN from_json(concat('[', notebook_params, ']'), 'ARRAY<MAP<STRING, STRING>>')[0] END AS notebook_params,
              trim(python_params) <> '' AS python_params_given,
              CASE WHEN size(from_json(concat('[', python_params, ']'), 'ARRAY<ARRAY<STRING>>')) = 1
                THEN from_json(concat('[', python_params, ']'), 'ARRAY<ARRAY<STRING>>')[0] END AS python_params,
              trim(jar_params) <> '' AS jar_params_given,
              CASE WHEN size(from_json(concat('[', jar_params, ']'), 'ARRAY<ARRAY<STRING>>')) = 1
                THEN from_json(concat('[', jar_params, ']'), 'ARRAY<ARRAY<STRING>>')[0] END AS jar_params,
              trim(pipeline_params) <> '' AS pipeline_params_given,
              CASE WHEN size(from_json(concat('[', pipeline_params, ']'), 'ARRAY<MAP<STRING, STRING>>')) = 1
                THEN from_json(concat('[', pipeline_params, ']'), 'ARRAY<MAP<STRING, STRING>>')[0] END AS pipeline_params,
              trim(sql_params) <> '' AS sql_params_given,
              CASE WHEN size(from_json(concat('[', sql_params, ']'), 'ARRAY<MAP<STRING, STRING>>')) = 1
                THEN from_json(concat('[', sql_params, ']'), 'ARRAY<MAP<STRING, STRING>>')[0] END AS sql_params,
              trim(dbt_commands) <> '' AS dbt_commands_given,
              CASE WHEN size(from_json(concat('[', dbt_commands, ']'), 'ARRAY<ARRAY<STRING>>')) = 1
                THEN from_json(concat('[', dbt_commands, ']'), 'ARRAY<ARRAY<STRING>>')[0] END AS dbt_commands,
              trim(job_parameters) <> '' AS job_parameters_given,
              CASE WHEN size(from_json(concat('[', job_parameters, ']'), 'ARRAY<MAP<STRING, STRING>>')) = 1
                THEN from_json(concat('[', job_parameters, ']'), 'ARRAY<MAP<STRING, STRING>>')[0] END AS job_parameters,
              coalesce(nullif(idempotency_token, ''), uuid()) AS token
          )
        )
      )
    )
  )
);

-- Only when its parameters have changed; its grants go with it:
-- DROP FUNCTION IF EXISTS `main`.`ops`.`run_orders_daily`;
CREATE OR REPLACE FUNCTION `main`.`ops`.`run_orders_daily`(
  `start_date` DATE DEFAULT NULL COMMENT 'Parameter start_date of the job; unless given, yesterday.',
  `full_refresh` STRING DEFAULT NULL COMMENT 'true or false. Parameter full_refresh of the job; unless given, false.',
  `idempotency_token` STRING DEFAULT NULL COMMENT 'At most 64 characters; calls with one token start one run between them.')
RETURNS STRING
LANGUAGE SQL
NOT DETERMINISTIC
COMMENT 'Builds the table of orders from start_date on. Starts one run of the Databricks job orders_daily and does not wait for its end. Returns JSON with success, run_id, state and run_page_url, or with error and message.'
RETURN (
  SELECT to_json(named_struct(
    'success', failure IS NULL,
    'job_id', job_id,
    'run_id', run_id,
    'state', coalesce(get_json_object(run.text, '$.state.life_cycle_state'), get_json_object(run.text, '$.status.state')),
    'run_page_url', get_json_object(run.text, '$.run_page_url'),
    'idempotency_token', CASE WHEN failure IS NULL THEN token END,
    'error', failure.error,
    'error_type', failure.error_type,
    'message', concat('Failed to ', 'trigger job ', coalesce(job_id, ''), ': ', failure.error)
  ), map('ignoreNullFields', 'true'))
  FROM (
    SELECT job_id, token, failure, run_id, http_request(
      conn => 'brickform_jobs',
      method => 'GET',
      path => '/runs/get',
      params => map('run_id', coalesce(run_id, '0'))
    ) AS run
    FROM (
      SELECT job_id, token, get_json_object(start.text, '$.run_id') AS run_id, CASE
        WHEN refused IS NOT NULL THEN refused
        WHEN start.status_code <> 200 THEN named_struct(
          'error_type', CASE
            WHEN get_json_object(regexp_extract(start.text, '(?s)[{].*[}]', 0), '$.message') LIKE '%does not exist%' THEN 'ResourceDoesNotExist'
            WHEN get_json_object(regexp_extract(start.text, '(?s)[{].*[}]', 0), '$.error_code') IS NOT NULL
            THEN replace(initcap(replace(lower(get_json_object(regexp_extract(start.text, '(?s)[{].*[}]', 0), '$.error_code')), '_', ' ')), ' ', '')
            WHEN start.status_code = 401 THEN 'Unauthenticated'
            WHEN start.status_code = 403 THEN 'PermissionDenied'
            ELSE 'DatabricksError'
          END,
          'error', coalesce(get_json_object(regexp_extract(start.text, '(?s)[{].*[}]', 0), '$.message'), start.text)
        )
      END AS failure
      FROM (
        SELECT job_id, token, refused, http_request(
          conn => 'brickform_jobs',
          method => 'POST',
          path => '/run-now',
          json => CASE WHEN refused IS NULL THEN body ELSE '{}' END
        ) AS start
        FROM (
          SELECT
            '412076533918204' AS job_id,
            token,
            to_json(named_struct(
              'job_id', 412076533918204,
              'job_parameters', given.job_parameters,
              'idempotency_token', token
            ), map('ignoreNullFields', 'true')) AS body,
            CASE
              WHEN given.unclear <> ''
              THEN named_struct('error_type', 'InvalidParameterValue', 'error', concat(given.unclear, ' is neither true nor false'))
              WHEN length(token) > 64
              THEN named_struct('error_type', 'InvalidParameterValue', 'error', 'idempotency_token is longer than 64 characters')
            END AS refused
          FROM (
            SELECT
              named_struct(
                'unclear', concat_ws(', ', CASE WHEN try_cast(`full_refresh` AS BOOLEAN) IS NULL AND `full_refresh` <> '' THEN 'full_refresh' END),
                'job_parameters', named_struct(
                  'start_date', CAST(`start_date` AS STRING),
                  'full_refresh', CAST(try_cast(`full_refresh` AS BOOLEAN) AS STRING)
                )
              ) AS given,
              coalesce(nullif(idempotency_token, ''), uuid()) AS token
          )
        )
      )
    )
  )
);

-- Only when its parameters have changed; its grants go with it:
-- DROP FUNCTION IF EXISTS `main`.`ops`.`get_job_status`;
CREATE OR REPLACE FUNCTION `main`.`ops`.`get_job_status`(
  `run_id` STRING COMMENT 'The number of the run.')
RETURNS STRING
LANGUAGE SQL
NOT DETERMINISTIC
COMMENT 'Tells how a run of a Databricks job stands: JSON with state, result_state once it has ended, run_page_url and tasks, or with error and message.'
RETURN (
  SELECT to_json(named_struct(
    'success', failure IS NULL,
    'run_id', run_id,
    'job_id', CASE WHEN failure IS NULL THEN get_json_object(run.text, '$.job_id') END,
    'run_name', CASE WHEN failure IS NULL THEN get_json_object(run.text, '$.run_name') END,
    'state', CASE WHEN failure IS NULL THEN coalesce(get_json_object(run.text, '$.state.life_cycle_state'), get_json_object(run.text, '$.status.state')) END,
    'result_state', CASE WHEN failure IS NULL THEN get_json_object(run.text, '$.state.result_state') END,
    'state_message', nullif(CASE WHEN failure IS NULL THEN get_json_object(run.text, '$.state.state_message') END, ''),
    'run_page_url', CASE WHEN failure IS NULL THEN get_json_object(run.text, '$.run_page_url') END,
    'start_time', CAST(CASE WHEN failure IS NULL THEN get_json_object(run.text, '$.start_time') END AS BIGINT),
    'end_time', nullif(CAST(CASE WHEN failure IS NULL THEN get_json_object(run.text, '$.end_time') END AS BIGINT), 0),
    'tasks', from_json(
      CASE WHEN failure IS NULL THEN get_json_object(run.text, '$.tasks') END,
      'ARRAY<STRUCT<task_key: STRING, run_id: STRING, attempt_number: INT, state: STRUCT<life_cycle_state: STRING, result_state: STRING, state_message: STRING>>>'
    ),
    'error', failure.error,
    'error_type', failure.error_type,
    'message', concat('Failed to ', 'read run ', coalesce(run_id, ''), ': ', failure.error)
  ), map('ignoreNullFields', 'true'))
  FROM (
    SELECT run_id, run, CASE
      WHEN refused IS NOT NULL THEN refused
      WHEN run.status_code <> 200 THEN named_struct(
        'error_type', CASE
          WHEN get_json_object(regexp_extract(run.text, '(?s)[{].*[}]', 0), '$.message') LIKE '%does not exist%' THEN 'ResourceDoesNotExist'
          WHEN get_json_object(regexp_extract(run.text, '(?s)[{].*[}]', 0), '$.error_code') IS NOT NULL
          THEN replace(initcap(replace(lower(get_json_object(regexp_extract(run.text, '(?s)[{].*[}]', 0), '$.error_code')), '_', ' ')), ' ', '')
          WHEN run.status_code = 401 THEN 'Unauthenticated'
          WHEN run.status_code = 403 THEN 'PermissionDenied'
          ELSE 'DatabricksError'
        END,
        'error', coalesce(get_json_object(regexp_extract(run.text, '(?s)[{].*[}]', 0), '$.message'), run.text)
      )
    END AS failure
    FROM (
      SELECT run_id, run, CASE
        WHEN NOT is_id
        THEN named_struct('error_type', 'InvalidParameterValue', 'error', 'run_id is not the number of a run')
        WHEN run.status_code = 200 AND get_json_object(run.text, '$.job_id') NOT IN ('412076533918204')
        THEN named_struct('error_type', 'PermissionDenied', 'error', concat('run ', run_id, ' is not one of a job that list_jobs shows'))
      END AS refused
      FROM (
        SELECT run_id, is_id, http_request(
          conn => 'brickform_jobs',
          method => 'GET',
          path => '/runs/get',
          params => map('run_id', CASE WHEN is_id THEN run_id ELSE '0' END)
        ) AS run
        FROM (
          SELECT trim(run_id) AS run_id, coalesce(trim(run_id) RLIKE '^[0-9]{1,19}$', false) AS is_id
        )
      )
    )
  )
);

-- Only when its parameters have changed; its grants go with it:
-- DROP FUNCTION IF EXISTS `main`.`ops`.`list_jobs`;
CREATE OR REPLACE FUNCTION `main`.`ops`.`list_jobs`(
  `name_contains` STRING DEFAULT NULL COMMENT 'Only jobs whose name holds this text.')
RETURNS STRING
LANGUAGE SQL
NOT DETERMINISTIC
COMMENT 'Lists the Databricks jobs that may be started: JSON with job_id, name and parameters.'
RETURN (
  SELECT to_json(named_struct(
    'success', true,
    'jobs', filter(jobs, job -> wanted = '' OR contains(lower(job.name), wanted))
  ), map('ignoreNullFields', 'true'))
  FROM (
    SELECT lower(coalesce(trim(name_contains), '')) AS wanted, from_json(
      '[{"job_id": "412076533918204", "name": "orders_daily", "description": "Builds the table of orders from start_date on", "function": "run_orders_daily", "parameters": [{"name": "start_date", "type": "DATE", "default": "yesterday"}, {"name": "full_refresh", "type": "BOOLEAN", "default": "false"}]}]',
      'ARRAY<STRUCT<job_id: STRING, name: STRING, description: STRING, function: STRING, parameters: ARRAY<STRUCT<name: STRING, type: STRING, `default`: STRING>>>>'
    ) AS jobs
  )
);

-- Only when its parameters have changed; its grants go with it:
-- DROP FUNCTION IF EXISTS `main`.`ops`.`cancel_run`;
CREATE OR REPLACE FUNCTION `main`.`ops`.`cancel_run`(
  `run_id` STRING COMMENT 'The number of the run.')
RETURNS STRING
LANGUAGE SQL
NOT DETERMINISTIC
COMMENT 'Cancels a run of a Databricks job, and does not wait for its end. Returns JSON with success.'
RETURN (
  SELECT to_json(named_struct(
    'success', failure IS NULL,
    'run_id', run_id,
    'job_id', CASE WHEN failure IS NULL THEN get_json_object(run.text, '$.job_id') END,
    'run_page_url', CASE WHEN failure IS NULL THEN get_json_object(run.text, '$.run_page_url') END,
    'error', failure.error,
    'error_type', failure.error_type,
    'message', concat('Failed to ', 'cancel run ', coalesce(run_id, ''), ': ', failure.error)
  ), map('ignoreNullFields', 'true'))
  FROM (
    SELECT run_id, run, CASE
      WHEN refused IS NOT NULL THEN refused
      WHEN cancel.status_code <> 200 THEN named_struct(
        'error_type', CASE
          WHEN get_json_object(regexp_extract(cancel.text, '(?s)[{].*[}]', 0), '$.message') LIKE '%does not exist%' THEN 'ResourceDoesNotExist'
          WHEN get_json_object(regexp_extract(cancel.text, '(?s)[{].*[}]', 0), '$.error_code') IS NOT NULL
          THEN replace(initcap(replace(lower(get_json_object(regexp_extract(cancel.text, '(?s)[{].*[}]', 0), '$.error_code')), '_', ' ')), ' ', '')
          WHEN cancel.status_code = 401 THEN 'Unauthenticated'
          WHEN cancel.status_code = 403 THEN 'PermissionDenied'
          ELSE 'DatabricksError'
        END,
        'error', coalesce(get_json_object(regexp_extract(cancel.text, '(?s)[{].*[}]', 0), '$.message'), cancel.text)
      )
    END AS failure
    FROM (
      SELECT run_id, run, refused, http_request(
        conn => 'brickform_jobs',
        method => 'POST',
        path => '/runs/cancel',
        json => CASE WHEN refused IS NULL THEN to_json(named_struct('run_id', try_cast(run_id AS BIGINT))) ELSE '{}' END
      ) AS cancel
      FROM (
        SELECT run_id, run, CASE
          WHEN NOT is_id
          THEN named_struct('error_type', 'InvalidParameterValue', 'error', 'run_id is not the number of a run')
          WHEN run.status_code = 200 AND get_json_object(run.text, '$.job_id') NOT IN ('412076533918204')
          THEN named_struct('error_type', 'PermissionDenied', 'error', concat('run ', run_id, ' is not one of a job that list_jobs shows'))
        END AS refused
        FROM (
          SELECT run_id, is_id, http_request(
            conn => 'brickform_jobs',
            method => 'GET',
            path => '/runs/get',
            params => map('run_id', CASE WHEN is_id THEN run_id ELSE '0' END)
          ) AS run
          FROM (
            SELECT trim(run_id) AS run_id, coalesce(trim(run_id) RLIKE '^[0-9]{1,19}$', false) AS is_id
          )
        )
      )
    )
  )
);

-- Only when its parameters have changed; its grants go with it:
-- DROP FUNCTION IF EXISTS `main`.`ops`.`get_run_output`;
CREATE OR REPLACE FUNCTION `main`.`ops`.`get_run_output`(
  `run_id` STRING COMMENT 'The number of the run.',
  `task_key` STRING DEFAULT NULL COMMENT 'The task; not needed where the run has only one.')
RETURNS STRING
LANGUAGE SQL
NOT DETERMINISTIC
COMMENT 'Reads what a task of a run left behind: JSON with its output, or with error and message.'
RETURN (
  SELECT to_json(named_struct(
    'success', failure IS NULL,
    'run_id', run_id,
    'task_key', CASE WHEN failure IS NULL THEN task.task_key END,
    'run_page_url', CASE WHEN failure IS NULL THEN get_json_object(run.text, '$.run_page_url') END,
    'output', CASE WHEN failure IS NULL THEN named_struct(
      'notebook_result', get_json_object(output.text, '$.notebook_output.result'),
      'error', get_json_object(output.text, '$.error'),
      'error_trace', get_json_object(output.text, '$.error_trace'),
      'logs', get_json_object(output.text, '$.logs')
    ) END,
    'error', failure.error,
    'error_type', failure.error_type,
    'message', concat('Failed to ', 'read the output of run ', coalesce(run_id, ''), ': ', failure.error)
  ), map('ignoreNullFields', 'true'))
  FROM (
    SELECT run_id, run, task, output, CASE
      WHEN refused IS NOT NULL THEN refused
      WHEN output.status_code <> 200 THEN named_struct(
        'error_type', CASE
          WHEN get_json_object(regexp_extract(output.text, '(?s)[{].*[}]', 0), '$.message') LIKE '%does not exist%' THEN 'ResourceDoesNotExist'
          WHEN get_json_object(regexp_extract(output.text, '(?s)[{].*[}]', 0), '$.error_code') IS NOT NULL
          THEN replace(initcap(replace(lower(get_json_object(regexp_extract(output.text, '(?s)[{].*[}]', 0), '$.error_code')), '_', ' ')), ' ', '')
          WHEN output.status_code = 401 THEN 'Unauthenticated'
          WHEN output.status_code = 403 THEN 'PermissionDenied'
          ELSE 'DatabricksError'
        END,
        'error', coalesce(get_json_object(regexp_extract(output.text, '(?s)[{].*[}]', 0), '$.message'), output.text)
      )
    END AS failure
    FROM (
      SELECT run_id, run, task, refused, http_request(
        conn => 'brickform_jobs',
        method => 'GET',
        path => '/runs/get-output',
        params => map('run_id', CASE WHEN refused IS NULL THEN CAST(task.run_id AS STRING) ELSE '0' END)
      ) AS output
      FROM (
        SELECT run_id, run, task, CASE
          WHEN refused IS NOT NULL THEN refused
          WHEN run.status_code <> 200 THEN named_struct(
            'error_type', CASE
              WHEN get_json_object(regexp_extract(run.text, '(?s)[{].*[}]', 0), '$.message') LIKE '%does not exist%' THEN 'ResourceDoesNotExist'
              WHEN get_json_object(regexp_extract(run.text, '(?s)[{].*[}]', 0), '$.error_code') IS NOT NULL
              THEN replace(initcap(replace(lower(get_json_object(regexp_extract(run.text, '(?s)[{].*[}]', 0), '$.error_code')), '_', ' ')), ' ', '')
              WHEN run.status_code = 401 THEN 'Unauthenticated'
              WHEN run.status_code = 403 THEN 'PermissionDenied'
              ELSE 'DatabricksError'
            END,
            'error', coalesce(get_json_object(regexp_extract(run.text, '(?s)[{].*[}]', 0), '$.message'), run.text)
          )
          WHEN size(keys) > 1 AND wanted IS NULL
          THEN named_struct('error_type', 'InvalidParameterValue', 'error', concat('give the task_key of one task: ', array_join(keys, ', ')))
          WHEN task IS NULL
          THEN named_struct('error_type', 'InvalidParameterValue', 'error', concat('the run has no task ', coalesce(wanted, ''), '; there are: ', array_join(keys, ', ')))
        END AS refused
        FROM (
          SELECT run_id, run, refused, wanted, array_distinct(tasks.task_key) AS keys, array_max(transform(
            filter(tasks, one -> wanted IS NULL OR one.task_key = wanted),
            one -> named_struct('attempt', one.attempt_number, 'start', one.start_time, 'run_id', one.run_id, 'task_key', one.task_key)
          )) AS task
          FROM (
            SELECT run_id, run, refused, nullif(task_key, '') AS wanted, from_json(
              get_json_object(run.text, '$.tasks'),
              'ARRAY<STRUCT<task_key: STRING, run_id: BIGINT, attempt_number: INT, start_time: BIGINT>>'
            ) AS tasks
            FROM (
              SELECT run_id, run, CASE
                WHEN NOT is_id
                THEN named_struct('error_type', 'InvalidParameterValue', 'error', 'run_id is not the number of a run')
                WHEN run.status_code = 200 AND get_json_object(run.text, '$.job_id') NOT IN ('412076533918204')
                THEN named_struct('error_type', 'PermissionDenied', 'error', concat('run ', run_id, ' is not one of a job that list_jobs shows'))
              END AS refused
              FROM (
                SELECT run_id, is_id, http_request(
                  conn => 'brickform_jobs',
                  method => 'GET',
                  path => '/runs/get',
                  params => map('run_id', CASE WHEN is_id THEN run_id ELSE '0' END)
                ) AS run
                FROM (
                  SELECT trim(run_id) AS run_id, coalesce(trim(run_id) RLIKE '^[0-9]{1,19}$', false) AS is_id
                )
              )
            )
          )
        )
      )
    )
  )
);

GRANT USE CONNECTION ON CONNECTION `brickform_jobs` TO `data-agents`;

GRANT EXECUTE ON FUNCTION `main`.`ops`.`trigger_databricks_flow` TO `data-agents`;

GRANT EXECUTE ON FUNCTION `main`.`ops`.`run_orders_daily` TO `data-agents`;

GRANT EXECUTE ON FUNCTION `main`.`ops`.`get_job_status` TO `data-agents`;

GRANT EXECUTE ON FUNCTION `main`.`ops`.`list_jobs` TO `data-agents`;

GRANT EXECUTE ON FUNCTION `main`.`ops`.`cancel_run` TO `data-agents`;

GRANT EXECUTE ON FUNCTION `main`.`ops`.`get_run_output` TO `data-agents`;
