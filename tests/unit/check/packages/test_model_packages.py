from __future__ import annotations

import pytest

from support.resolved import CLUSTER, checked, model, sourced, with_default

ON_CLUSTER = "job_cluster_config: " + CLUSTER
WHEEL = "/Volumes/main/libs/wheels/shop.whl"


def found(*settings: str) -> list[str]:
    return [item.code.id for item in checked(model("{" + ", ".join(settings) + "}"))]


@pytest.mark.parametrize(
    "setting",
    [
        "packages: [pandas=1]",
        "environment_dependencies: [pandas=1]",
        "additional_libs: [{pypi: {package: pandas=1}}], " + ON_CLUSTER,
        "python_job_config: {libraries: [{pypi: {package: pandas=1}}]}, " + ON_CLUSTER,
        "python_job_config: {additional_task_settings: {libraries: [{pypi: {package: pandas=1}}]}}, "
        + ON_CLUSTER,
        "python_job_config: {post_hook_tasks: ["
        "{task_key: t, existing_cluster_id: c, libraries: [{pypi: {package: pandas=1}}]}]}",
        "python_job_config: {post_hook_tasks: [{task_key: t, for_each_task: {inputs: '[1]', task:"
        " {task_key: u, existing_cluster_id: c, libraries: [{pypi: {package: pandas=1}}]}}}]}",
        "python_job_config: {environments: [{environment_key: e, spec: {dependencies: [pandas=1]}}]}",
    ],
)
def test_a_malformed_package_is_found_in_every_list(setting: str) -> None:
    assert [code for code in found(setting) if code != "BF402"] == ["BF464"]


def test_files_and_options_are_for_pip_alone() -> None:
    packages = f"packages: ['{WHEEL}', '--no-deps', 'git+https://github.com/example/shop']"
    assert found(packages, ON_CLUSTER) == ["BF457"] * 3
    assert found(packages) == []
    assert found(packages, ON_CLUSTER, "notebook_scoped_libraries: true") == []
    assert found(f"additional_libs: [{{pypi: {{package: '{WHEEL}'}}}}]", ON_CLUSTER) == ["BF457"]


@pytest.mark.parametrize(
    ("package", "place"),
    [
        (WHEEL, f"additional_libs: [{{ whl: {WHEEL} }}]"),
        ("/Volumes/main/libs/shop.jar", "jar: /Volumes/main/libs/shop.jar"),
        ("-r /Workspace/r.txt", "requirements: /Workspace/r.txt"),
        ("--extra-index-url=https://pypi.example.com", "index_url"),
        ("--no-deps", "notebook_scoped_libraries"),
        ("dist/shop.whl", "notebook_scoped_libraries"),
    ],
)
def test_where_files_and_options_belong(package: str, place: str) -> None:
    (item,) = checked(model(f"{{packages: ['{package}'], {ON_CLUSTER}}}"))
    assert place in item.help


@pytest.mark.parametrize(
    "secret", ["git+https://u:hunter2@example.com/x", "--index-url https://u:hunter2@e.com"]
)
def test_no_message_holds_a_password(secret: str) -> None:
    one = model(f"{{packages: ['{secret}', '{secret}'], index_url: 'u:hunter2@example.com', {ON_CLUSTER}}}")
    assert "hunter2" not in "".join(item.summary + item.help for item in checked(one))


@pytest.mark.parametrize(
    ("index", "is_right"),
    [
        ("https://pypi.example.com/simple", True),
        ("http://localhost:8080/simple", True),
        ("file:///Volumes/main/index", True),
        ("pypi.example.com/simple", False),
        ("ftp://pypi.example.com", False),
        ("https://", False),
        ("https://[x", False),
        ("internal", False),
    ],
)
def test_an_index_is_a_url(index: str, is_right: bool) -> None:
    assert found(f"index_url: '{index}'") == ([] if is_right else ["BF464"])


def test_packages_without_a_version_are_mentioned() -> None:
    assert found("packages: [pandas, 'numpy>=1', 'scipy<2', polars==1.0]") == ["BF465", "BF465"]


def test_a_package_is_listed_once() -> None:
    assert found("packages: [scikit-learn==1.5.0, Scikit_Learn==1.5.0]") == ["BF466"]
    assert found("packages: [pandas==2.0, 'pandas<3']") == ["BF466"]
    assert found("packages: [pandas==2.0, pandas==2.1]") == ["BF464"]
    libraries = "additional_libs: [{pypi: {package: pandas==2.1}}, {jar: x}]"
    assert found("packages: [pandas==2.0]", libraries, ON_CLUSTER) == ["BF464"]
    markers = (
        """packages: ["pandas==1.0; python_version < '3.11'", "pandas==2.0; python_version >= '3.11'"]"""
    )
    assert found(markers) == []


def test_notebook_scoped_libraries_have_something_to_install() -> None:
    assert found("notebook_scoped_libraries: true") == ["BF463"]
    assert found("notebook_scoped_libraries: true", "packages: []") == ["BF463"]
    assert found("notebook_scoped_libraries: false") == []


def test_a_default_has_something_to_install_if_one_model_has_packages() -> None:
    default = sourced("true", "dbt_project.yml")
    one = with_default(model("{packages: [pandas==1.0]}", name="a"), "notebook_scoped_libraries", default)
    other = with_default(model("{}", name="b"), "notebook_scoped_libraries", default)
    assert list(checked(one, other)) == []
    assert [item.code.id for item in checked(other)] == ["BF463"]


def test_libraries_of_the_task_replace_packages() -> None:
    task = "python_job_config: {additional_task_settings: {libraries: [{jar: x}]}}"
    assert found("packages: [pandas==1.0]", task, ON_CLUSTER) == ["BF467"]
    assert found("additional_libs: [{jar: y}]", task, ON_CLUSTER) == ["BF467"]
    assert found("packages: [pandas==1.0]", "notebook_scoped_libraries: true", task, ON_CLUSTER) == []
    assert found(task, ON_CLUSTER) == []
