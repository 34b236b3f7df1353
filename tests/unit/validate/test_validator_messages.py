"""What is said about a wrong config, and where."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from brickform.diagnostics import Diagnostic, Severity
from brickform.location import Location, SourceMap
from brickform.read.yaml_source import read_yaml
from brickform.resolve.project import Relation, ResolvedModel, ResolvedProject, Target
from brickform.sourced import Sourced
from brickform.validate import validate, validate_model


def read(text: str) -> Sourced:
    document, problems = read_yaml(text, "models.yml")
    assert document is not None
    assert list(problems) == []
    return document


def model(config: Sourced) -> ResolvedModel:
    return ResolvedModel(
        name="orders",
        package="shop",
        version=None,
        path="models/orders.py",
        fqn=("shop", "orders"),
        relation=Relation("main", "sales", "orders"),
        config=config,
        code="",
        source=config.source,
    )


def check(text: str) -> list[Diagnostic]:
    return list(validate_model(model(read(text))))


def said(found: Diagnostic) -> str:
    assert found.location is not None
    return f"{found.location.line}:{found.location.column} {found.code.id} {found.summary} | {found.help}"


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        pytest.param(
            "submission_method: workflow_jobs",
            "1:20 BF305 'submission_method' cannot be 'workflow_jobs' | did you mean 'workflow_job'?",
            id="unknown word",
        ),
        pytest.param(
            "job_cluster_config: {runtime_engine: photon}",
            "1:38 BF305 'runtime_engine' cannot be 'photon' | did you mean 'PHOTON'?",
            id="wrong case",
        ),
        pytest.param(
            "python_job_config: {continuous: {pause_status: off}}",
            "1:48 BF305 'pause_status' cannot be false | write 'PAUSED' or 'UNPAUSED'",
            id="a word that YAML reads as a boolean",
        ),
        pytest.param(
            "python_job_config:\n  max_retires: 2",
            "2:3 BF302 unknown key 'max_retires' | did you mean 'max_retries'?",
            id="unknown key",
        ),
        pytest.param(
            "python_job_config:\n  maxRetries: 2",
            "2:3 BF302 unknown key 'maxRetries' | did you mean 'max_retries'?",
            id="camelCase",
        ),
        pytest.param(
            "python_job_config:\n  max_retires: null",
            "2:3 BF302 unknown key 'max_retires' | did you mean 'max_retries'?",
            id="unknown key without a value",
        ),
        pytest.param(
            "python_job_config: {packages: [pandas]}",
            "1:21 BF302 unknown key 'packages' | 'packages' is a key of config",
            id="a key one level too deep",
        ),
        pytest.param(
            "python_job_config: {num_workers: 2}",
            "1:21 BF302 unknown key 'num_workers' | 'num_workers' is a key of job_cluster_config",
            id="a key of another mapping",
        ),
        pytest.param(
            "job_cluster_config: {sql_task: {}}",
            "1:22 BF302 unknown key 'sql_task' | 'sql_task' is a key of a task",
            id="a key of a task",
        ),
        pytest.param(
            "python_job_config: {tasks: []}",
            "1:21 BF302 unknown key 'tasks' |"
            " the model is the main task; write others under 'post_hook_tasks'",
            id="tasks",
        ),
        pytest.param(
            "python_job_config: {grants: {own: []}}",
            "1:30 BF302 unknown key 'own' | write 'manage', 'run' or 'view'",
            id="unknown key, few known",
        ),
        pytest.param(
            "python_job_config: {xyzzy: 1}",
            "1:21 BF302 unknown key 'xyzzy' |"
            " list it under 'allow_fields' in brickform.yml if the workspace knows it",
            id="nothing close",
        ),
        pytest.param(
            'job_cluster_config: {num_workers: "2"}',
            "1:35 BF304 expected an integer, found the text '2' | write 2 without quotes",
            id="a number in quotes",
        ),
        pytest.param(
            "python_job_config: {max_retries: 2.0}",
            "1:34 BF304 expected an integer, found the number 2.0 | write 2",
            id="a whole float",
        ),
        pytest.param(
            "python_job_config: {max_retries: 2.5}",
            "1:34 BF304 expected an integer, found the number 2.5 | ",
            id="a float",
        ),
        pytest.param(
            'notebook_scoped_libraries: "yes"',
            "1:28 BF304 expected true or false, found the text 'yes' | write true without quotes",
            id="a boolean in quotes",
        ),
        pytest.param(
            "job_cluster_config: {spark_version: 15.4}",
            "1:37 BF304 expected text, found the number 15.4 |"
            ' write it in quotes, as in "16.4.x-scala2.12": YAML reads 3.10 as the number 3.1',
            id="a version that is a float",
        ),
        pytest.param(
            "environment_version: 4",
            '1:22 BF304 expected text, found the number 4 | write it in quotes: "4"',
            id="a version that is an integer",
        ),
        pytest.param(
            "alias: no",
            "1:8 BF304 expected text, found false, written no |"
            ' write it in quotes: "no"; YAML reads yes, no, on and off as true and false',
            id="a text that YAML reads as a boolean",
        ),
        pytest.param(
            "alias: 010",
            '1:8 BF304 expected text, found the number 8, written 010 | write it in quotes: "010"',
            id="a number that YAML reads as another",
        ),
        pytest.param(
            "python_job_config: {description: 12}",
            '1:34 BF304 expected text, found the number 12 | write it in quotes: "12"',
            id="a number that is read as it is written",
        ),
        pytest.param(
            "packages: pandas",
            "1:11 BF304 expected a list, found the text 'pandas' | write a list: [pandas]",
            id="a text for a list",
        ),
        pytest.param(
            "packages: {pandas: 1}",
            "1:11 BF304 expected a list, found a mapping | write a list, one '- ' for each entry",
            id="a mapping for a list",
        ),
        pytest.param(
            "packages: [pandas, null]",
            "1:20 BF304 expected text, found nothing | ",
            id="null in a list",
        ),
        pytest.param(
            "python_job_config: []",
            "1:20 BF304 expected a mapping, found a list | ",
            id="a list for a mapping",
        ),
        pytest.param(
            "python_job_config: {tags: {a: [b]}}",
            "1:31 BF304 expected a single value, found a list | ",
            id="a list in a map of strings",
        ),
        pytest.param(
            "python_job_config: {post_hook_tasks: [{dbt_task: {commands: [dbt run]}}]}",
            "1:39 BF303 'task_key' is missing | add 'task_key'",
            id="missing key",
        ),
        pytest.param(
            "python_job_config: {post_hook_tasks: [{taskkey: a, dbt_task: {commands: [dbt run]}}]}",
            "1:40 BF302 unknown key 'taskkey' | did you mean 'task_key'?",
            id="a misspelt key is not missing too",
        ),
        pytest.param(
            "python_job_config: {grants: {view: [{}]}}",
            "1:37 BF306 the principal is missing |"
            " give one of 'user_name', 'group_name' or 'service_principal_name'",
            id="no principal",
        ),
        pytest.param(
            "python_job_config: {grants: {view: [{group: a}]}}",
            "1:38 BF302 unknown key 'group' | did you mean 'group_name'?",
            id="a misspelt principal is not missing too",
        ),
        pytest.param(
            "python_job_config: {run_as: {user_name: a, group_name: b}}",
            "1:44 BF306 'user_name' and 'group_name' exclude each other | keep 'user_name' or 'group_name'",
            id="two principals",
        ),
        pytest.param(
            "python_job_config: {existing_job_id: my job}",
            "1:38 BF301 expected digits, found the text 'my job' | ",
            id="an id that is none",
        ),
        pytest.param(
            "timeout: -1.5",
            "1:10 BF304 expected an integer, found the number -1.5 | ",
            id="wrong type and too small",
        ),
        pytest.param(
            "timeout: -1",
            "1:10 BF301 expected at least 0, found the number -1 | ",
            id="too small",
        ),
        pytest.param(
            "python_job_config: {max_concurrent_runs: 1001}",
            "1:42 BF301 expected 0 to 1000, found the number 1001 | ",
            id="too large",
        ),
        pytest.param(
            "job_cluster_config: {autotermination_minutes: 5}",
            "1:47 BF301 expected 0 or 10 to 10000, found the number 5 | ",
            id="out of a range with an exception",
        ),
        pytest.param(
            "job_cluster_config: {autotermination_minutes: '5'}",
            "1:47 BF304 expected an integer, found the text '5' | write 5 without quotes",
            id="wrong type and out of range",
        ),
        pytest.param(
            "python_job_config: {webhook_notifications: {on_start: [{id: a}, {id: b}, {id: c}, {id: d}]}}",
            "1:83 BF310 'on_start' has 4 entries, more than the 3 that are allowed | keep 3 of them",
            id="too many elements",
        ),
        pytest.param(
            f"python_job_config: {{tags: {{{', '.join(f't{n}: x' for n in range(10, 36))}}}}}",
            "1:228 BF310 'tags' has 26 entries, more than the 25 that are allowed | keep 25 of them",
            id="too many entries",
        ),
        pytest.param(
            f"python_job_config: {{name: {'ä' * 2049}}}",
            "1:27 BF310 'name' has 4098 bytes, more than the 4096 that are allowed | ",
            id="too many bytes",
        ),
        pytest.param(
            f"python_job_config: {{description: {'ä' * 27701}}}",
            "1:34 BF310 'description' has 27701 characters, more than the 27700 that are allowed | ",
            id="too long",
        ),
        pytest.param(
            "python_job_config: {trigger: {table_update: {table_names: []}}}",
            "1:59 BF301 'table_names' is empty | add an entry",
            id="too few elements",
        ),
        pytest.param(
            "python_job_config: {additional_task_settings: {task_key: a.b}}",
            "1:58 BF301 expected letters, digits, '-' and '_', found the text 'a.b' | ",
            id="a key that cannot be one",
        ),
        pytest.param(
            "job_cluster_config: {num_workers: 1, autoscale: {max_workers: 3}}",
            "1:38 BF308 'num_workers' and 'autoscale' exclude each other | keep 'num_workers' or 'autoscale'",
            id="two alternatives",
        ),
        pytest.param(
            "job_cluster_config: {driver_node_type_id: a, instance_pool_id: b, node_type_id: c}",
            "1:46 BF308 'driver_node_type_id' and 'instance_pool_id' exclude each other |"
            " keep 'driver_node_type_id' or 'instance_pool_id'",
            id="two alternatives of more than one key",
        ),
        pytest.param(
            "python_job_config: {continuous: {}, trigger: null, triggers: [], schedule:"
            " {quartz_cron_expression: '0 0 4 * * ?', timezone_id: UTC}}",
            "1:52 BF308 'continuous', 'triggers' and 'schedule' exclude each other |"
            " keep 'continuous', 'triggers' or 'schedule'",
            id="three alternatives",
        ),
        pytest.param(
            "additional_libs: [{}]",
            "1:19 BF309 the kind of library is missing |"
            " give one of 'pypi', 'whl', 'jar', 'maven', 'requirements', 'cran' or 'egg'",
            id="no alternative",
        ),
        pytest.param(
            "python_job_config: {post_hook_tasks: [{task_key: a, sql_task: null}]}",
            "1:39 BF309 the kind of task is missing | give one of 'notebook_task', 'spark_python_task',"
            " 'python_wheel_task', 'sql_task', 'dbt_task', 'run_job_task' or 14 others",
            id="no alternative of many",
        ),
        pytest.param(
            "additional_libs: [{jarr: /a.jar}]",
            "1:20 BF302 unknown key 'jarr' | did you mean 'jar'?",
            id="a misspelt alternative is not missing too",
        ),
    ],
)
def test_one_mistake_gives_one_message_at_its_place(config: str, expected: str) -> None:
    assert [said(found) for found in check(config)] == [expected]


@pytest.mark.parametrize(
    "config",
    [
        "python_job_config: {trigger: {sql_condition: {sql_query_id: q, warehouse_id: w}}}",
        "python_job_config: {trigger: {model: {condition: MODEL_CREATED}, sql_condition: null}}",
        "job_cluster_config: {instance_pool_id: p, driver_instance_pool_id: q, node_type_id: null}",
        "job_cluster_config: {autoscale: null, num_workers: 0, autotermination_minutes: 0}",
        f"python_job_config: {{tags: {{gone: null, {', '.join(f't{n}: x' for n in range(25))}}}}}",
        f"python_job_config: {{name: {'ä' * 2048}, description: {'ä' * 27700}}}",
    ],
)
def test_a_null_excludes_nothing_and_counts_for_nothing(config: str) -> None:
    assert check(config) == []


def test_every_mistake_is_reported_in_the_order_of_the_file() -> None:
    config = """\
