from __future__ import annotations

import pytest

from brickform.compile.model import Ref
from brickform.resolve.project import Relation
from support.resolved import DEV, compiled, main_task_of, model, settings_of, sourced

SCOPED = "{{packages: ['a>=1'], notebook_scoped_libraries: true, job_cluster_config: {{spark_version: {}}}}}"
CLUSTER = "{spark_version: 15.4.x-scala2.12, node_type_id: i3.xlarge, num_workers: 1}"


def test_a_bare_model_becomes_a_serverless_job_with_dbts_names() -> None:
    assert settings_of("{}") == {
        "name": "dbt__main-analytics-orders",
        "queue": {"enabled": True},
        "tasks": [
            {
                "task_key": "inner_notebook",
                "notebook_task": {"notebook_path": Ref("notebook", "orders", "path"), "source": "WORKSPACE"},
            }
        ],
    }


def test_keys_of_python_job_config_go_to_the_job_or_to_the_main_task() -> None:
    settings = settings_of("""
        python_job_config:
          name: nightly
          timeout_seconds: 60
          max_retries: 2
          retry_on_timeout: true
          queue: {enabled: false}
          existing_cluster_id: 1234-abc
          email_notifications: {on_failure: [a@example.com]}
          description:
    """)
    assert settings["name"] == "nightly"
    assert settings["timeout_seconds"] == 60
    assert settings["queue"] == {"enabled": False}
    assert "description" not in settings
    assert "max_retries" not in settings
    task = settings["tasks"][0]
    assert (task["max_retries"], task["retry_on_timeout"], task["existing_cluster_id"]) == (
        2,
        True,
        "1234-abc",
    )


def test_additional_task_settings_win_one_level_deep_in_the_notebook_task() -> None:
    task = main_task_of("""
        packages: [pandas]
        job_cluster_config: {spark_version: 15.4.x-scala2.12}
        python_job_config:
          max_retries: 2
          additional_task_settings:
            task_key: main
            max_retries: 5
            libraries: [{jar: /x.jar}]
            notebook_task: {base_parameters: {day: 1, full: true}}
    """)
    assert task["task_key"] == "main"
    assert task["max_retries"] == 5
    assert task["libraries"] == [{"jar": "/x.jar"}]
    assert task["notebook_task"] == {
        "notebook_path": Ref("notebook", "orders", "path"),
        "source": "WORKSPACE",
        "base_parameters": {"day": "1", "full": "true"},
    }


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("{}", {}),
        ("{cluster_id: c}", {"existing_cluster_id": "c"}),
        ("{cluster_id: c, job_cluster_config: {spark_version: v}}", {"new_cluster": {"spark_version": "v"}}),
        (
            "{job_cluster_config: {spark_version: v}, python_job_config: {existing_cluster_id: e}}",
            {"existing_cluster_id": "e"},
        ),
        (
            "{cluster_id: c, python_job_config: {existing_cluster_id: e,"
            " additional_task_settings: {job_cluster_key: k}}}",
            {"job_cluster_key": "k"},
        ),
        ("{python_job_config: {additional_task_settings: {cluster_id: c}}}", {"existing_cluster_id": "c"}),
        ("{job_cluster_config: {}, python_job_config: {existing_cluster_id: null}}", {}),
    ],
)
def test_the_compute_of_highest_precedence_is_the_only_one(config: str, expected: dict[str, object]) -> None:
    task = main_task_of(config)
    computes = {"new_cluster", "existing_cluster_id", "job_cluster_key"}
    assert {key: value for key, value in task.items() if key in computes} == expected


def test_doubled_compute_is_a_warning_at_the_one_that_loses() -> None:
    _, found = compiled(
        model("""\
        job_cluster_config:
          spark_version: v
        python_job_config:
          existing_cluster_id: e
        """)
    )
    assert [(item.code.id, str(item.location), item.summary) for item in found] == [
        (
            "BF401",
            "models/models.yml:1:1",
            "the task runs on python_job_config.existing_cluster_id; job_cluster_config is not used",
        )
    ]


def test_packages_become_libraries_with_the_index_on_a_cluster() -> None:
    task = main_task_of(f"""
        job_cluster_config: {CLUSTER}
        packages: [pandas, numpy==1.24.0]
        index_url: https://pypi.example.com/simple
        additional_libs: [{{jar: /x.jar}}]
    """)
    assert task["libraries"] == [
        {"pypi": {"package": "pandas", "repo": "https://pypi.example.com/simple"}},
        {"pypi": {"package": "numpy==1.24.0", "repo": "https://pypi.example.com/simple"}},
        {"jar": "/x.jar"},
    ]


