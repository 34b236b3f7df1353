"""The tasks of a job of several models, each behind what it waits for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from brickform import codes
from brickform.compile.between import Upstream, nodes_between, walk
from brickform.compile.dbt_tasks import DbtBuilds
from brickform.compile.groups import ModelGroup
from brickform.compile.misplaced import is_default
from brickform.compile.model import Notebook
from brickform.compile.tasks import DEFAULT_TASK_KEY, hooks_of
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.location import SourceMap
from brickform.resolve.project import LineageNode, ResolvedModel, ResolvedProject
from brickform.sourced import Sourced


class CompiledModel(NamedTuple):
    """A model, its notebook and the task that runs it."""

    model: ResolvedModel
    notebook: Notebook
    task: Sourced

    @property
    def key(self) -> str:
        return str(self.task.value["task_key"])


def tied_tasks(
    group: ModelGroup,
    project: ResolvedProject,
    models: list[CompiledModel],
    dbt: DbtBuilds,
    problems: Diagnostics,
) -> list[Sourced]:
    """Return all tasks of a group: of its models, of dbt between them, and of their hooks."""
    upstream = {unique_id: node.upstream for unique_id, node in project.lineage.items()}
    between = nodes_between(group.model_ids, upstream)
    builds = dbt.builds(between, upstream)
    key_of = {item.model.unique_id: item.key for item in models}
    key_of |= {node: key for key, nodes in builds.items() for node in nodes}
    problems.extend(_not_run(between - key_of.keys(), group, project, upstream))

    def behind_what_it_reads(task: Sourced, nodes: Collection[str], place: SourceMap) -> Sourced:
        first, _ = walk(nodes, key_of, upstream)
        return after(task, {key_of[node] for node in first.difference(nodes)}, place)

    tied = [behind_what_it_reads(item.task, [item.model.unique_id], item.model.source) for item in models]
    tied += [behind_what_it_reads(dbt.task(key, nodes), nodes, dbt.source) for key, nodes in builds.items()]
    tied += [hook for item in models for hook in _hooks_of_model(item)]
    return [*tied, *_hooks_of_group(group, tied)]


def after(task: Sourced, keys: Iterable[str], place: SourceMap) -> Sourced:
    """Let a task wait for others, beside what it waits for by its own settings."""
    written = task.get("depends_on")
    depends_on = list(written.elements()) if written is not None else []
    known = {item.value.get("task_key") for item in depends_on}
    depends_on += [
        Sourced.mapping({"task_key": Sourced(key, place.with_children({}))}, place.with_children({}))
        for key in sorted(set(keys) - known)
    ]
    return task.replaced({"depends_on": Sourced.sequence(depends_on, place)}) if depends_on else task


def _hooks_of_model(item: CompiledModel) -> Iterator[Sourced]:
    """Yield the model's own hooks; dbt's key of the main task is that of the model's task here."""
    for hook in hooks_of(item.model.config):
        if is_default(hook.source):  # the job has them
            continue
        depends_on = hook.get("depends_on")
        renamed = {
            index: dependency.replaced({"task_key": dependency.derive(item.key)})
            for index, dependency in enumerate(depends_on.elements() if depends_on is not None else ())
            if dependency.value.get("task_key") == DEFAULT_TASK_KEY
        }
        yield hook if depends_on is None else hook.replaced({"depends_on": depends_on.replaced(renamed)})


def _hooks_of_group(group: ModelGroup, tasks: list[Sourced]) -> Iterator[Sourced]:
    """Yield the hooks of the job: after everything, unless they say what they wait for."""
    waited_for = {item["task_key"] for task in tasks for item in task.value.get("depends_on", ())}
    last = {str(task.value["task_key"]) for task in tasks} - waited_for
    for hook in hooks_of(group.config):
        yield hook if hook.get("depends_on") is not None else after(hook, last, hook.source)


def _not_run(
    nodes: Collection[str], group: ModelGroup, project: ResolvedProject, upstream: Upstream
) -> Iterator[Diagnostic]:
    """Report each node between two models that the job leaves to somebody else."""
    names = {model.unique_id: model.name for model in group.models}
    below: dict[str, str] = {}
    for unique_id in names if nodes else ():
        _, passed = walk([unique_id], names, upstream)
        below = {**dict.fromkeys(passed, names[unique_id]), **below}
    for unique_id in sorted(nodes):
        above = names[min(walk([unique_id], names, upstream)[0])]
        yield _lies_between(project.lineage[unique_id], above, below[unique_id], group)


def _lies_between(node: LineageNode, above: str, below: str, group: ModelGroup) -> Diagnostic:
    advice = "add it to the models of the job" if node.is_python else "with_dbt: true lets dbt run it there"
    return Diagnostic.at(
        codes.NOT_RUN_BETWEEN,
        group.source,
        f"'{node.name}' lies between '{above}' and '{below}', and the job '{group.key}' does not run it",
        help=advice,
        key=True,
    )
