"""Writes SQL down: the only reader of ``templates/functions/``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from brickform.data_files import Filters, data_root, template_environment
from brickform.functions.sql.function import Place, ServicePrincipal, SqlFunction
from brickform.functions.sql.text import in_comment, quoted_name, quoted_text, quoted_texts

if TYPE_CHECKING:
    from jinja2 import Environment


def create_function(place: Place, function: SqlFunction) -> str:
    """Return the statement that creates a function, or replaces one of the same signature.

    https://docs.databricks.com/sql/language-manual/sql-ref-syntax-ddl-create-sql-function.html
    """
    environment = _environment()
    body = environment.get_template(function.body).render(connection=place.connection, **function.context)
    return environment.get_template("function.sql.jinja").render(place=place, function=function, body=body)


def create_connection(connection: str, host: str, principal: ServicePrincipal) -> str:
    """Return the statement that creates the connection; the secret stays where it lies.

    https://docs.databricks.com/query-federation/http.html
    """
    template = _environment().get_template("connection.sql.jinja")
    return template.render(connection=connection, host=host, principal=principal)


@cache
def _environment() -> Environment:
    filters: Filters = {
        "comment": in_comment,
        "name": quoted_name,
        "text": quoted_text,
        "texts": quoted_texts,
    }
    return template_environment(data_root() / "templates" / "functions", filters)
