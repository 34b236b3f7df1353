"""Every way in which one request can fail, over real sockets."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from brickform.testing import LocalWorkspace, expired_token, slow, too_many_requests
from brickform.workspace.api_request import ApiRequest
from brickform.workspace.client import Workspace
from brickform.workspace.errors import Trouble, WorkspaceError
from brickform.workspace.jobs_api import cancel_run, get_job, list_runs
from brickform.workspace.transport import Transport
from support.answering import answering, http, unused_port
from support.fake_clock import FakeClock
from support.jobs import create_job, sent

READ = get_job(1)
SECRET = "dapi0123456789abcdef"


class Anybody:
    """Credentials that sign nothing."""

    user_agent = "tests"

    def __init__(self, host: str) -> None:
        self.host = host

    def headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {SECRET}"}

    def redact(self, text: str) -> str:
        return text.replace(SECRET, "***")


def failure(answer: bytes, request: ApiRequest = READ) -> WorkspaceError:
    with answering(answer) as host, pytest.raises(WorkspaceError) as raised:
        Transport(Anybody(host), 2).send(request)  # type: ignore[arg-type]
    return raised.value


@pytest.mark.parametrize(
    ("answer", "trouble", "message"),
    [
        (http("400 Bad Request", '{"error_code":"INVALID_STATE","message":"no"}'), Trouble.REFUSED, "no"),
        (http("400 X", '{"message":"Run 7 does not exist."}'), Trouble.NOT_FOUND, "Run 7 does not exist."),
        (http("401 Unauthorized", "{}"), Trouble.UNAUTHENTICATED, "HTTP 401 Unauthorized"),
        (http("403 Forbidden", '{"message":"Invalid access token."}'), Trouble.UNAUTHENTICATED, "Invalid"),
        (http("403 Forbidden", '{"message":"User x does not have"}'), Trouble.FORBIDDEN, "User x does not"),
        (http("404 Not Found", '{"message":"gone"}'), Trouble.NOT_FOUND, "gone"),
        (http("409 Conflict", '{"message":"taken"}'), Trouble.REFUSED, "taken"),
        (http("429 Too Many Requests"), Trouble.THROTTLED, "HTTP 429 Too Many Requests"),
        (http("500 X", '{"error_code":"INTERNAL_ERROR","message":"oops"}'), Trouble.UNAVAILABLE, "oops"),
        (http("501 Not Implemented", '{"message":"never"}'), Trouble.REFUSED, "never"),
        (http("502 Bad Gateway", "<html>", content_type="text/html"), Trouble.UNAVAILABLE, "HTTP 502"),
        (http("503 X", '{"message":"later"}', "Retry-After: 7"), Trouble.UNAVAILABLE, "later"),
        (http("400 X", '{"error_code":"RESOURCE_EXHAUSTED","message":"m"}'), Trouble.THROTTLED, "m"),
        (http("302 Found", "", "Location: /login.html"), Trouble.CONFIGURATION, "does not answer like"),
        (http("200 OK", "<html>", content_type="text/html"), Trouble.CONFIGURATION, "does not answer like"),
        (http("200 OK", '{"run_id": 1'), Trouble.REPLY_LOST, "was cut off"),
        (http("200 OK", "[1]"), Trouble.REPLY_LOST, "was cut off"),
        (
            http("200 OK", '{"job_id": 1}').replace(b"Length: 13", b"Length: 99"),
            Trouble.REPLY_LOST,
            "no answer",
        ),
        (b"", Trouble.REPLY_LOST, "no answer came"),
        (b"HTTP/1.1 200 OK\r\n", Trouble.REPLY_LOST, "was cut off"),
        (http("200 OK", "{}"), Trouble.REPLY_LOST, "was cut off"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", Trouble.REPLY_LOST, "no answer came"),
    ],
)
def test_answers(answer: bytes, trouble: Trouble, message: str) -> None:
    error = failure(answer)
    assert (error.trouble, message in str(error)) == (trouble, True), str(error)
    assert "\n" not in str(error)
    assert "0x" not in str(error), "no objects of libraries in a message"


@pytest.mark.parametrize(
    ("header", "seconds"), [("7", 7), ("0", 0), ("soon", None), ("Wed, 21 Oct 2015 07:28:00 GMT", 0)]
)
def test_when_to_come_back(header: str, seconds: float | None) -> None:
    assert failure(http("429 X", "{}", f"Retry-After: {header}")).retry_after == seconds


def test_a_secret_in_an_answer_is_not_shown() -> None:
    assert str(failure(http("403 X", f'{{"message":"bad token {SECRET}"}}'))) == "bad token ***"


def test_nobody_listens() -> None:
    host = f"http://127.0.0.1:{unused_port()}"
    with pytest.raises(WorkspaceError) as raised:
        Transport(Anybody(host), 2).send(READ)  # type: ignore[arg-type]
    assert (raised.value.trouble, raised.value.may_be_done) == (Trouble.UNREACHABLE, False)
    assert str(raised.value) == f"{host} cannot be reached: Connection refused"


def test_a_host_without_an_address() -> None:
    with pytest.raises(WorkspaceError, match=r"no-such-host\.invalid cannot be reached") as raised:
        Transport(Anybody("https://no-such-host.invalid"), 2).send(READ)  # type: ignore[arg-type]
    assert raised.value.trouble is Trouble.UNREACHABLE


def test_a_host_that_is_none() -> None:
    with pytest.raises(WorkspaceError) as raised:
        Transport(Anybody("https://"), 2).send(READ)  # type: ignore[arg-type]
    assert raised.value.trouble is Trouble.CONFIGURATION


def test_an_answer_that_takes_too_long(local_workspace: LocalWorkspace, environment: None) -> None:
    local_workspace.inject(slow(1.0), path="runs/cancel")
    impatient = Workspace(http_timeout_seconds=0.2)
    with pytest.raises(WorkspaceError) as raised:
        impatient.send(cancel_run(1), give_up_after=0)
    assert (raised.value.trouble, raised.value.may_be_done) == (Trouble.REPLY_LOST, True)


def test_a_password_in_netrc_is_not_sent(
    local_workspace: LocalWorkspace, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login someone password else\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    job_id = create_job(local_workspace)
    assert workspace.send(get_job(job_id))["job_id"] == job_id


def test_bools_in_a_query(local_workspace: LocalWorkspace, workspace: Workspace) -> None:
    workspace.send(list_runs(active=True, limit=3))
    (request,) = sent(local_workspace, "/runs/list")
    assert request.query == {"active_only": "true", "limit": "3"}


@pytest.mark.parametrize("status", [401, 403])
def test_an_expired_token_is_looked_up_again(
    local_workspace: LocalWorkspace, workspace: Workspace, status: int
) -> None:
    job_id = create_job(local_workspace)
    workspace.send(get_job(job_id))
    local_workspace.inject(expired_token(status))  # type: ignore[arg-type]
    assert workspace.send(get_job(job_id))["job_id"] == job_id


def test_a_token_that_stays_expired(local_workspace: LocalWorkspace, workspace: Workspace) -> None:
    local_workspace.inject(expired_token(), path="jobs/get", times=100)
    with pytest.raises(WorkspaceError, match="Invalid access token") as raised:
        workspace.send(READ)
    assert raised.value.trouble is Trouble.UNAUTHENTICATED
    assert "databricks auth login" in raised.value.help
    assert len(sent(local_workspace, "/jobs/get")) <= 2


def test_retry_after_is_honoured(
    local_workspace: LocalWorkspace, workspace: Workspace, clock: FakeClock
) -> None:
    job_id = create_job(local_workspace)
    local_workspace.inject(too_many_requests(30), path="jobs/get", times=2)
    workspace.send(get_job(job_id))
    assert clock.pauses == [30, 30]
