"""``brickform adopt`` against the local workspace: what it prints, writes and refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from brickform.testing import Fault, LocalWorkspace
from brickform.testing.fixtures import local_workspace
from brickform.testing.local_workspace.errors import ApiError
from support.command import Outcome, brickform
from support.jobs import create_job
from support.pointing import point_at

__all__ = ["local_workspace"]

NAME = "dbt__main-shop-orders"
MODELS = """\
models:
  - {name: customers, config: {submission_method: serverless_cluster}}
  - {name: orders, config: {submission_method: workflow_job}}
"""
PROJECT = f"name: shop\ntargets: {{prod: {{catalog: main, schema: shop}}}}\n{MODELS}"
CLUSTER = {"spark_version": "15.4.x-scala2.12", "node_type_id": "i3.xlarge", "num_workers": 1}


@pytest.fixture(autouse=True)
def workspace(local_workspace: LocalWorkspace, monkeypatch: pytest.MonkeyPatch) -> LocalWorkspace:
    point_at(local_workspace, monkeypatch)
    return local_workspace


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "models").mkdir()
    for name in ("orders", "customers"):
        code = "def model(dbt, session):\n    return session.range(1)\n"
        (tmp_path / "models" / f"{name}.py").write_text(code)
    (tmp_path / "brickform.yml").write_text(PROJECT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make(workspace: LocalWorkspace, name: str = NAME, *more_tasks: Any, **settings: Any) -> int:
    """Make a job as dbt does; ``task`` is for its main task."""
    task = {"task_key": "inner_notebook", "notebook_task": {"notebook_path": "/dbt/orders"}}
    main = {**task, **settings.pop("task", {})}
    return create_job(workspace, main, *more_tasks, name=name, **settings)


def adopt(*arguments: str | int | Path) -> Outcome:
    return brickform("adopt", *arguments)


@pytest.mark.usefixtures("project")
def test_it_prints_what_to_write(workspace: LocalWorkspace) -> None:
    job_id = make(workspace, tags={"team": "{{x}}"}, task={"max_retries": 2, "new_cluster": CLUSTER})
    done = adopt(job_id)
    assert done.code == 0
    assert (
        done.out
        == f"""\
# Existing jobs, as brickform adopt found them. From now on these lines are yours.
targets:
  prod:
    models:
      orders:
        job_cluster_config:
          aws_attributes:
            availability: SPOT_WITH_FALLBACK
            zone_id: us-west-2a
          data_security_mode: SINGLE_USER
          node_type_id: i3.xlarge
          num_workers: 1
          spark_version: '15.4.x-scala2.12'
        python_job_config:
          additional_task_settings:
            max_retries: 2
          existing_job_id: {job_id}
          tags:
            team: '{{% raw %}}{{{{x}}}}{{% endraw %}}'
"""
    )
    assert (
        done.err
        == f"""\
brickform.yml:5:5: info[BF714]: job {job_id}: 'tasks[inner_notebook].notebook_task.notebook_path' changes \
from '/dbt/orders' to that of the notebook 'orders'
 5 |   - {{name: orders, config: {{submission_method: workflow_job}}}}
   |     ^
     at models[1]

