"""The page that describes the documents names every field and every word."""

from __future__ import annotations

from pathlib import Path

from brickform.report.run_documents import error_document, output_document, run_document, started_document
from brickform.workspace.errors import Trouble, WorkspaceError
from brickform.workspace.outputs import TaskOutput
from brickform.workspace.runs import read_run
from brickform.workspace.start import Started
from brickform.workspace.states import Outcome

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "running.md").read_text(encoding="utf-8")


def test_every_field_is_described() -> None:
    run = read_run({"run_id": 1, "tasks": [{"task_key": "orders", "run_id": 2}]})
    documents = [
        started_document(Started(1)),
        run_document(run),
        run_document(run)["tasks"][0],
        output_document(TaskOutput(run.tasks[0])),
        error_document(WorkspaceError(Trouble.REFUSED, "no")),
    ]
    fields = {field for document in documents for field in document}
    assert [field for field in sorted(fields) if f"`{field}`" not in PAGE] == []


def test_every_word_is_described() -> None:
    words = [word.value for kind in (Outcome, Trouble) for word in kind]
    assert [word for word in words if f"`{word}`" not in PAGE] == []
