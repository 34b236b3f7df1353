from __future__ import annotations

from brickform.diagnostics import Code, Diagnostic, Diagnostics, Severity
from brickform.location import Location
from brickform.policy import EVERYWHERE, Place, Policy

ERROR = Code("BF901", Severity.ERROR, "wrong")
WARNING = Code("BF902", Severity.WARNING, "odd")
INFO = Code("BF903", Severity.INFO, "worth knowing")


def found(code: Code, file: str = "m.yml", *path: str | int) -> Diagnostic:
    return Diagnostic(code, "summary", Location(file, 1, 1), path)


def test_strict_makes_errors_of_warnings_alone() -> None:
    judged = Policy(strict=True).apply(Diagnostics([found(ERROR), found(WARNING), found(INFO)]))
    assert [(item.code.id, item.severity) for item in judged] == [
        ("BF901", Severity.ERROR),
        ("BF902", Severity.ERROR),
        ("BF903", Severity.INFO),
    ]


def test_what_is_silenced_is_gone_before_it_can_be_an_error() -> None:
    policy = Policy(strict=True, silenced={EVERYWHERE: frozenset({"BF902", "BF903"})})
    assert (
        list(policy.apply(Diagnostics([found(WARNING), found(INFO), Diagnostic(INFO, "without a place")])))
        == []
    )


def test_an_error_is_never_silenced() -> None:
    policy = Policy(silenced={EVERYWHERE: frozenset({"BF901"})})
    assert list(policy.apply(Diagnostics([found(ERROR)]))) == [found(ERROR)]


def test_a_silence_holds_in_its_places() -> None:
    places = (Place("models/a.py"), Place("m.yml", ("models", 0)))
    policy = Policy(silenced=dict.fromkeys(places, frozenset({"BF902"})))
    silenced = [found(WARNING, "models/a.py", "packages"), found(WARNING, "m.yml", "models", 0, "config")]
    others = [found(WARNING, "m.yml", "models", 1), Diagnostic(WARNING, "without a place")]
    assert set(policy.apply(Diagnostics([*silenced, *others]))) == set(others)


def test_to_apply_it_twice_changes_nothing() -> None:
    policy = Policy(strict=True, silenced={EVERYWHERE: frozenset({"BF903"})})
    once = policy.apply(Diagnostics([found(ERROR), found(WARNING), found(INFO)]))
    assert list(policy.apply(once)) == list(once)
