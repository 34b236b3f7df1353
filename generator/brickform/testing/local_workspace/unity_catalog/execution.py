"""What the statements do that the local workspace executes: functions, connections and grants.

Queries are none of them: a function is kept as its text, and not run.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from brickform.testing.local_workspace.state import Grant, Json, State
from brickform.testing.local_workspace.unity_catalog.tokens import SqlSyntaxError, Tokens

_TYPES = {"BIGINT": "LONG"}
"""Names of types in answers, where they are not those of SQL."""


class NotPermittedError(Exception):
    """The caller lacks a privilege."""


def execute(state: State, user: str, *, is_admin: bool, statement: str) -> None:
    """Carry out a statement; raises SqlSyntaxError for any that is not known, and NotPermittedError."""
    tokens = Tokens(statement)
    for beginning, carry_out, missing in _STATEMENTS:
        if tokens.take(*beginning):
            if not is_admin:
                raise NotPermittedError(
                    "[INSUFFICIENT_PERMISSIONS] Insufficient privileges: "
                    f"User does not have permission {missing}. SQLSTATE: 42501"
                )
            carry_out(state, tokens, user)
            return
    raise SqlSyntaxError("[PARSE_SYNTAX_ERROR] The local workspace does not execute this statement.")


def _create_function(state: State, tokens: Tokens, user: str) -> None:
    catalog, schema, name = _three(tokens)
    full_name = f"{catalog}.{schema}.{name}"
    parameters = _parameters(tokens)
    tokens.expect("RETURNS", "STRING", "LANGUAGE", "SQL", "NOT", "DETERMINISTIC", "COMMENT")
    comment = tokens.text()
    tokens.expect("RETURN", "(")
    present = state.functions.get(full_name)
    if present is not None and _signature(present["input_params"]["parameters"]) != _signature(parameters):
        raise SqlSyntaxError(
            f"[ROUTINE_PARAMETER_MISMATCH] Cannot replace {full_name}: its parameters are others."
        )
    state.functions[full_name] = {
        "name": name,
        "catalog_name": catalog,
        "schema_name": schema,
        "full_name": full_name,
        "input_params": {"parameters": parameters},
        "data_type": "STRING",
        "full_data_type": "STRING",
        "routine_body": "SQL",
        "comment": comment,
        "owner": user,
    }


def _parameters(tokens: Tokens) -> list[Json]:
    tokens.expect("(")
    parameters: list[Json] = []
    while not tokens.take(")"):
        name, type_name = tokens.name(), tokens.name()
        default = {"parameter_default": "NULL"} if tokens.take("DEFAULT", "NULL") else {}
        tokens.expect("COMMENT")
        type_text = type_name.lower()
        described = {"name": name, "type": _json_type(type_text), "nullable": True, "metadata": {}}
        parameters.append(
            {
                "name": name,
                "type_text": type_text,
                "type_json": json.dumps(described),
                "type_name": _TYPES.get(type_name, type_name),
                "position": len(parameters),
                "parameter_mode": "IN",
                "comment": tokens.text(),
                **default,
            }
        )
        tokens.take(",")
    return parameters


def _json_type(type_text: str) -> str:
    return {"bigint": "long", "int": "integer"}.get(type_text, type_text)


def _signature(parameters: list[Json]) -> list[tuple[str, str]]:
    return [(one["name"], one["type_text"]) for one in parameters]


def _drop_function(state: State, tokens: Tokens, user: str) -> None:  # noqa: ARG001
    full_name = ".".join(_three(tokens))
    state.functions.pop(full_name, None)
    state.grants.pop(f"function/{full_name}", None)


def _create_connection(state: State, tokens: Tokens, user: str) -> None:
    name = tokens.name()
    tokens.expect("TYPE", "HTTP", "OPTIONS", "(")
    options: Json = {}
    while not tokens.take(")"):
        key = tokens.name()
        if tokens.take("SECRET"):
            tokens.skip_to(")")
        else:
            options[key] = tokens.text()
        tokens.take(",")
    described = {"name": name, "connection_type": "HTTP", "options": options, "owner": user}
    state.connections.setdefault(name, described)


def _grant_execute(state: State, tokens: Tokens, user: str) -> None:  # noqa: ARG001
    full_name = ".".join(_three(tokens))
    if full_name not in state.functions:
        raise SqlSyntaxError(f"[ROUTINE_NOT_FOUND] The routine {full_name} cannot be found.")
    _grant(state, f"function/{full_name}", tokens, "EXECUTE")


def _grant_connection(state: State, tokens: Tokens, user: str) -> None:  # noqa: ARG001
    name = tokens.name()
    if name not in state.connections:
        raise SqlSyntaxError(f"[CONNECTION_NOT_FOUND] The connection {name} cannot be found.")
    _grant(state, f"connection/{name}", tokens, "USE_CONNECTION")


def _grant(state: State, key: str, tokens: Tokens, privilege: str) -> None:
    tokens.expect("TO")
    grant = Grant("principal", tokens.name(), privilege)
    grants = state.grants.setdefault(key, [])
    if grant not in grants:
        grants.append(grant)


def _three(tokens: Tokens) -> tuple[str, str, str]:
    found = tokens.names()
    if len(found) != 3:
        raise SqlSyntaxError(f"[PARSE_SYNTAX_ERROR] {'.'.join(found)} is not a name of three parts.")
    return found[0], found[1], found[2]


_Carry = Callable[[State, Tokens, str], None]
_STATEMENTS: tuple[tuple[tuple[str, ...], _Carry, str], ...] = (
    (("CREATE", "OR", "REPLACE", "FUNCTION"), _create_function, "CREATE FUNCTION on the schema"),
    (("DROP", "FUNCTION", "IF", "EXISTS"), _drop_function, "MANAGE on the function"),
    (
        ("CREATE", "CONNECTION", "IF", "NOT", "EXISTS"),
        _create_connection,
        "CREATE CONNECTION on the metastore",
    ),
    (("GRANT", "EXECUTE", "ON", "FUNCTION"), _grant_execute, "MANAGE on the function"),
    (("GRANT", "USE", "CONNECTION", "ON", "CONNECTION"), _grant_connection, "MANAGE on the connection"),
)
