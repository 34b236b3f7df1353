"""The tasks of a run as a table for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from brickform.report.runs import COLOURS, duration, state_words
from brickform.report.source_lines import printable
from brickform.workspace.runs import Run, Span, TaskRun
from brickform.workspace.states import Outcome, State

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

_LINES_AROUND = 6
_FEWEST_ROWS = 3


def run_table(run: Run | None, now: float, height: int, trouble: str = "") -> RenderableType:
    """Draw a run as it stands at ``now`` (seconds since 1970), on a terminal of so many lines.

    Where the tasks do not fit, those that go on or went wrong are shown, and the others are counted.
    """
    from rich.console import Group
    from rich.text import Text

    if run is None:
        return Text(trouble or "waiting for the first state …", style="dim")
    parts: list[RenderableType] = [_headline(run, now)]
    if run.url:
        parts.append(Text(f"  {printable(run.url)}", style="dim", overflow="fold"))
    parts += _tasks(run, now, max(_FEWEST_ROWS, height - _LINES_AROUND))
    if trouble:
        parts.append(Text(trouble, style="yellow"))
    return Group(*parts)


def _headline(run: Run, now: float) -> Text:
    from rich.text import Text

    line = Text(f"{run.title} ", style="bold")
    if run.name:
        line.append(f"{printable(run.name)} ", style="default")
    line.append_text(_state(run.state))
    line.append(f" {_elapsed(run.span, now)}", style="dim")
    return line


def _tasks(run: Run, now: float, rows: int) -> Iterator[RenderableType]:
    from rich.table import Table
    from rich.text import Text

    shown = _most_telling(run.tasks, rows)
    table = Table.grid(padding=(0, 2))
    table.add_column()  # where it is narrow this column gives way, since only its texts forbid wrapping
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right")
    for task in shown:
        name = Text(f"  {printable(task.key)}", no_wrap=True, overflow="ellipsis")
        table.add_row(name, _state(task.state), _elapsed(task.span, now))
    yield table
    hidden = [task for task in run.tasks if task not in shown]
    if hidden:
        counts = Counter(state_words(task.state) for task in hidden)
        listed = ", ".join(f"{count} {words}" for words, count in counts.most_common())
        yield Text(f"  and {listed}", style="dim")


def _most_telling(tasks: tuple[TaskRun, ...], rows: int) -> list[TaskRun]:
    """Return as many tasks as there are rows, in their order: running and failed ones go first."""
    ranked = sorted(tasks, key=_rank)[:rows]
    return [task for task in tasks if task in ranked]


def _rank(task: TaskRun) -> int:
    if task.state.outcome is None:
        return 0 if task.state.word in ("RUNNING", "TERMINATING") else 2
    return 3 if task.state.outcome is Outcome.SUCCEEDED else 1


def _state(state: State) -> Text:
    from rich.text import Text

    colour = COLOURS[state.outcome] if state.outcome is not None else "cyan"
    return Text(state_words(state), style=colour)


def _elapsed(span: Span, now: float) -> str:
    if not span.start:
        return ""
    seconds = span.seconds if span.seconds is not None else now - span.start / 1000
    return duration(max(0.0, seconds))