1 info
1 job for target 'prod'
next: put these lines into brickform.yml
then: brickform generate terraform -t prod, and read the plan: it imports every job
"""
    )


@pytest.mark.parametrize("word", ["{id}", NAME, "customers={other}", "model.shop.customers=nightly"])
def test_a_job_is_named_by_id_or_name_and_its_model_may_be_told(
    word: str, project: Path, workspace: LocalWorkspace
) -> None:
    job_id, other = make(workspace), make(workspace, "nightly")
    done = adopt(word.format(id=job_id, other=other), "--output-format", "json")
    result = json.loads(done.out)["result"]
    if "customers" in word:
        assert result["adopted"] == [{"model": "model.shop.customers", "job_id": other}]
        assert "submission_method: workflow_job" in result["brickform_yml"]
        assert "name: nightly" in result["brickform_yml"]
    else:
        assert result["adopted"] == [{"model": "model.shop.orders", "job_id": job_id}]
        assert "submission_method" not in result["brickform_yml"]


@pytest.mark.usefixtures("project")
def test_all_that_dbt_made_is_found(workspace: LocalWorkspace) -> None:
    orders = make(workspace)
    make(workspace, "dbt__main-other-orders")
    make(workspace, "nightly")
    done = adopt("--made-by-dbt")
    assert (done.code, done.out.count("existing_job_id")) == (0, 1)
    assert f"existing_job_id: {orders}" in done.out
    assert "'dbt__main-other-orders' belongs to no model" in done.err
    assert "nightly" not in done.err


@pytest.mark.usefixtures("project")
def test_several_jobs_of_one_model_are_left_out(workspace: LocalWorkspace) -> None:
    first, second = make(workspace), make(workspace)
    done = adopt("--made-by-dbt")
    assert (done.code, done.out) == (0, "")
    assert f"warning[BF712]: 'orders' is left out: jobs {first}, {second} could be its job" in done.err
    assert adopt(first, second).code == 1
    assert adopt(f"orders={second}").code == 0
    done = adopt(f"orders={first}", f"customers={first}")
    assert (done.code, done.err.count("BF712")) == (1, 3)


@pytest.mark.usefixtures("project")
def test_what_cannot_be_adopted_is_said(workspace: LocalWorkspace) -> None:
    stranger = make(workspace, "nightly")
    assert f"error[BF711]: '{stranger}' fits no model" in adopt(stranger).err
    tasks = [{"task_key": key, "notebook_task": {"notebook_path": f"/{key}"}} for key in "ab"]
    two = create_job(workspace, *tasks, name="two")
    assert f"of job {two} tasks a, b could run it" in adopt(f"orders={two}").err
    sql = create_job(workspace, {"task_key": "a", "sql_task": {"file": {"path": "/a"}}}, name="sql")
    assert "none of its tasks runs a notebook" in adopt(f"orders={sql}").err
    assert adopt("no such job").code == 5
    assert adopt().code == 2


def test_a_model_that_shares_a_job_has_none_to_adopt(project: Path, workspace: LocalWorkspace) -> None:
    (project / "brickform.yml").write_text(f"{PROJECT}jobs: {{nightly: {{models: [orders]}}}}\n")
    job_id = make(workspace)
    done = adopt(f"orders={job_id}")
    assert done.code == 1
    assert "error[BF711]: 'orders' has no job of its own in this target" in done.err
    assert "write existing_job_id into python_job_config of the job 'nightly'" in done.err
    assert f"'{job_id}' fits no model" in adopt(job_id).err


@pytest.mark.usefixtures("project")
def test_what_brickform_refuses_is_left_out_and_said(workspace: LocalWorkspace) -> None:
    job_id = make(workspace, carbon=3, task={"disk_class": "x"}, max_concurrent_runs=2)
    done = adopt(job_id)
    assert done.code == 0
    assert "carbon" not in done.out
    assert "additional_task_settings" not in done.out
    assert "max_concurrent_runs: 2" in done.out
    assert "'python_job_config.carbon' is left out: unknown key 'carbon'" in done.err
    assert f"warning[BF715]: job {job_id}: 'carbon' goes; it is 3" in done.err
    assert f"warning[BF715]: job {job_id}: 'tasks[inner_notebook].disk_class' goes; it is 'x'" in done.err
    assert adopt(job_id, "--strict").code == 1


def test_a_field_that_is_allowed_is_kept(project: Path, workspace: LocalWorkspace) -> None:
    (project / "brickform.yml").write_text(f"{PROJECT}allow_fields: [carbon]\n")
    done = adopt(make(workspace, carbon=3))
    assert "carbon: 3" in done.out
    assert "BF715" not in done.err


@pytest.mark.usefixtures("project")
def test_no_secret_is_written_or_said(workspace: LocalWorkspace) -> None:
    token = "dapi" + "0123456789abcdef" * 2
    cluster = {**CLUSTER, "spark_env_vars": {"DB_PASSWORD": "hunter22", "TOKEN": token, "A": "b"}}
    done = adopt(make(workspace, task={"new_cluster": cluster}), "--output-format", "json")
    assert "A: b" in json.loads(done.out)["result"]["brickform_yml"]
    assert done.out.count("in plain text; it is not written down") == 2
    assert "hunter22" not in done.out
    assert token not in done.out


@pytest.mark.usefixtures("project")
def test_no_secret_of_an_argument_or_a_parameter_is_written_or_said(workspace: LocalWorkspace) -> None:
    arguments = ["--password", "hunter22", "--day", "1", "--api-token=s3cr3ts3cr3t", "--password=hunter33"]
    script = {"python_file": "/a.py", "parameters": arguments}
    hook = {"task_key": "a", "existing_cluster_id": "0101-000001-abc", "spark_python_task": script}
    parameters = [{"name": "db_password", "default": "hunter44"}, {"name": "day", "default": "1"}]
    spark_conf = {"my.private.secret_key": "hunter555"}
    task = {"new_cluster": {**CLUSTER, "spark_conf": spark_conf}}
    done = adopt(make(workspace, NAME, hook, parameters=parameters, task=task))
    assert done.code == 0
    assert "name: day" in done.out
    assert "BF718" in done.err
    assert [text for text in ("hunter", "s3cr3t") if text in done.out + done.err] == []


@pytest.mark.usefixtures("project")
def test_who_deploys_the_job_otherwise_is_said(workspace: LocalWorkspace) -> None:
    job_id = make(workspace, deployment={"kind": "BUNDLE"}, edit_mode="UI_LOCKED")
    assert f"warning[BF719]: job {job_id} is deployed by something else (BUNDLE)" in adopt(job_id).err


@pytest.mark.usefixtures("project")
def test_access_is_kept_with_its_owner(workspace: LocalWorkspace) -> None:
    owner = {"user_name": "boss@example.com", "permission_level": "IS_OWNER"}
    viewers = {"group_name": "data", "permission_level": "CAN_VIEW"}
    done = adopt(make(workspace, access_control_list=[owner, viewers]))
    assert (
        "access_control_list:\n          - group_name: data\n            permission_level: CAN_VIEW"
        in done.out
    )
    assert "- permission_level: IS_OWNER\n            user_name: boss@example.com" in done.out


@pytest.mark.usefixtures("project")
def test_access_that_is_not_shown_is_said(workspace: LocalWorkspace) -> None:
    job_id = make(workspace)
    denied = ApiError(403, "PERMISSION_DENIED", "no")
    workspace.inject(Fault("denied", error=denied), path="/api/2.0/permissions/*")
    assert f"warning[BF717]: job {job_id} does not show who has access" in adopt(job_id).err


def test_a_new_file_is_written_and_no_other(project: Path, workspace: LocalWorkspace) -> None:
    job_id = make(workspace)
    done = adopt(job_id, "-o", "adopted.yml")
    assert (done.code, done.out) == (0, "")
    assert "next: put its lines into brickform.yml" in done.err
    written = (project / "adopted.yml").read_text()
    assert adopt(job_id, "-o", "adopted.yml").code == 0
    done = adopt(job_id, "-o", "brickform.yml")
    assert done.code == 1
    assert "'brickform.yml' is there already, and is not overwritten" in done.err
    assert (project / "brickform.yml").read_text() == PROJECT
    assert (project / "adopted.yml").read_text() == written


def test_once_adopted_there_is_nothing_to_write(project: Path, workspace: LocalWorkspace) -> None:
    job_id = make(workspace, timeout_seconds=60)
    lines = adopt(job_id).out.replace("    models:", "    catalog: main\n    schema: shop\n    models:")
    (project / "brickform.yml").write_text(f"name: shop\n{MODELS}{lines}")
    for word in (str(job_id), "--made-by-dbt"):
        done = adopt(word)
        assert (done.code, done.out) == (0, "")
        assert f"info[BF720]: 'orders' has adopted job {job_id}; there is nothing to write" in done.err


def test_a_project_with_errors_comes_first(project: Path, workspace: LocalWorkspace) -> None:
    (project / "brickform.yml").write_text(PROJECT.replace("workflow_job", "nonsense"))
    assert adopt(make(workspace)).code == 1
