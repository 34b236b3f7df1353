"""What ``brickform generate`` says that it did, or would do."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any

import click

from brickform.cli.generate_call import GenerateCall
from brickform.cli.reporting import plural
from brickform.compile.graph import ResourceGraph
from brickform.output.diff import list_differences, render_diff
from brickform.output.plan import WritePlan
from brickform.output.tree import OutputTree
from brickform.pipeline import Generated

_DIFF_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def result(call: GenerateCall, done: Generated) -> dict[str, Any]:
    """Return what programs read; empty where there was an error."""
    plan, tree = done.plan, done.tree
    if plan is None or tree is None:
        return {}
    files = {name: list(getattr(plan, name)) for name in ("created", "changed", "unchanged", "removed")}
    described = {
        "format": tree.format,
        "target": tree.target,
        "written": not call.dry_run,
        "up_to_date": plan.is_current,
        "files": files,
        "notes": list(tree.notes),
    }
    return described | ({"diff": render_diff(plan)} if call.diff else {})


def summary(call: GenerateCall, done: Generated) -> Iterator[str]:
    """Yield what was made and what to do next."""
    plan, tree, graph = done.plan, done.tree, done.graph
    if plan is None or tree is None or graph is None:
        return
    yield f"{_made(graph)} for target '{tree.target}' in {call.output_dir}"
    if call.verbose:
        yield from (f"  written: {path}" for path in plan.contents)
        yield from (f"  removed: {path}" for path in plan.removed)
    written = plural(len(plan.contents), "file")
    yield f"{written} written, {len(plan.unchanged)} unchanged, {len(plan.removed)} removed"
    yield from _next_steps(call, tree)


def differences(plan: WritePlan) -> Iterator[str]:
    """Yield what ``--check`` says."""
    yield from list_differences(plan)
    if plan.is_current:
        yield "up to date"
    elif plan.conflicts:
        yield "out of date: --force instead of --check would overwrite also what brickform did not write"
    else:
        yield "out of date: run the same command without --check"


def coloured_diff(plan: WritePlan) -> str:
    """Return the diff; ``click.echo`` takes the colours away where they are not wanted."""
    lines = render_diff(plan).split("\n")
    return "\n".join(click.style(line, fg=_DIFF_COLOURS.get(line[:1])) if line else "" for line in lines)


def _made(graph: ResourceGraph) -> str:
    parts = [plural(len(graph.jobs), "job"), plural(len(graph.notebooks), "notebook")]
    if graph.clusters:
        parts.append(plural(len(graph.clusters), "cluster"))
    return ", ".join(parts)


def _next_steps(call: GenerateCall, tree: OutputTree) -> Iterator[str]:
    folder = shlex.quote(str(call.output_dir))
    if call.module is not None:
        block = f'module "{call.module}" {{ source = "./{call.output_dir.name}" }}'
        yield f"next: add to your root module: {block}"
    elif tree.format == "terraform":
        yield f"next: terraform -chdir={folder} init && terraform -chdir={folder} apply"
    else:
        if "adopt.sh" in tree.files:
            yield f"before the deploy, for jobs that exist: {folder}/adopt.sh -t {shlex.quote(tree.target)}"
        yield f"next: (cd {folder} && databricks bundle deploy -t {shlex.quote(tree.target)})"
    if tree.notes:
        yield "\n".join(["and, since Terraform takes it only there:", *tree.notes])
