"""The ``%pip install`` cell of a notebook, quoted for the shell that the magic line goes through."""

from __future__ import annotations

import shlex

from brickform.notebook.source import NotebookSource


def pip_cells(source: NotebookSource) -> tuple[str, ...]:
    """Return the cells that install the model's packages, none without packages.

    https://docs.databricks.com/libraries/notebooks-python-libraries.html
    """
    if not source.packages:
        return ()
    index = ["--index-url", source.index_url] if source.index_url else []
    packages = [argument for package in source.packages for argument in _arguments(package)]
    line = " ".join(shlex.quote(argument) for argument in ["install", *index, "-q", *packages])
    install = f"# MAGIC %pip {_one_line(line)}"
    return (install, "dbutils.library.restartPython()") if source.restart_python else (install,)


def is_literal(argument: str) -> bool:
    """Tell whether quoting carries a text through a magic line as it stands.

    IPython evaluates ``{expression}`` there, inside quotes too, and a magic line ends with its line.
    https://ipython.readthedocs.io/en/stable/interactive/reference.html#magic-command-system
    """
    return argument.isprintable() and not set("{}").intersection(argument)


def _arguments(package: str) -> list[str]:
    """Take an entry such as ``--extra-index-url URL`` apart: it is no requirement with a space in it."""
    return package.split() if package.startswith("-") else [package]


def _one_line(text: str) -> str:
    return " ".join(text.split())
