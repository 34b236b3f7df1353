"""Functions for Unity Catalog on a local Spark, with an http_request that leads to a local workspace."""

from __future__ import annotations

import json
from typing import Any

from brickform.functions.sql.function import Place, SqlFunction
from brickform.functions.sql.render import create_function
from brickform.testing import LocalWorkspace, RecordedRequest

CONNECTION = "jobs_trigger"
PRINCIPAL = "2b9b1d5c-5a0e-4d8e-9d39-0f6d6c7f1f2a"
TOKEN = "token-of-the-connection"
_CREATE = "CREATE OR REPLACE FUNCTION `main`.`ops`."


class SqlFunctions:
    """Creates functions of the schema main.ops as temporary ones, and calls them."""

    def __init__(self, spark: Any, workspace: LocalWorkspace) -> None:
        self.spark = spark
        self.workspace = workspace
        self.sent: list[RecordedRequest] = []
        """What the last query sent."""
        # the parser of Delta knows nothing of markers that are filled in before it reads
        spark.conf.set("spark.sql.legacy.parameterSubstitution.constantsOnly", "true")
        workspace.add_user(PRINCIPAL, TOKEN)
        _register_http_request(spark, {CONNECTION: f"{workspace.url}/api/2.2/jobs"})

    def create(self, *functions: SqlFunction) -> None:
        """Create functions; local Spark knows those of Unity Catalog only without their catalog."""
        for function in functions:
            statement = create_function(Place("main", "ops", CONNECTION), function)
            assert statement.startswith(_CREATE)
            self.spark.sql("CREATE OR REPLACE TEMPORARY FUNCTION " + statement.removeprefix(_CREATE))

    def call(self, name: str, /, *positional: Any, **named: Any) -> dict[str, Any]:
        """Call a function with parameter markers, and return the JSON that it answers with."""
        arguments = {f"p{number}": value for number, value in enumerate(positional)}
        written = [f":{marker}" for marker in arguments]
        written += [f"`{parameter}` => :{parameter}" for parameter in named]
        return self.select(f"SELECT `{name}`({', '.join(written)})", {**arguments, **named})[0]

    def select(self, query: str, arguments: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """Return the answers of a query that calls a function for each row."""
        before = len(self.workspace.requests)
        rows = self.spark.sql(query, args=arguments or {}).collect()
        self.sent = self.workspace.requests[before:]
        return [json.loads(row[0]) for row in rows]

    @property
    def lines(self) -> list[str]:
        """Return what was sent by the last query, in a line each."""
        return [f"{one.method} {one.path.removeprefix('/api/2.2/jobs')} {one.status}" for one in self.sent]


def _register_http_request(spark: Any, bases: dict[str, str]) -> None:
    """Stand in for the function of Databricks: a struct of status_code and text, also for an error.

    https://docs.databricks.com/sql/language-manual/functions/http_request.html
    """
    from pyspark.sql.functions import udf

    token = TOKEN

    def http_request(conn, method, path, headers=None, params=None, json=None):  # type: ignore[no-untyped-def]
        import urllib.error
        import urllib.parse
        import urllib.request

        url = bases[conn] + path + ("?" + urllib.parse.urlencode(params) if params else "")
        data = json.encode() if json is not None else None
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", **(headers or {})}
        request = urllib.request.Request(url, data=data, method=method, headers=headers)
        try:
            with urllib.request.urlopen(request) as reply:
                return reply.status, reply.read().decode()
        except urllib.error.HTTPError as error:
            said = error.read().decode()
            return error.code, (
                "[REMOTE_FUNCTION_HTTP_FAILED_ERROR] The remote HTTP request failed with code "
                f"{error.code}, and error message: {said}"
            )

    struct = "struct<status_code: int, text: string>"
    spark.udf.register("http_request", udf(http_request, struct).asNondeterministic())
