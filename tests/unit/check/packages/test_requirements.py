from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import Requirement as Parsed
from packaging.utils import canonicalize_name

from brickform.check.packages.requirements import Requirement, kind_of, meant, parse

NAMES = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,8}[A-Za-z0-9])?", fullmatch=True)
VERSIONS = st.lists(st.integers(0, 99), min_size=1, max_size=4).map(lambda parts: ".".join(map(str, parts)))


@given(NAMES, st.sampled_from(["", "[extra]", "[a,b]"]), VERSIONS)
def test_the_quick_way_reads_what_packaging_reads(name: str, extras: str, version: str) -> None:
    assert parse(f"{name}{extras}") == Requirement(canonicalize_name(name), limited=False)
    exact = f"{name}{extras}=={version}"
    assert Parsed(exact).name == name
    assert parse(exact) == Requirement(canonicalize_name(name), exact=version)


@given(st.text())
def test_any_text_is_of_some_kind(text: str) -> None:
    assert kind_of(text) in ("package", "option", "elsewhere", "malformed", "confidential")
    suggestion = meant(text)
    assert suggestion is None or kind_of(suggestion) in ("package", "elsewhere")


@pytest.mark.parametrize(
    ("text", "exact", "limited"),
    [
        ("pandas", None, False),
        ("pandas>=1", None, False),
        ("pandas!=1", None, False),
        ("pandas>=1,<2", None, True),
        ("pandas~=1.4", None, True),
        ("pandas==1.*", None, True),
        ("pandas == 1.0rc1", "1.0rc1", True),
        ("pandas===1.0", "1.0", True),
        ("pandas @ https://example.com/pandas.whl", None, True),
    ],
)
def test_how_far_a_version_is_fixed(text: str, exact: str | None, limited: bool) -> None:
    assert parse(text) == Requirement("pandas", exact=exact, limited=limited)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("-r requirements.txt", "option"),
        ("--extra-index-url https://pypi.example.com/simple", "option"),
        ("git+https://github.com/example/shop", "elsewhere"),
        ("https://example.com/shop.whl", "elsewhere"),
        ("/Volumes/main/libs/wheels/shop.whl", "elsewhere"),
        ("/Workspace/Shared/requirements.txt", "elsewhere"),
        ("../shop", "elsewhere"),
        ("dbfs:/libs/shop.whl", "elsewhere"),
        ("dist/shop-1.0.tar.gz", "elsewhere"),
        ("shop @ git+https://github.com/example/shop", "package"),
        ("pandas; python_version < '3.12'", "package"),
        ("git+https://user:secret@github.com/example/shop", "confidential"),
        ("--extra-index-url=https://user:secret@pypi.example.com", "confidential"),
        ("pandas=1.0", "malformed"),
        ("", "malformed"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("pandas=2.2.3", "pandas==2.2.3"),
        ("pandas = 2.2.3", "pandas == 2.2.3"),
        ("pandas 2.2.3", "pandas==2.2.3"),
        ("pandas v2.2", "pandas==2.2"),
        ("pandas==2.2.x", "pandas==2.2.*"),
        ("pandas=2.2.x", "pandas==2.2.*"),
        ("pandas^2.2", "pandas~=2.2"),
        ("pandas==", "pandas"),
        ("pip install pandas", "pandas"),
        ("python -m pip install -U pandas==2.2.3", "pandas==2.2.3"),
        ("what is this", None),
    ],
)
def test_what_was_meant(written: str, right: str | None) -> None:
    assert kind_of(written) == "malformed"
    assert meant(written) == right
