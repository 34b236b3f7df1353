"""Functions for agents: text and numbers in, a text of JSON out, nothing raised.

Toolkits read signatures and docstrings and ship bodies alone, so each body imports what it needs, nullable
types are written with ``Optional``, and docstrings have no sections but ``Args`` and ``Returns``. An empty
text is an argument that is absent: strict schemas leave a model no other way to say it.
"""

from __future__ import annotations

from typing import Optional


def trigger_databricks_flow(
    job_id: str,
    notebook_params: Optional[str] = None,  # noqa: UP045
    python_params: Optional[str] = None,  # noqa: UP045
    jar_params: Optional[str] = None,  # noqa: UP045
    pipeline_params: Optional[str] = None,  # noqa: UP045
    sql_params: Optional[str] = None,  # noqa: UP045
    dbt_commands: Optional[str] = None,  # noqa: UP045
    idempotency_token: Optional[str] = None,  # noqa: UP045
    job_parameters: Optional[str] = None,  # noqa: UP045
) -> str:
    """Start one run of a Databricks job and return at once, with the id, state and URL of the run.

    Args:
        job_id: The id of the job, in digits.
        notebook_params: JSON object of notebook parameters; job parameters where the job declares any.
        python_params: JSON array of command-line arguments for Python tasks.
        jar_params: JSON array of command-line arguments for JAR tasks.
        pipeline_params: JSON object for pipelines, with full_refresh as a JSON boolean.
        sql_params: JSON object of parameters for SQL tasks.
        dbt_commands: JSON array of dbt commands.
        idempotency_token: At most 64 characters; calls with one token start one run between them.
        job_parameters: JSON object of job parameters; every value is text.

    Returns:
        JSON with success, job_id, run_id, state and run_page_url, or with success false, error,
        error_type and message.
    """
    from brickform.functions.json_calls import trigger

    return trigger(
        {
            "job_id": job_id,
            "notebook_params": notebook_params,
            "python_params": python_params,
            "jar_params": jar_params,
            "pipeline_params": pipeline_params,
            "sql_params": sql_params,
            "dbt_commands": dbt_commands,
            "idempotency_token": idempotency_token,
            "job_parameters": job_parameters,
        }
    )


def get_job_status(run_id: str) -> str:
    """Tell how a run of a job and its tasks stand.

    Args:
        run_id: The id of the run, in digits.

    Returns:
        JSON with success, run_id, job_id, state, outcome (null while the run goes on), run_page_url
        and tasks.
    """
    from brickform.functions.json_calls import about_run
    from brickform.functions.operations import run_status

    return about_run("read", run_id, run_status)


def get_run_output(run_id: str) -> str:
    """Read the errors of a run's failed tasks, and what its notebooks returned.

    Args:
        run_id: The id of the run, in digits.

    Returns:
        JSON like that of get_job_status; tasks have error, error_trace, logs and notebook_result as well,
        each cut at 10,000 characters.
    """
    from brickform.functions.json_calls import about_run
    from brickform.functions.operations import run_output

    return about_run("read the output of", run_id, run_output)


def cancel_run(run_id: str) -> str:
    """Tell a run to end, without waiting for its end; a run that has ended stays as it is.

    Args:
        run_id: The id of the run, in digits.

    Returns:
        JSON like that of get_job_status.
    """
    from brickform.functions.json_calls import about_run
    from brickform.functions.operations import stop_run

    return about_run("cancel", run_id, stop_run)


def list_jobs(name_contains: Optional[str] = None, limit: int = 25) -> str:  # noqa: UP045
    """List the jobs of the workspace.

    Args:
        name_contains: Only jobs whose names hold this text, whatever its case.
        limit: So many jobs at most.

    Returns:
        JSON with success and jobs: the job_id, name and description of each.
    """
    from brickform.functions.json_calls import jobs_named

    return jobs_named(name_contains or "", limit)


CALLABLES = (trigger_databricks_flow, get_job_status, get_run_output, cancel_run, list_jobs)
