"""The Jobs API, 2.1 and 2.2: jobs; their runs are in ``runs``.

https://docs.databricks.com/api/workspace/jobs
"""

from __future__ import annotations

from brickform.testing.local_workspace import (
    job_settings,
    permissions,
    returned_settings,
    shapes,
    users,
)
from brickform.testing.local_workspace.errors import ApiError, invalid_parameter
from brickform.testing.local_workspace.paging import cut_to_page, page_of_listing, page_offset
from brickform.testing.local_workspace.routing import Call, route
from brickform.testing.local_workspace.state import Job, Json, State

_PAGED = ("tasks", "job_clusters", "environments", "parameters")
_MOST_JOBS_A_PAGE = 100


def create(state: State, call: Call) -> Json:
    settings = shapes.without_nulls(call.body)
    access_control = settings.pop("access_control_list", [])
    job_settings.check(settings)
    settings.setdefault("name", "Untitled")
    if call.arguments["version"] == "2.2":
        settings.setdefault("queue", {"enabled": True})
    grants = permissions.with_default_owner(permissions.read_grants("jobs", access_control), call.user)
    job = Job(state.new_job_id(), call.user, call.now, settings)
    state.jobs[job.job_id] = job
    state.grants[f"/jobs/{job.job_id}"] = grants
    return {"job_id": job.job_id}


def get(state: State, call: Call) -> Json:
    job = find_job(state, call, "CAN_VIEW")
    start = page_offset(call.value("page_token"))
    settings = returned_settings.as_returned(job.settings)
    next_page = cut_to_page(settings, _PAGED, start)
    paging = {"has_more": True, "next_page_token": next_page} if next_page else {}
    return {**_described(state, job), "settings": settings, **paging}


def list_jobs(state: State, call: Call) -> Json:
    limit = call.integer("limit", 20)
    if not 1 <= limit <= _MOST_JOBS_A_PAGE:
        raise invalid_parameter(f"limit must be between 1 and {_MOST_JOBS_A_PAGE}, got {limit}.")
    start = page_offset(call.value("page_token")) or call.integer("offset", 0)
    found = [
        job
        for job in reversed(state.jobs.values())
        if _is_named(job, call.value("name")) and users.may(state, call, job.job_id, "CAN_VIEW")
    ]
    expand = call.flag("expand_tasks")
    return page_of_listing("jobs", found, start, limit, lambda job: _listed(job, expand=expand))


def reset(state: State, call: Call) -> Json:
    """Replace the settings; without ``run_as`` the job keeps the identity that it runs as."""
    job = find_job(state, call, "CAN_MANAGE")
    settings = shapes.without_nulls(call.mapping("new_settings"))
    job_settings.check(settings)
    if "run_as" in job.settings:
        settings.setdefault("run_as", job.settings["run_as"])
    settings.setdefault("name", "Untitled")
    job.settings = settings
    return {}


def update(state: State, call: Call) -> Json:
    job = find_job(state, call, "CAN_MANAGE")
    changes = shapes.without_nulls(call.value("new_settings", {}))
    job_settings.check_entries(changes)
    settings = job_settings.merged(job.settings, changes, call.value("fields_to_remove", []))
    job_settings.check(settings)
    job.settings = settings
    return {}


def delete(state: State, call: Call) -> Json:
    job = find_job(state, call, "CAN_MANAGE")
    del state.jobs[job.job_id]
    state.grants.pop(f"/jobs/{job.job_id}", None)
    return {}


def find_job(state: State, call: Call, level: str) -> Job:
    """Return the job that was asked for; raises for a caller without this level, and for an unknown job."""
    job_id = call.integer("job_id")
    users.require(state, call, job_id, level)
    job = state.jobs.get(job_id)
    if job is None:
        raise unknown_job(job_id)
    return job


def unknown_job(job_id: int) -> ApiError:
    return invalid_parameter(f"Job {job_id} does not exist.")


def _described(state: State, job: Job) -> Json:
    run_as = job.settings.get("run_as") or {}
    names = [run_as.get("user_name"), run_as.get("service_principal_name"), permissions.owner_of(state, job)]
    return {
        "job_id": job.job_id,
        "creator_user_name": job.creator,
        "run_as_user_name": next(name for name in names if name),
        "created_time": job.created_time,
    }


def _listed(job: Job, *, expand: bool) -> Json:
    settings = returned_settings.as_returned(job.settings)
    more = cut_to_page(settings, _PAGED, 0)
    for name in () if expand else _PAGED:
        settings.pop(name, None)
    return {
        "job_id": job.job_id,
        "creator_user_name": job.creator,
        "created_time": job.created_time,
        "settings": settings,
        **({"has_more": True} if more and expand else {}),
    }


def _is_named(job: Job, name: str | None) -> bool:
    return name is None or str(job.settings["name"]).casefold() == name.casefold()


_API = "/api/<any('2.1', '2.2'):version>/jobs"

ROUTES = (
    route("POST", f"{_API}/create", create),
    route("GET", f"{_API}/get", get),
    route("GET", f"{_API}/list", list_jobs),
    route("POST", f"{_API}/reset", reset),
    route("POST", f"{_API}/update", update),
    route("POST", f"{_API}/delete", delete),
)
