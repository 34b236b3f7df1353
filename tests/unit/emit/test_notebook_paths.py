from __future__ import annotations

import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from brickform.emit.paths import notebook_file
from support.graphs import notebook

names = st.text(st.characters(exclude_characters="/", exclude_categories=["Cs"]), min_size=1, max_size=12)


def file_of(catalog: str, schema: str, alias: str) -> str:
    return notebook_file(notebook(path=f"brickform/shop/dev/{catalog}/{schema}/{alias}"))


def test_plain_names_stay_as_they_are() -> None:
    assert file_of("main", "dbt-test", "orders_v2.1") == "main/dbt-test/orders_v2.1.py"


def test_a_changed_name_says_what_it_was() -> None:
    assert file_of("c", "s", "a b") == "c/s/a-b-c8687a08.py"
    assert file_of("c", "s", "a-b") == "c/s/a-b.py"


def test_names_that_windows_keeps_for_itself_are_changed() -> None:
    assert re.fullmatch(r"c/s/con-\w{8}\.py", file_of("c", "s", "con"))


@settings(deadline=None)
@given(names, names, names)
def test_every_file_name_is_safe(catalog: str, schema: str, alias: str) -> None:
    path = file_of(catalog, schema, alias)
    assert path == unicodedata.normalize("NFC", path)
    for part in path.split("/"):
        assert re.fullmatch(r"[\w.-]+", part), path
        assert not part.startswith("."), path
        assert not part.endswith("."), path
    assert path.count("/") == 2


@settings(deadline=None)
@given(names, names)
def test_two_notebooks_never_share_a_file(one: str, other: str) -> None:
    assert (file_of("c", "s", one) == file_of("c", "s", other)) == (one == other)
