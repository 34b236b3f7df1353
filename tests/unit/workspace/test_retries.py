from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from brickform.workspace.api_request import ApiRequest, Json
from brickform.workspace.errors import Trouble, WorkspaceError
from brickform.workspace.retries import Backoff, Retries
from support.fake_clock import FakeClock

READ = ApiRequest.get("/api/2.2/jobs/runs/get", run_id=1)
WITH_TOKEN = ApiRequest.post("/api/2.2/jobs/run-now", {"idempotency_token": "t"}, repeatable=True)
WITHOUT_TOKEN = ApiRequest.post("/api/2.2/jobs/runs/repair", {}, repeatable=False)


class Sender:
    """Fails as it is told to, then answers."""

    def __init__(self, *errors: WorkspaceError) -> None:
        self.calls = 0
        self._errors: Iterator[WorkspaceError] = iter(errors)

    def __call__(self, request: ApiRequest) -> Json:
        self.calls += 1
        error = next(self._errors, None)
        if error is not None:
            raise error
        return {"answered": request.path}


def trouble(kind: Trouble, retry_after: float | None = None) -> WorkspaceError:
    return WorkspaceError(kind, kind.value, retry_after=retry_after)


def send(sender: Sender, request: ApiRequest, clock: FakeClock, give_up_after: float = 300) -> Json:
    retries = Retries(give_up_after, clock=clock, chance=random.Random(1))
    return retries.send(sender, request, lambda error, pause: None)


@pytest.mark.parametrize("request_", [READ, WITH_TOKEN])
@pytest.mark.parametrize("kind", [kind for kind in Trouble if kind.may_pass])
def test_what_may_pass_is_tried_again(kind: Trouble, request_: ApiRequest) -> None:
    sender = Sender(trouble(kind), trouble(kind))
    assert send(sender, request_, FakeClock()) == {"answered": request_.path}
    assert sender.calls == 3


@pytest.mark.parametrize("kind", [kind for kind in Trouble if not kind.may_pass])
def test_a_refusal_is_final(kind: Trouble) -> None:
    sender = Sender(trouble(kind))
    with pytest.raises(WorkspaceError):
        send(sender, READ, FakeClock())
    assert sender.calls == 1


@pytest.mark.parametrize("kind", [Trouble.THROTTLED, Trouble.UNREACHABLE])
def test_without_a_token_what_was_surely_not_done_is_sent_again(kind: Trouble) -> None:
    sender = Sender(trouble(kind))
    send(sender, WITHOUT_TOKEN, FakeClock())
    assert sender.calls == 2


@pytest.mark.parametrize("kind", [Trouble.REPLY_LOST, Trouble.UNAVAILABLE])
def test_without_a_token_what_may_be_done_is_never_sent_again(kind: Trouble) -> None:
    sender = Sender(trouble(Trouble.THROTTLED), trouble(kind))
    with pytest.raises(WorkspaceError) as raised:
        send(sender, WITHOUT_TOKEN, FakeClock())
    assert sender.calls == 2
    assert raised.value.may_be_done


def test_that_an_earlier_copy_may_be_done_is_remembered() -> None:
    sender = Sender(trouble(Trouble.REPLY_LOST), trouble(Trouble.FORBIDDEN))
    with pytest.raises(WorkspaceError) as raised:
        send(sender, WITH_TOKEN, FakeClock())
    assert (raised.value.trouble, raised.value.may_be_done) == (Trouble.FORBIDDEN, True)


def test_it_gives_up_in_time() -> None:
    clock, sender = FakeClock(), Sender(*(trouble(Trouble.UNAVAILABLE) for _ in range(1000)))
    with pytest.raises(WorkspaceError):
        send(sender, READ, clock, give_up_after=120)
    assert 60 < sum(clock.pauses) <= 120


def test_the_workspace_says_when_to_come_back() -> None:
    clock = FakeClock()
    send(Sender(trouble(Trouble.THROTTLED, retry_after=42)), READ, clock)
    assert clock.pauses == [42]


def test_a_pause_that_is_longer_than_the_patience_is_not_begun() -> None:
    clock, sender = FakeClock(), Sender(trouble(Trouble.THROTTLED, retry_after=3600))
    with pytest.raises(WorkspaceError):
        send(sender, READ, clock)
    assert (clock.pauses, sender.calls) == ([], 1)


def test_pauses_grow_to_a_limit_and_differ_by_chance() -> None:
    backoff = Backoff(first=1, longest=20)
    chance = random.Random(0)
    for attempt in range(1, 200):
        middle = min(20, 2 ** (attempt - 1))
        assert middle * 0.75 <= backoff.pause(attempt, chance) <= middle * 1.25
    assert len({backoff.pause(3, chance) for _ in range(50)}) == 50


def test_who_is_told_of_each_attempt_that_failed() -> None:
    told: list[tuple[Trouble, float]] = []
    clock = FakeClock()
    retries = Retries(clock=clock)
    sender = Sender(trouble(Trouble.THROTTLED), trouble(Trouble.UNREACHABLE))
    retries.send(sender, READ, lambda error, pause: told.append((error.trouble, pause)))
    assert [kind for kind, _ in told] == [Trouble.THROTTLED, Trouble.UNREACHABLE]
    assert [pause for _, pause in told] == clock.pauses
