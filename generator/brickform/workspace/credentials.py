"""Finds the workspace and its credentials by databricks-sdk's own chain: profile, variables, cloud, notebook.

https://docs.databricks.com/aws/en/dev-tools/auth/unified-auth
"""

from __future__ import annotations

import configparser
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from brickform.suggestions import did_you_mean
from brickform.workspace.errors import Trouble, WorkspaceError
from brickform.workspace.profiles import profile_hosts, profile_settings

if TYPE_CHECKING:
    from databricks.sdk.core import Config

_DEBUG_INFO = re.compile(r"\.? (?:Config: |Env: ).*", re.DOTALL)
"""What databricks-sdk appends to its messages: every setting that it knows."""
_HOW_TO_SIGN_IN = (
    "set DATABRICKS_HOST and DATABRICKS_TOKEN, or name a profile of ~/.databrickscfg with --profile; "
    "`databricks auth login` makes one"
)
_SDK_SECONDS = 1
"""The shortest time that databricks-sdk can be told to go on asking a host about itself."""


class Credentials:
    """Where the workspace is, and who is asking."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self.host: str = config.host.rstrip("/")
        self.user_agent: str = config.user_agent
        self._token = ""

    def headers(self) -> Mapping[str, str]:
        """Return the headers that sign a request; raises WorkspaceError when there is no token to be had."""
        try:
            headers = dict(self._config.authenticate())
        except Exception as error:  # every kind of credentials has its own
            raise _no_token(self.redact(_plain(error))) from None
        self._token = str(headers.get("Authorization", "")).rpartition(" ")[2]
        workspace_id = getattr(self._config, "workspace_id", None)
        if workspace_id:
            headers["X-Databricks-Workspace-Id"] = str(workspace_id)
        return headers

    def redact(self, text: str) -> str:
        """Return text without any secret of these credentials."""
        for secret in self._secrets():
            text = text.replace(secret, "***")
        return text

    def _secrets(self) -> Iterator[str]:
        if self._token:
            yield self._token
        values = self._config.as_dict()
        for attribute in self._config.attributes():
            value = values.get(attribute.name)
            if attribute.sensitive and value:
                yield str(value)


def find_credentials(profile: str | None, project_host: str | None, http_timeout: float) -> Credentials:
    """Let databricks-sdk find the credentials, and hold the host against the project's.

    Without a host of its own (profile, DATABRICKS_HOST) it asks for credentials of ``project_host``.
    Raises WorkspaceError.
    """
    config = _configure(profile, None, http_timeout, fallback=project_host)
    credentials = Credentials(config)
    if project_host is not None and not same_host(project_host, credentials.host):
        raise _other_workspace(project_host, credentials.host)
    return credentials


def same_host(one: str, other: str) -> bool:
    return _address(one) == _address(other)


def _address(host: str) -> tuple[str, int | None]:
    parts = urlsplit(host if "://" in host else f"https://{host}")
    port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    return (parts.hostname or "").lower(), port


def _configure(profile: str | None, host: str | None, http_timeout: float, fallback: str | None) -> Config:
    from databricks.sdk.core import Config

    # A profile that was asked for goes before the variables of the environment; in databricks-sdk they win.
    given = profile_settings(profile) if profile is not None else {"host": host}
    try:
        with _quiet_sdk():
            return Config(
                **given,
                profile=profile,
                product="brickform",
                product_version=version("brickform"),
                http_timeout_seconds=http_timeout,
                retry_timeout_seconds=_SDK_SECONDS,
            )
    except configparser.Error:  # its message quotes the file
        raise _not_configured("the file of profiles cannot be read", None) from None
    except Exception as error:
        message = _plain(error)
        if fallback is not None and profile is None and _lacks_credentials(message):
            return _configure(None, fallback, http_timeout, None)
        raise _not_configured(message, profile) from None


def _lacks_credentials(message: str) -> bool:
    return "cannot configure default credentials" in message


def _not_configured(message: str, profile: str | None) -> WorkspaceError:
    if profile is not None and "has no" in message and "profile configured" in message:
        known = profile_hosts()
        advice = did_you_mean(profile, known, otherwise="`databricks auth profiles` lists them")
        return WorkspaceError(
            Trouble.CONFIGURATION, f"there is no profile '{profile}' in ~/.databrickscfg", help=advice
        )
    if _lacks_credentials(message):
        return WorkspaceError(
            Trouble.CONFIGURATION, "no credentials of a Databricks workspace were found", help=_HOW_TO_SIGN_IN
        )
    summary = f"the credentials cannot be used: {message}"
    return WorkspaceError(Trouble.CONFIGURATION, summary, help=_HOW_TO_SIGN_IN)


def _no_token(message: str) -> WorkspaceError:
    summary = f"no token could be had: {message}"
    return WorkspaceError(Trouble.UNAUTHENTICATED, summary, help=_HOW_TO_SIGN_IN)


def _other_workspace(wanted: str, found: str) -> WorkspaceError:
    fitting = sorted(name for name, host in profile_hosts().items() if same_host(host, wanted))
    advice = f"use --profile {fitting[0]}" if fitting else f"set DATABRICKS_HOST={wanted} and its credentials"
    summary = f"the project's target is {wanted}, but the credentials are of {found}"
    return WorkspaceError(Trouble.CONFIGURATION, summary, help=advice)


def _plain(error: Exception) -> str:
    """Return what an error says in one line, without the settings that databricks-sdk lists."""
    return " ".join(_DEBUG_INFO.sub("", str(error)).split())


@contextmanager
def _quiet_sdk() -> Iterator[None]:
    """Keep back what databricks-sdk logs about a host that does not describe itself: it matters to nobody."""
    logger = logging.getLogger("databricks.sdk")
    logger.addFilter(_is_not_about_metadata)
    try:
        yield
    finally:
        logger.removeFilter(_is_not_about_metadata)


def _is_not_about_metadata(record: logging.LogRecord) -> bool:
    return "host metadata" not in record.getMessage()
