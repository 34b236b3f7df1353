"""The lines of a model's code that a notebook takes for its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from brickform import codes
from brickform.diagnostics import Diagnostic
from brickform.location import Location
from brickform.resolve.project import ResolvedModel

_SEPARATOR = "# COMMAND ----------"
_MAGIC = "# MAGIC "


def problems_of_code(model: ResolvedModel) -> Iterator[Diagnostic]:
    """Report the lines that mean something to a notebook, be it in a string: its format knows lines only.

    A separator begins a cell, so that what it parts has to be Python on both sides; a line of magic
    makes its whole cell a command.
    https://docs.databricks.com/notebooks/notebook-format.html
    """
    if _SEPARATOR not in model.code and _MAGIC not in model.code:
        return
    lines = model.code.split("\n")
    cuts = [number for number, line in enumerate(lines) if line.rstrip() == _SEPARATOR]
    for start, end in zip([0, *cuts], [*cuts, len(lines)], strict=True):
        cell = lines[start:end]
        magic = [number for number, line in enumerate(cell, start) if line.startswith(_MAGIC)]
        if magic and any(line.strip() and not line.startswith((_MAGIC, _SEPARATOR)) for line in cell):
            summary = (
                f"'{_MAGIC.strip()}' makes a command of the whole cell, and no Python of the lines beside it"
            )
            advice = f"part it off by '{_SEPARATOR}', or remove it; packages are listed under 'packages:'"
            yield Diagnostic(codes.NOTEBOOK_CODE, summary, _line(model, magic[0]), help=advice)
        if cuts and not _is_python("\n".join(cell)):
            summary = f"the line '{_SEPARATOR}' cuts the code where a notebook cell cannot end"
            yield Diagnostic(codes.CODE_CUT, summary, _line(model, start or end), help="remove the line")
            return


def _line(model: ResolvedModel, number: int) -> Location:
    return Location(model.path, model.code_line + number, 1)


def _is_python(code: str) -> bool:
    try:
        ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