@pytest.mark.parametrize(
    ("config", "restarts"),
    [
        ("{packages: ['a>=1']}", True),
        (
            SCOPED.format("12.2.x"),
            False,
        ),
        (
            SCOPED.format("13.3.x"),
            True,
        ),
        (
            "{packages: ['a>=1'], notebook_scoped_libraries: true, python_job_config: {"
            "job_clusters: [{job_cluster_key: k, new_cluster: {spark_version: 11.3.x}}],"
            "additional_task_settings: {job_cluster_key: k}}}",
            False,
        ),
    ],
)
def test_packages_go_into_the_notebook_on_serverless_and_when_asked(config: str, restarts: bool) -> None:
    graph, found = compiled(model(config))
    assert not found.has_errors
    assert "libraries" not in graph.jobs[0].settings.value["tasks"][0]
    body = graph.notebooks[0].body
    assert "a>=1" in body.packages
    assert body.restart_python is restarts


def test_environment_dependencies_define_an_environment_and_warn() -> None:
    graph, found = compiled(model("{environment_key: e, environment_dependencies: [polars]}"))
    settings = graph.jobs[0].settings.value
    assert settings["environments"] == [
        {"environment_key": "e", "spec": {"environment_version": "4", "dependencies": ["polars"]}}
    ]
    assert settings["tasks"][0]["environment_key"] == "e"
    assert [item.code.id for item in found] == ["BF402"]


def test_a_notebook_task_of_the_job_config_keeps_the_models_notebook() -> None:
    task = main_task_of("{python_job_config: {notebook_task: {base_parameters: {a: 1, b: null}}}}")
    assert task["notebook_task"] == {
        "notebook_path": Ref("notebook", "orders", "path"),
        "source": "WORKSPACE",
        "base_parameters": {"a": "1"},
    }


def test_lists_without_an_order_are_sorted_and_ids_are_text() -> None:
    settings = settings_of("""
        python_job_config:
          existing_job_id: 9007199254740993
          webhook_notifications: {on_failure: [{id: b}, {id: a}]}
          job_clusters:
            - {job_cluster_key: z, new_cluster: {spark_conf: {a: 1, b: false}}}
            - {job_cluster_key: y, new_cluster: {}}
          post_hook_tasks:
            - task_key: after
              depends_on: [{task_key: z}, {task_key: inner_notebook}]
              run_job_task: {job_id: "9007199254740993"}
            - {task_key: before, sql_task: {warehouse_id: 12345, file: {path: /x.sql}}}
            - {task_key: z, dbt_task: {commands: [dbt build]}}
    """)
    assert [task["task_key"] for task in settings["tasks"]] == ["after", "before", "inner_notebook", "z"]
    after, before, _, last = settings["tasks"]
    assert after["depends_on"] == [{"task_key": "inner_notebook"}, {"task_key": "z"}]
    assert after["run_job_task"] == {"job_id": 9007199254740993}
    assert before["sql_task"] == {"warehouse_id": "12345", "file": {"path": "/x.sql", "source": "WORKSPACE"}}
    assert last["dbt_task"] == {"commands": ["dbt build"], "source": "WORKSPACE", "schema": "default"}
    assert settings["webhook_notifications"] == {"on_failure": [{"id": "a"}, {"id": "b"}]}
    assert [cluster["job_cluster_key"] for cluster in settings["job_clusters"]] == ["y", "z"]
    assert settings["job_clusters"][1]["new_cluster"] == {"spark_conf": {"a": "1", "b": "false"}}


def test_under_git_source_only_the_model_stays_in_the_workspace() -> None:
    settings = settings_of("""
        python_job_config:
          git_source: {git_url: "https://example.com/r", git_provider: gitHub, git_branch: main}
          post_hook_tasks: [{task_key: z, notebook_task: {notebook_path: n}}]
    """)
    assert [task["notebook_task"]["source"] for task in settings["tasks"]] == ["WORKSPACE", "GIT"]


