from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from brickform.location import SourceMap
from brickform.resolve.merge import merge_config, merge_over, merge_under, merge_version
from brickform.sourced import Sourced

SCALARS = st.sampled_from([None, True, 0, 1, "x", "y"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=5,
)
CONFIGS = st.dictionaries(st.sampled_from(["a", "b", "c", "tags", "packages", "meta"]), VALUES, max_size=5)


def sourced(value: Any, file: str, parent: SourceMap | None = None, key: str | int | None = None) -> Sourced:
    """Build data in which the line of each value is its depth and the file says who wrote it."""
    at = SourceMap(file, parent=parent, key=key)
    if isinstance(value, dict):
        return Sourced.mapping({k: sourced(v, file, at, k) for k, v in value.items()}, at)
    if isinstance(value, list):
        return Sourced.sequence((sourced(v, file, at, i) for i, v in enumerate(value)), at)
    return Sourced(value, at)


def pair(lower: Any, higher: Any) -> tuple[Sourced, Sourced]:
    return sourced(lower, "lower.yml"), sourced(higher, "higher.yml")


def files(merged: Sourced) -> dict[tuple[Any, ...], str]:
    """Return which file each leaf came from; fails where data and map have different shapes."""
    found: dict[tuple[Any, ...], str] = {}

    def walk(node: Sourced, path: tuple[Any, ...]) -> None:
        inner: dict[Any, Sourced] = {**node.entries(), **dict(enumerate(node.elements()))}
        if isinstance(node.value, dict | list):
            assert set(inner) == set(node.source.children)
        for key, entry in inner.items():
            walk(entry, (*path, key))
        if not inner:
            found[path] = node.location.file

    walk(merged, ())
    return found


def test_dbt_replaces_whole_values() -> None:
    merged = merge_config(*pair({"a": {"x": 1, "y": 1}, "b": 1}, {"a": {"x": 2}}))
    assert merged.value == {"a": {"x": 2}, "b": 1}
    assert files(merged) == {("a", "x"): "higher.yml", ("b",): "lower.yml"}


def test_dbt_appends_tags_and_packages_and_updates_meta() -> None:
    lower = {"tags": "one", "packages": ["a"], "meta": {"k": 1, "l": {"m": 1}}}
    merged = merge_config(*pair(lower, {"tags": ["two"], "packages": ["b"], "meta": {"l": {"n": 2}}}))
    assert merged.value == {"tags": ["one", "two"], "packages": ["a", "b"], "meta": {"k": 1, "l": {"n": 2}}}
    assert files(merged)[("tags", 0)] == "lower.yml"
    assert files(merged)[("packages", 1)] == "higher.yml"
    assert files(merged)[("meta", "k")] == "lower.yml"


def test_a_version_merges_deep_with_its_lists_in_front() -> None:
    lower = {"tags": ["o"], "job_cluster_config": {"a": 1, "b": [1]}}
    merged = merge_version(*pair(lower, {"tags": ["o2"], "job_cluster_config": {"b": [2], "c": 3}}))
    assert merged.value == {"tags": ["o2", "o"], "job_cluster_config": {"a": 1, "b": [2, 1], "c": 3}}


def test_defaults_fill_in_and_never_win() -> None:
    defaults = {"python_job_config": {"tags": {"team": "data", "env": "x"}, "parameters": [{"name": "a"}]}}
    model = {"python_job_config": {"tags": {"env": "y"}, "parameters": []}, "policy_id": None}
    merged = merge_under(*pair({**defaults, "policy_id": "p"}, model))
    assert merged.value == {
        "python_job_config": {"tags": {"team": "data", "env": "y"}, "parameters": []},
        "policy_id": None,
    }
    assert files(merged)[("python_job_config", "tags", "team")] == "lower.yml"
    assert files(merged)[("python_job_config", "tags", "env")] == "higher.yml"


def test_overrides_match_list_elements_by_their_keys() -> None:
    lower = {
        "post_hook_tasks": [{"task_key": "a", "timeout_seconds": 1, "max_retries": 1}, {"task_key": "b"}],
        "job_clusters": [{"job_cluster_key": "c", "new_cluster": {"num_workers": 1, "spark_version": "x"}}],
        "environments": [{"environment_key": "e", "spec": {"client": "1"}}],
        "parameters": [{"name": "p", "default": "1"}],
        "packages": ["x", "y"],
    }
    higher = {
        "post_hook_tasks": [{"task_key": "z"}, {"task_key": "a", "timeout_seconds": 2}],
        "job_clusters": [{"job_cluster_key": "c", "new_cluster": {"num_workers": 9}}],
        "environments": [{"environment_key": "e", "spec": {"dependencies": ["d"]}}],
        "parameters": [{"name": "p", "default": "2"}, {"name": "q", "default": "3"}],
        "packages": ["z"],
    }
    assert merge_over(*pair(lower, higher)).value == {
        "post_hook_tasks": [
            {"task_key": "a", "timeout_seconds": 2, "max_retries": 1},
            {"task_key": "b"},
            {"task_key": "z"},
        ],
        "job_clusters": [{"job_cluster_key": "c", "new_cluster": {"num_workers": 9, "spark_version": "x"}}],
        "environments": [{"environment_key": "e", "spec": {"client": "1", "dependencies": ["d"]}}],
        "parameters": [{"name": "p", "default": "2"}, {"name": "q", "default": "3"}],
        "packages": ["z"],
    }


def test_lists_without_keys_are_replaced() -> None:
    for lower, higher in (
        ([{"task_key": "a"}], [{"description": "no key"}]),
        (["--flag"], ["--other"]),
        ([{"task_key": "a"}, {"task_key": "a"}], [{"task_key": "a", "x": 1}]),
    ):
        merged = merge_over(*pair({"tasks": lower, "parameters": lower}, {"tasks": higher}))
        assert merged.value["tasks"] == higher


@settings(deadline=None, max_examples=60)
@given(lower=CONFIGS, higher=CONFIGS)
def test_every_merge_keeps_data_and_positions_in_step(lower: Any, higher: Any) -> None:
    for merge in (merge_config, merge_version, merge_under, merge_over):
        under, over = pair(lower, higher)
        merged = merge(under, over)
        files(merged)
        assert set(merged.value) == set(lower) | set(higher)
        assert (under.value, over.value) == (lower, higher)


@settings(deadline=None, max_examples=60)
@given(config=CONFIGS)
def test_nothing_over_or_under_a_config_changes_nothing(config: Any) -> None:
    for merge in (merge_config, merge_version, merge_under, merge_over):
        assert merge(*pair(config, {})).value == config
        assert merge(*pair({}, config)).value == config


@settings(deadline=None, max_examples=60)
@given(lower=CONFIGS, higher=CONFIGS)
def test_a_key_of_the_higher_config_is_clobbered_whole(lower: Any, higher: Any) -> None:
    merged = merge_config(*pair(lower, higher))
    for key in ("a", "b", "c"):
        if key in higher:
            expected = higher[key]
            assert merged.value[key] == expected


@settings(deadline=None, max_examples=60)
@given(lower=CONFIGS, higher=CONFIGS)
def test_defaults_leave_every_leaf_of_the_model(lower: Any, higher: Any) -> None:
    merged = merge_under(*pair(lower, higher))

    def check(path: tuple[str, ...], value: Any) -> None:
        if isinstance(value, dict) and value:
            for key, entry in value.items():
                check((*path, key), entry)
        elif not isinstance(value, dict):
            found: Any = merged.value
            for key in path:
                found = found[key]
            assert found == value

    check((), higher)