submission_method: workflow
python_job_config:
  max_retries: "3"
  email_notification: {on_failure: [a@example.com]}
  post_hook_tasks:
    - task_key: after
      depends_on: [{task: main}]
      notebook_task: {notebook_path: /a, source: workspace}
  grants: {view: [{group_name: 7}]}
job_cluster_config: {spark_version: 15.4, autoscale: {min_worker: 1}}
packages: pandas
"""
    places = [(found.location.line, found.location.column) for found in check(config) if found.location]
    assert places == [
        (1, 20),
        (3, 16),
        (4, 3),
        (7, 20),
        (7, 21),
        (8, 50),
        (9, 32),
        (10, 37),
        (10, 55),
        (11, 11),
    ]


def test_the_path_is_that_of_the_users_document() -> None:
    document = read("models:\n  - name: orders\n    config:\n      packages: {a: 1}\n")
    config = document.at("models", 0, "config")
    assert config is not None
    (found,) = validate_model(model(config))
    assert found.path == ("models", 0, "config", "packages")
    assert found.location == Location("models.yml", 4, 17)


def test_a_secret_is_never_shown() -> None:
    config = "job_cluster_config: {docker_image: {basic_auth: {username: u, password: 987654}}}"
    (found,) = check(config)
    assert "987654" not in said(found)
    assert "password" in found.path


def test_a_value_that_is_no_json_is_reported() -> None:
    source = SourceMap("models.yml")
    (found,) = validate_model(model(Sourced({"alias": datetime.date(2026, 1, 1)}, source)))
    assert found.summary == "expected text, found a date"


def test_a_key_of_config_that_is_close_to_a_known_one_is_a_warning() -> None:
    (found,) = check("package: [pandas]")
    assert found.severity is Severity.WARNING
    assert said(found) == "1:1 BF307 'package' has no meaning here | did you mean 'packages'?"


@pytest.mark.parametrize("key", ["my_threshold", "num_workers", "team", "query_tags", "user_id", "grants"])
def test_other_keys_of_config_are_the_users_own(key: str) -> None:
    assert check(f"{key}: {{any: [thing]}}") == []


def test_the_whole_project_is_checked_with_its_shared_clusters() -> None:
    config = read("packages: pandas")
    clusters = read("small: {spark_version: 16.4.x-scala2.12}\nbad:\n  num_workers: two\n")
    target = Target("dev", "main", "sales")
    project = ResolvedProject(
        root=Path(),
        name="shop",
        target=target,
        targets=(target,),
        models=(model(config), model(read("{}"))),
        selected=frozenset(),
        clusters=clusters,
    )
    assert [said(found) for found in validate(project)] == [
        "1:11 BF304 expected a list, found the text 'pandas' | write a list: [pandas]",
        "3:3 BF303 'spark_version' is missing | add 'spark_version'",
        "3:16 BF304 expected an integer, found the text 'two' | ",
    ]


@pytest.mark.parametrize(
    "config",
    ["timeout: {}", "submission_method: {}", "python_job_config: {{existing_job_id: {}}}"],
)
def test_a_token_in_the_wrong_place_is_never_shown(config: str) -> None:
    token = "dapi" + "0123456789abcdef" * 2
    problems = [said(found) for found in check(config.format(token))]
    assert problems
    assert token not in "".join(problems)