def test_origins_lead_back_to_what_the_user_wrote() -> None:
    graph, _ = compiled(
        model("""\
        python_job_config:
          max_retries: 2
          post_hook_tasks:
            - task_key: a_hook
              timeout_seconds: 5
        """)
    )
    settings = graph.jobs[0].settings
    hook = settings.source.find(("tasks", 0, "timeout_seconds"))
    assert str(hook.location) == "models/models.yml:5:24"
    retries = settings.source.find(("tasks", 1, "max_retries"))
    assert str(retries.location) == "models/models.yml:2:16"
    assert retries.config_path == ("python_job_config", "max_retries")


def test_the_targets_run_as_is_the_jobs_unless_it_has_its_own() -> None:
    target = type(DEV)("dev", "main", "analytics", run_as=sourced("{user_name: robot@example.com}"))
    graph, _ = compiled(
        model("{}", name="a"),
        model("{python_job_config: {run_as: {user_name: me}}}", name="b"),
        target=target,
    )
    run_as = [job.settings.value["run_as"]["user_name"] for job in graph.jobs]
    assert run_as == ["robot@example.com", "me"]


def test_one_time_models_are_deployed_only_when_asked() -> None:
    models = (model("{submission_method: serverless_cluster}"),)
    graph, found = compiled(*models)
    assert not graph.jobs
    assert [item.code.id for item in found] == ["BF406"]
    graph, found = compiled(*models, include_one_time=True)
    assert [job.key for job in graph.jobs] == ["orders"]
    assert not list(found)


def test_a_cluster_id_may_name_a_shared_cluster() -> None:
    clusters = sourced(f"""
        shared: {CLUSTER}
        unused: {{spark_version: v, cluster_name: null, permissions: [{{user_name: u, level: CAN_RESTART}}]}}
    """)
    graph, _ = compiled(model("{cluster_id: shared}"), clusters=clusters)
    task = graph.jobs[0].settings.value["tasks"][0]
    assert task["existing_cluster_id"] == Ref("cluster", "shared", "id")
    assert [(item.key, item.models) for item in graph.clusters] == [
        ("shared", ("model.shop.orders",)),
        ("unused", ()),
    ]
    assert graph.clusters[1].settings.value == {"spark_version": "v", "cluster_name": "unused"}
    assert [(item.of, item.entries[0].level) for item in graph.permissions] == [
        (Ref("cluster", "unused", "id"), "CAN_RESTART")
    ]


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"name": "orders"}, "orders"),
        ({"name": "orders", "version": "2"}, "orders_v2"),
        ({"name": "orders", "package": "utils"}, "utils__orders"),
        ({"name": "2024.orders!"}, "model_2024_orders"),
        ({"name": "_private_"}, "private"),
        ({"name": "заказы"}, "uc359203e"),
        ({"name": "клиенты"}, "uc1b99440"),
        ({"name": "bücher_v2"}, "b_cher_v2_u2f0623ef"),
        ({"name": "cafe\u0301"}, "caf_u850f7dc4"),
        ({"name": "caf\u00e9"}, "caf_u850f7dc4"),
    ],
)
def test_resource_keys_suit_both_outputs(fields: dict[str, str], key: str) -> None:
    graph, _ = compiled(model("{}", **fields))
    assert graph.jobs[0].key == key


def test_notebooks_lie_apart_from_dbts_and_inside_their_root() -> None:
    relation = Relation("main", "..", "a/../b")
    graph, _ = compiled(model("{user_folder_for_python: false}", relation=relation))
    assert graph.notebooks[0].path == "brickform/shop/dev/main/__/a_.._b"
    assert graph.notebooks[0].shared


def test_selecting_keeps_what_belongs_together() -> None:
    clusters = sourced(f"shared: {CLUSTER}")
    graph, _ = compiled(
        model("{cluster_id: shared, python_job_config: {grants: {view: [{group_name: g}]}}}", name="a"),
        model("{python_job_config: {grants: {view: [{group_name: g}]}}}", name="b"),
        clusters=clusters,
    )
    picked = graph.select({"model.shop.b"})
    assert [job.key for job in picked.jobs] == ["b"]
    assert [item.key for item in picked.notebooks] == ["b"]
    assert [item.of for item in picked.permissions] == [Ref("job", "b", "id"), Ref("notebook", "b", "path")]
    assert not picked.clusters
    assert [item.key for item in graph.select({"model.shop.a"}).clusters] == ["shared"]


def test_a_task_of_the_kind_null_is_none() -> None:
    config = "{python_job_config: {post_hook_tasks: [{task_key: t, notebook_task: null, dbt_task: null}]}}"
    assert settings_of(config)["tasks"][1] == {"task_key": "t"}
