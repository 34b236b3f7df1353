"""Models for the tests on Spark: each reads ``orders`` and builds ``result``."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from brickform.notebook.source import NotebookSource

if TYPE_CHECKING:
    from spark.conftest import Workspace

ORDERS = [(1, "a", 10), (2, "b", 20), (3, "a", 5)]
ORDER_COLUMNS = "id int, customer string, amount int"


def notebook(workspace: Workspace, body: str, **settings: Any) -> NotebookSource:
    """Make the notebook of a model; ``body`` is that of its function."""
    code = (
        "from __future__ import annotations\n\n"
        "from pyspark.sql.functions import *  # shadows sum, max and others of Python's own\n"
        "from pyspark.sql.types import *\n\n\n"
        f"def model(dbt, session):\n{textwrap.indent(textwrap.dedent(body).strip(), '    ')}"
    )
    return NotebookSource(
        name="result",
        path="models/result.py",
        code=code,
        relation=workspace.relation("result"),
        refs={"orders": workspace.relation("orders")},
        **settings,
    )


ALL_ORDERS = "return dbt.ref('orders')"
