"""Which workspace is found, what is said when none is, and that no secret is ever said."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

import pytest

from brickform.testing import LocalWorkspace
from brickform.workspace.client import Workspace
from brickform.workspace.credentials import same_host
from brickform.workspace.errors import Trouble, WorkspaceError
from brickform.workspace.jobs_api import list_runs
from support.answering import unused_port

SECRET = "dapi0123456789abcdef"


@pytest.fixture
def profiles(environment: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file of profiles, the only source of credentials."""
    file = tmp_path / "databrickscfg"
    for name in ("DATABRICKS_HOST", "DATABRICKS_TOKEN", "DATABRICKS_AUTH_TYPE"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("DATABRICKS_CONFIG_FILE", str(file))
    monkeypatch.setenv("PATH", "")
    return file


def failure(workspace: Workspace) -> WorkspaceError:
    with pytest.raises(WorkspaceError) as raised:
        workspace.send(list_runs(), give_up_after=0)
    shown = "".join(traceback.format_exception(raised.value))
    assert SECRET not in shown
    assert "Config:" not in shown
    return raised.value


def test_a_profile(local_workspace: LocalWorkspace, profiles: Path) -> None:
    profiles.write_text(f"[prod]\nhost = {local_workspace.url}\ntoken = x\n")
    workspace = Workspace("prod")
    assert workspace.host == local_workspace.url
    assert workspace.send(list_runs()) == {"has_more": False}


def test_no_credentials_at_all(profiles: Path) -> None:
    error = failure(Workspace())
    assert str(error) == "no credentials of a Databricks workspace were found"
    assert error.trouble is Trouble.CONFIGURATION
    assert "DATABRICKS_HOST" in error.help
    assert "--profile" in error.help


def test_a_misspelt_profile(profiles: Path) -> None:
    profiles.write_text(f"[staging]\nhost = https://s.example.com\ntoken = {SECRET}\n")
    error = failure(Workspace("stagng"))
    assert str(error).startswith("there is no profile 'stagng' in ")
    assert error.help == "did you mean 'staging'?"


def test_a_broken_file_of_profiles(profiles: Path) -> None:
    profiles.write_text(f"token = {SECRET}\n")
    assert failure(Workspace("x")).trouble is Trouble.CONFIGURATION


def test_two_kinds_of_credentials(profiles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABRICKS_HOST", f"http://127.0.0.1:{unused_port()}")
    monkeypatch.setenv("DATABRICKS_TOKEN", SECRET)
    monkeypatch.setenv("DATABRICKS_CLIENT_ID", "me")
    monkeypatch.setenv("DATABRICKS_CLIENT_SECRET", SECRET)
    error = failure(Workspace())
    assert "more than one authorization method configured: oauth and pat" in str(error)


def test_the_workspace_of_the_project(local_workspace: LocalWorkspace, profiles: Path) -> None:
    profiles.write_text(
        f"[here]\nhost = {local_workspace.url}\ntoken = {SECRET}\n"
        f"[prod]\nhost = https://prod.example.com/\ntoken = {SECRET}\n"
    )
    error = failure(Workspace("here", project_host="https://prod.example.com"))
    assert "https://prod.example.com" in str(error)
    assert local_workspace.url in str(error)
    assert error.help == "use --profile prod"


def test_a_host_of_the_project_without_credentials_of_any(
    local_workspace: LocalWorkspace, profiles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABRICKS_TOKEN", "x")
    assert Workspace(project_host=local_workspace.url).send(list_runs()) == {"has_more": False}


def test_a_profile_goes_before_the_environment(
    local_workspace: LocalWorkspace, profiles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profiles.write_text(f"[prod]\nhost = {local_workspace.url}\ntoken = x\n")
    monkeypatch.setenv("DATABRICKS_HOST", f"http://127.0.0.1:{unused_port()}")
    monkeypatch.setenv("DATABRICKS_TOKEN", SECRET)
    assert Workspace("prod").host == local_workspace.url


def test_a_host_that_does_not_describe_itself_is_no_news(
    profiles: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("DATABRICKS_HOST", f"http://127.0.0.1:{unused_port()}")
    monkeypatch.setenv("DATABRICKS_TOKEN", SECRET)
    with caplog.at_level(logging.DEBUG):
        error = failure(Workspace())
    assert error.trouble is Trouble.UNREACHABLE
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.example.com", "https://A.example.com/", True),
        ("a.example.com", "https://a.example.com:443", True),
        ("https://a.example.com/?o=1", "https://a.example.com", True),
        ("https://a.example.com", "https://b.example.com", False),
        ("https://a.example.com", "https://a.example.com.evil.com", False),
        ("http://127.0.0.1:1", "http://127.0.0.1:2", False),
    ],
)
def test_what_counts_as_the_same_host(one: str, other: str, same: bool) -> None:
    assert same_host(one, other) is same
