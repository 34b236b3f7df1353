"""The ways in which one config goes over another; every merged value keeps its place."""

from __future__ import annotations

from collections.abc import Callable

from brickform.sourced import Sourced

# https://docs.getdbt.com/reference/define-configs#combining-configs
_APPENDED = frozenset({"tags", "packages", "pre-hook", "post-hook", "pre_hook", "post_hook"})
_UPDATED = frozenset(
    {"meta", "quoting", "column_types", "docs", "contract", "persist_docs", "grants", "databricks_tags"}
)
LIST_KEYS = {
    "tasks": "task_key",
    "post_hook_tasks": "task_key",
    "job_clusters": "job_cluster_key",
    "environments": "environment_key",
    "parameters": "name",
}
"""The lists that an override merges, with the key that tells their elements apart."""

# its keys exclude each other, so the parts of two identities must not meet
_WHOLE = frozenset({"run_as"})

_ListMerge = Callable[[str, Sourced, Sourced], Sourced]


def merge_config(lower: Sourced, higher: Sourced) -> Sourced:
    """Put one config over another as dbt does: a key replaces the whole value of that key.

    Except that ``tags``, ``packages`` and hooks are appended, and ``meta`` and a few other mappings
    are merged one level deep.
    """
    if not higher.value:
        return lower
    if not lower.value:
        return higher
    entries = lower.entries()
    for key, entry in higher.items():
        entries[key] = _merge_entry(key, entries.get(key), entry)
    return Sourced.mapping(entries, higher.source)


def _merge_entry(key: str, lower: Sourced | None, higher: Sourced) -> Sourced:
    if lower is None or lower.value is None:
        return higher
    if key in _APPENDED:
        return Sourced.sequence([*_listed(lower), *_listed(higher)], higher.source)
    if key in _UPDATED and isinstance(lower.value, dict) and isinstance(higher.value, dict):
        return Sourced.mapping({**lower.entries(), **higher.entries()}, higher.source)
    return higher


def _listed(value: Sourced) -> list[Sourced]:
    if isinstance(value.value, list):
        return list(value.elements())
    return [] if value.value is None else [value]


def merge_version(model: Sourced, version: Sourced) -> Sourced:
    """Put the config of a version over that of its model as dbt does: deep, its lists in front."""
    return _merge_deep("", model, version, lambda _, under, over: _joined(over, under))


def merge_under(defaults: Sourced, config: Sourced) -> Sourced:
    """Fill in what a config does not say, at any depth; its own leaves and lists stay."""
    return _merge_deep("", defaults, config, lambda _, __, over: over)


def merge_over(config: Sourced, override: Sourced) -> Sourced:
    """Put an override over a config at any depth.

    Tasks, job clusters, environments and parameters are matched by their keys; other lists are
    replaced.
    """
    return _merge_deep("", config, override, _merge_keyed_lists)


def _merge_deep(key: str, under: Sourced, over: Sourced, merge_lists: _ListMerge) -> Sourced:
    if isinstance(under.value, list) and isinstance(over.value, list):
        return merge_lists(key, under, over)
    if key in _WHOLE or not isinstance(under.value, dict) or not isinstance(over.value, dict):
        return over
    entries = under.entries()
    for name, entry in over.items():
        below = entries.get(name)
        entries[name] = entry if below is None else _merge_deep(name, below, entry, merge_lists)
    return Sourced.mapping(entries, over.source)


def _joined(first: Sourced, second: Sourced) -> Sourced:
    return Sourced.sequence([*first.elements(), *second.elements()], first.source)


def _merge_keyed_lists(key: str, under: Sourced, over: Sourced) -> Sourced:
    identity = LIST_KEYS.get(key)
    if identity is None:
        return over
    merged, changes = _by_identity(under, identity), _by_identity(over, identity)
    if merged is None or changes is None:
        return over
    for name, element in changes.items():
        below = merged.get(name)
        merged[name] = element if below is None else merge_over(below, element)
    return Sourced.sequence(merged.values(), over.source)


def _by_identity(elements: Sourced, identity: str) -> dict[str, Sourced] | None:
    """Return the elements by their key, or None where one has no key of its own."""
    named: dict[str, Sourced] = {}
    for element in elements.elements():
        name = element.value.get(identity) if isinstance(element.value, dict) else None
        if not isinstance(name, str) or name in named:
            return None
        named[name] = element
    return named
