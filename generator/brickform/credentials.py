"""Tells a credential that is written out from a reference to one, and from everything else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

_SHAPES = re.compile(
    r"""
      \b(?:                                                       # most begin a word
        (?:dapi|dose)[0-9a-f]{32}                                 # Databricks: personal token, OAuth secret
      | (?:AKIA|ASIA)[A-Z0-9]{16}\b                               # AWS access key id
      | (?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{20}          # Azure connection string
      | sig=[A-Za-z0-9+/%]{20}                                    # Azure shared access signature
      | gh[pousr]_[A-Za-z0-9]{36} | github_pat_\w{22} | glpat-[\w-]{20}
      | xox[abeprs]-[\w-]{10} | hooks\.slack\.com/services/T\w+/B\w+/\w
      | AIza[\w-]{35}
      | sk-[A-Za-z0-9]{32} | sk-(?:proj|ant|svcacct)-[\w-]{20} | [rs]k_live_\w{16}
      | hf_[A-Za-z]{30} | pypi-AgE[\w-]{50} | npm_[A-Za-z0-9]{36}
      | Bearer\s+(?=[\w.~+/-]*\d)[\w.~+/-]{16}
      | (?i:password|passwd|pwd)=["']?[^\s"';&,{$<*%(]
      | (?i:access_?token|api_?key|client_?secret|secret_?access_?key)=["']?[\w.~+/-]{8}
      )
    | (?<![\w-])eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10}           # JSON Web Token
    | -----BEGIN\ (?:[A-Z0-9]+\ ){0,3}PRIVATE\ KEY
    | (?<![\w+/=-])[A-Za-z0-9+/]{86}==                            # Azure storage account key
    | (?<![\w.~-])[\w.~-]{3}\dQ~[\w.~-]{31}                       # Microsoft Entra client secret
    | ://[^\s/@:]*:[^\s/@:${<*][^\s/@]*@                          # scheme://user:password@host
    """,
    re.VERBOSE,
)
"""What gives itself away. No part of it runs over a text more than once."""

_PASSWORD_NAME = re.compile(r"(?:^|_)(?:password|passwd|pwd|passphrase)_?\d*(?:_value)?$")
_SECRET_NAME = re.compile(
    r"(?:^|_)(?:secret|token|(?:api|access|secret|private|shared|signing|encryption|storage)_?key"
    r"|azure_account_key|storage_account_key|analytics_primary_key)_?\d*(?:_value)?$"
)
_NOT_SECRET_NAME = re.compile(
    r"(?:^|_)(?:pad|eos|bos|unk|cls|sep|mask|start|stop|end|special|next|page|continuation|idempotency)_token$"
)
_STORAGE_ACCOUNT = re.compile(r"\.[\w-]+\.(?:blob|dfs)\.core\.[\w.]+$")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SEPARATORS = re.compile(r"[^A-Za-z0-9]+")

# rarely looked for, so compiled when they are
_REFERENCE = r"\{\{|\{%|\$\{|\$\(|^\$|^%|\bdbutils\.secrets\b"
_PLACEHOLDER = (
    r"<.*>|\[\w+\]|\*+|\.+|…|[xX]{3,}|your[-_ ].*"
    r"|(?i:true|false|yes|no|on|off|none|null|todo|redacted|change[-_]?me|enabled|disabled)"
)
_PLACE = r"(?i:[a-z][a-z0-9+.-]{0,20}:/.*|(?:~|\.{0,2})/[\w./ -]*)"
_VARIABLE_NAME = r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"
_ENTRY = (
    r"""(?<![\w./-])["']?(?P<key>[A-Za-z_][\w./-]*)["']?\s*[:=]\s*"""
    r"""(?P<value>"[^"]*"|'[^']*'|[^\s,}\]#][^,}\]#]*)"""
)
_SHORTEST = 8
"""Of a secret that is no password: shorter ones are names, sizes and flags."""


@lru_cache(maxsize=8192, typed=True)  # 1 is a number, and True is none
def is_credential(key: str, value: object) -> bool:
    """Tell whether ``value`` is a credential written out, by its own shape or by what ``key`` calls it.

    A reference (``{{secrets/scope/key}}``, ``${VARIABLE}``, unrendered Jinja), a path, a URL, a flag and
    an empty value are none. ``key`` is the name of a setting, a parameter or an environment variable.
    """
    if isinstance(value, str):
        return holds_credential(value) or _is_called_credential(key, value.strip())
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_number and _secret_named(key) == "password"


def holds_credential(text: str) -> bool:
    """Tell whether a text holds something that has the shape of a credential, whatever it is called."""
    return _SHAPES.search(text) is not None


def line_holds_credential(line: str) -> bool:
    """Tell whether one line of a YAML or Python file holds a credential."""
    return holds_credential(line) or any(_is_called_credential(key, value) for key, value in _entries(line))


def _entries(line: str) -> Iterator[tuple[str, str]]:
    for entry in re.finditer(_ENTRY, line):
        yield entry["key"], entry["value"].strip("\"' ")


def _is_called_credential(key: str, value: str) -> bool:
    kind = _secret_named(key)
    if kind is None or not value or re.search(_REFERENCE, value):
        return False
    if re.fullmatch(_PLACEHOLDER, value) or re.fullmatch(_PLACE, value):
        return False
    is_one_word = len(value) >= _SHORTEST and not re.search(r"\s", value)
    is_long = is_one_word and not value.isdecimal() and not re.fullmatch(_VARIABLE_NAME, value)
    return kind == "password" or is_long


@lru_cache(maxsize=4096)
def _secret_named(key: str) -> Literal["password", "secret"] | None:
    """Tell what a name promises, in lower case with ``_`` between its words."""
    name = _STORAGE_ACCOUNT.sub("", key)
    form = _SEPARATORS.sub("_", _HUMP.sub("_", name)).strip("_").lower()
    if _PASSWORD_NAME.search(form):
        return "password"
    return "secret" if _SECRET_NAME.search(form) and not _NOT_SECRET_NAME.search(form) else None
