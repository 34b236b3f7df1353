from __future__ import annotations

import shlex

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brickform.notebook.pip_cell import is_literal, pip_cells
from brickform.notebook.source import NotebookSource
from brickform.resolve.project import Relation

PREFIX = "# MAGIC %pip "


def notebook(*packages: str, index_url: str | None = None, restart_python: bool = False) -> NotebookSource:
    return NotebookSource(
        name="orders",
        path="models/orders.py",
        code="",
        relation=Relation("main", "analytics", "orders"),
        packages=packages,
        index_url=index_url,
        restart_python=restart_python,
    )


def shell_words(cell: str) -> list[str]:
    assert cell.startswith(PREFIX)
    return shlex.split(cell.removeprefix(PREFIX))


def test_there_is_no_cell_without_packages() -> None:
    assert pip_cells(notebook(index_url="https://pypi.example.com/simple", restart_python=True)) == ()


def test_the_example_of_dbts_documentation_is_quoted() -> None:
    packages = ("pandas", "numpy==1.24.0", "scikit-learn>=1.0")
    index_url = "https://pypi.example.com/simple"

    cells = pip_cells(notebook(*packages, index_url=index_url, restart_python=True))

    assert cells == (
        "# MAGIC %pip install --index-url https://pypi.example.com/simple -q"
        " pandas numpy==1.24.0 'scikit-learn>=1.0'",
        "dbutils.library.restartPython()",
    )


def test_python_is_not_restarted_unless_asked() -> None:
    assert len(pip_cells(notebook("pandas"))) == 1


def test_an_option_of_pip_keeps_its_value_apart() -> None:
    (cell,) = pip_cells(notebook("--extra-index-url https://a.example.com", "x y"))

    assert shell_words(cell) == ["install", "-q", "--extra-index-url", "https://a.example.com", "x y"]


@pytest.mark.parametrize(
    "package",
    [
        "pandas<2; python_version < '3.9'",
        'x; python_version > "3"',
        "a>=1,<2",
        "$HOME",
        "`id`",
        "a;rm -rf",
        "a#b",
    ],
)
def test_the_shell_sees_each_requirement_as_one_word(package: str) -> None:
    (cell,) = pip_cells(notebook(package, "last"))

    assert shell_words(cell) == ["install", "-q", package, "last"]


def test_a_dollar_stands_in_single_quotes_where_ipython_leaves_it_alone() -> None:
    (cell,) = pip_cells(notebook("$HOME/x", index_url="https://$TOKEN@pypi.example.com"))

    assert "'https://$TOKEN@pypi.example.com'" in cell
    assert "'$HOME/x'" in cell


@settings(deadline=None)
@given(st.lists(st.text(min_size=1), min_size=1), st.none() | st.text(min_size=1))
def test_no_text_breaks_out_of_its_line(packages: list[str], index_url: str | None) -> None:
    (cell,) = pip_cells(notebook(*packages, index_url=index_url))

    assert cell.startswith(PREFIX + "install ")
    assert len(cell.splitlines()) == 1


@settings(deadline=None)
@given(st.lists(st.text(st.characters(min_codepoint=32, max_codepoint=126)).filter(is_literal), min_size=1))
def test_literal_arguments_arrive_as_written(texts: list[str]) -> None:
    packages = [" ".join(text.split()) for text in texts if not text.startswith("-")]
    cells = pip_cells(notebook(*packages))

    assert all(shell_words(cell) == ["install", "-q", *packages] for cell in cells)


@pytest.mark.parametrize("text", ["{token}", "{{secrets/a/b}}", "a\nb", "a\x00", "a\u2028b"])
def test_braces_and_control_characters_are_not_literal(text: str) -> None:
    assert not is_literal(text)


def test_requirements_with_url_and_marker_are_literal() -> None:
    assert is_literal('x[extra] @ https://a.example.com/x.whl ; python_version >= "3.10"')
