"""Any job, adopted by any model and deployed, is the job that it was, but for what adopt has named."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brickform.adoption.adopt import Adoption, adopt
from brickform.adoption.matching import Request
from brickform.compile.model import Ref
from brickform.pipeline import LoadOptions, build_graph, load
from brickform.testing import LocalWorkspace
from brickform.testing.fixtures import local_workspace
from brickform.testing.local_workspace.permissions import with_default_owner
from brickform.testing.local_workspace.state import Grant
from brickform.workspace.client import Workspace
from support.jobs import get, post
from support.pointing import point_at

__all__ = ["local_workspace"]

Json = dict[str, Any]

KEYS = {
    "tasks": "task_key",
    "job_clusters": "job_cluster_key",
    "environments": "environment_key",
    "parameters": "name",
}
MAY_CHANGE = re.compile(
    r"tasks\[\w+\]\.notebook_task\.notebook_path|(?:environments|job_clusters|parameters|tasks)\[\w+\]",
    re.ASCII,
)
"""The notebook, and what an override cannot take back: an entry that only the model has."""
NAMED = re.compile(r"job \d+: '([^']+)' (?:changes|goes|comes)")

TEXTS = st.sampled_from(["x", "{{job.id}}", "yes", "0 1", "a: b", "{% if %}", "#", "1", "ünï", "l1\nl2"])
CLUSTERS = st.fixed_dictionaries(
    {
        "spark_version": st.sampled_from(["15.4.x-scala2.12", "16.4.x-scala2.12"]),
        "node_type_id": st.just("i3.xlarge"),
        "num_workers": st.integers(1, 3),
    },
    optional={
        "spark_conf": st.dictionaries(st.sampled_from(["a.b", "c.d"]), TEXTS),
        "custom_tags": st.dictionaries(st.sampled_from(["team", "cost"]), TEXTS),
        "aws_attributes": st.just({"availability": "ON_DEMAND"}),
        "data_security_mode": st.sampled_from(["SINGLE_USER", "USER_ISOLATION"]),
    },
)
SETTINGS: dict[str, st.SearchStrategy[Any]] = {
    "description": TEXTS,
    "email_notifications": st.fixed_dictionaries(
        {"on_failure": st.lists(st.just("a@example.com"), min_size=1, max_size=1)},
        optional={"no_alert_for_skipped_runs": st.booleans()},
    ),
    "health": st.just({"rules": [{"metric": "RUN_DURATION_SECONDS", "op": "GREATER_THAN", "value": 60}]}),
    "job_clusters": st.lists(
        st.fixed_dictionaries(
            {"job_cluster_key": st.sampled_from(["big", "small"]), "new_cluster": CLUSTERS}
        ),
        unique_by=lambda one: one["job_cluster_key"],
        max_size=2,
    ),
    "max_concurrent_runs": st.integers(1, 3),
    "notification_settings": st.just({"no_alert_for_canceled_runs": True}),
    "parameters": st.lists(
        st.fixed_dictionaries({"name": st.sampled_from(["day", "land"]), "default": TEXTS}),
        unique_by=lambda one: one["name"],
        max_size=2,
    ),
    "performance_target": st.sampled_from(["STANDARD", "PERFORMANCE_OPTIMIZED"]),
    "queue": st.fixed_dictionaries({"enabled": st.booleans()}),
    "schedule": st.fixed_dictionaries(
        {
            "quartz_cron_expression": st.sampled_from(["0 0 4 * * ?", "0 30 * * * ?"]),
            "timezone_id": st.just("UTC"),
        },
        optional={"pause_status": st.sampled_from(["PAUSED", "UNPAUSED"])},
    ),
    "tags": st.dictionaries(st.sampled_from(["team", "cost"]), TEXTS),
    "timeout_seconds": st.sampled_from([0, 3600]),
}
TASK_SETTINGS: dict[str, st.SearchStrategy[Any]] = {
    "max_retries": st.integers(0, 3),
    "retry_on_timeout": st.booleans(),
    "run_if": st.just("ALL_SUCCESS"),
    "timeout_seconds": st.sampled_from([0, 60]),
    "email_notifications": st.just({"on_start": ["b@example.com"]}),
}
LIBRARIES = st.sampled_from(
    [
        {"pypi": {"package": "pandas==2.2.3"}},
        {"pypi": {"package": "numpy==2.1.0", "repo": "https://pypi.example.com/simple"}},
        {"jar": "/Volumes/main/shop/libs/a.jar"},
    ]
)
ENVIRONMENT = {"environment_key": "e", "spec": {"environment_version": "4", "dependencies": ["pandas"]}}
PARAMETERS = st.dictionaries(st.sampled_from(["a", "b"]), TEXTS)
SCRIPTS = st.fixed_dictionaries(
    {"python_file": st.just("/Shared/check.py"), "parameters": st.lists(TEXTS, min_size=1, max_size=2)}
)
HOOKS = st.lists(
    st.one_of(
        st.fixed_dictionaries(
            {"task_key": st.just("check"), "notebook_task": st.just({"notebook_path": "/Shared/check"})},
            optional=TASK_SETTINGS,
        ),
        st.fixed_dictionaries(
            {
                "task_key": st.just("mail"),
                "spark_python_task": SCRIPTS,
                "existing_cluster_id": st.sampled_from(["0101-000001-abc", "0101-000002-def"]),
            },
            optional=TASK_SETTINGS,
        ),
    ),
    unique_by=lambda one: str(one["task_key"]),
    max_size=2,
)
COMPUTES: st.SearchStrategy[Json] = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"new_cluster": CLUSTERS}),
    st.just({"existing_cluster_id": "0101-000001-abc"}),
)


LEVELS = st.dictionaries(
    st.sampled_from(["data", "ops"]), st.sampled_from(["CAN_VIEW", "CAN_MANAGE_RUN", "CAN_MANAGE"])
)
OWNERS = st.sampled_from(["someone@example.com", "other@example.com"])


@st.composite
def jobs(draw: st.DrawFn) -> Json:
    body: Json = draw(st.fixed_dictionaries({}, optional=SETTINGS))
    main = draw(st.fixed_dictionaries({}, optional=TASK_SETTINGS)) | draw(COMPUTES)
    if any(key in main for key in ("new_cluster", "existing_cluster_id")):
        main["libraries"] = draw(st.lists(LIBRARIES, max_size=3, unique_by=json.dumps))
    elif body.get("job_clusters"):
        main["job_cluster_key"] = body["job_clusters"][0]["job_cluster_key"]
    elif draw(st.booleans()):
        body["environments"] = [ENVIRONMENT]
        main["environment_key"] = "e"
    main["task_key"] = draw(st.sampled_from(["inner_notebook", "load"]))
    main["notebook_task"] = {"notebook_path": "/dbt/orders", "base_parameters": draw(PARAMETERS)}
    others = [{**hook, "depends_on": [{"task_key": main["task_key"]}]} for hook in draw(HOOKS)]
    granted = [{"group_name": name, "permission_level": level} for name, level in draw(LEVELS).items()]
    owner = {"user_name": draw(OWNERS), "permission_level": "IS_OWNER"}
    tasks = [main, *others]
    return {**body, "name": "dbt__main-shop-orders", "tasks": tasks, "access_control_list": [owner, *granted]}


@st.composite
def configs(draw: st.DrawFn) -> Json:
    job: Json = draw(st.fixed_dictionaries({}, optional=SETTINGS))
    task: Json = draw(st.fixed_dictionaries({}, optional=TASK_SETTINGS))
    job["additional_task_settings"] = task
    job["post_hook_tasks"] = draw(HOOKS)
    job["grants"] = {"view": [{"group_name": name} for name in sorted(draw(LEVELS))]}
    config: Json = {"submission_method": "workflow_job", "python_job_config": job}
    compute = draw(COMPUTES)
    if "new_cluster" in compute:
        config["job_cluster_config"] = compute["new_cluster"]
    elif compute:
        config["cluster_id"] = compute["existing_cluster_id"]
    if draw(st.booleans()):
        config["packages"] = ["pandas==2.2.3"]
    if draw(st.booleans()):
        config["environment_dependencies"] = ["numpy"]
    return config


def escaped(value: Any) -> Any:
    """Write what Jinja would read as it stands."""
    if isinstance(value, dict):
        return {key: escaped(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [escaped(entry) for entry in value]
    has_braces = isinstance(value, str) and ("{{" in value or "{%" in value)
    return f"{{% raw %}}{value}{{% endraw %}}" if has_braces else value


def write_project(root: Path, config: Json) -> None:
    (root / "models").mkdir()
    (root / "dbt_project.yml").write_text("name: shop\nprofile: shop\n")
    (root / "models" / "orders.py").write_text("def model(dbt, session):\n    return session.range(1)\n")
    models = [{"name": "orders", "config": escaped(config)}]
    (root / "models" / "schema.yml").write_text(json.dumps({"models": models}))
    output = {"type": "databricks", "host": "h", "catalog": "main", "schema": "shop"}
    profile = {"shop": {"target": "prod", "outputs": {"prod": output}}}
    (root / "profiles.yml").write_text(json.dumps(profile))


def deploy(root: Path, workspace: LocalWorkspace, job_id: int) -> None:
    """Reset the job to what the project compiles to, as Terraform would."""
    graph = build_graph(load(LoadOptions(root, root))).graph
    assert graph is not None
    (job,) = graph.jobs
    assert job.existing_job_id is not None
    assert job.existing_job_id.value == str(job_id)
    body = json.loads(json.dumps(job.settings.value, default=str))
    for task in body["tasks"]:
        path = task.get("notebook_task", {}).get("notebook_path")
        if isinstance(path, list):  # a Ref
            task["notebook_task"]["notebook_path"] = Ref(*path).key
    post(workspace, "/api/2.2/jobs/reset", {"job_id": job_id, "new_settings": body})
    permissions = graph.permissions_of("job", job.key)
    if permissions is not None:
        grants = [Grant(entry.kind, entry.principal, entry.level) for entry in permissions.entries]
        workspace.state.grants[f"/jobs/{job_id}"] = with_default_owner(grants, "the deployer")


def read(workspace: LocalWorkspace, job_id: int) -> Json:
    settings: Json = get(workspace, f"/api/2.2/jobs/get?job_id={job_id}")["settings"]
    grants = workspace.state.grants[f"/jobs/{job_id}"]
    return {**settings, "access_control_list": {grant.name: grant.level for grant in grants}}


def changes(before: Any, after: Any, path: str = "") -> Iterator[str]:
    """Yield the path of every change; what is empty, false or a default of the API is as good as nothing."""
    key = KEYS.get(path)
    if isinstance(before, list) and isinstance(after, list) and key:
        was, becomes = ({one[key]: one for one in items} for items in (before, after))
        for name in was.keys() | becomes.keys():
            yield from changes(was.get(name), becomes.get(name), f"{path}[{name}]")
    elif isinstance(before, dict) and isinstance(after, dict):
        for name in before.keys() | after.keys():
            yield from changes(before.get(name), after.get(name), f"{path}.{name}" if path else name)
    elif in_any_order(before) != in_any_order(after) and not (says_nothing(before) and says_nothing(after)):
        yield path


def says_nothing(value: Any) -> bool:
    return not value or value == "UNPAUSED"


def in_any_order(value: Any) -> Any:
    return sorted(value, key=json.dumps) if isinstance(value, list) else value


def adopted(root: Path, job_id: int) -> Adoption:
    options = LoadOptions(root, root)
    done = adopt(Request((f"orders={job_id}",)), options, lambda _: Workspace())
    assert done.fragment is not None, list(done.diagnostics)
    return done


@settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(job=jobs(), config=configs())
def test_a_job_stays_as_it_is(
    job: Json, config: Json, local_workspace: LocalWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    point_at(local_workspace, monkeypatch)
    job_id = int(post(local_workspace, "/api/2.2/jobs/create", job)["job_id"])
    before = read(local_workspace, job_id)
    with TemporaryDirectory() as folder:
        root = Path(folder)
        write_project(root, config)
        done = adopted(root, job_id)
        assert adopted(root, job_id).fragment == done.fragment
        (root / "brickform.yml").write_text(done.fragment or "")
        assert adopted(root, job_id).fragment == ""
        deploy(root, local_workspace, job_id)
    summaries = "\n".join(item.summary for item in done.diagnostics)
    named = {re.sub(r"^(access_control_list)\[(.*)\]$", r"\1.\2", path) for path in NAMED.findall(summaries)}
    assert set(changes(before, read(local_workspace, job_id))) == named
    assert [path for path in named if not MAY_CHANGE.fullmatch(path)] == []
