"""Writes a notebook down: the only reader of ``templates/notebook.py.jinja``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from brickform.data_files import data_root
from brickform.notebook.literals import python_literal
from brickform.notebook.pip_cell import pip_cells
from brickform.notebook.source import NotebookSource
from brickform.resolve.project import Relation

if TYPE_CHECKING:
    from jinja2 import Template


def render_notebook(source: NotebookSource) -> str:
    """Return the text of a Databricks source notebook that builds the model's table.

    The model's code stands in it as it is. It needs Spark 3.4 (Databricks Runtime 13), whose catalog
    finds a table by three names. https://docs.databricks.com/notebooks/notebook-format.html
    """
    return _template().render(
        source=source,
        pip_cells=pip_cells(source),
        this=_names(source.relation),
        refs={key: _names(source.refs[key]) for key in sorted(source.refs)},
        sources={key: _names(source.sources[key]) for key in sorted(source.sources)},
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=False,  # noqa: S701 - the text is Python, not HTML
        keep_trailing_newline=True,
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["comment"] = _comment
    environment.filters["literal"] = python_literal
    text = (data_root() / "templates" / "notebook.py.jinja").read_text(encoding="utf-8")
    return environment.from_string(text)


def _names(relation: Relation) -> tuple[str, str, str]:
    return relation.catalog, relation.schema, relation.identifier


def _comment(text: str) -> str:
    """Keep a name from ending the comment that it stands in."""
    return "".join(character if character.isprintable() else "?" for character in text)
