"""One wrong letter in any key or word that the schemas know, in the file of a whole project."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from brickform.diagnostics import Diagnostic, Severity
from brickform.pipeline import LoadOptions, load, validate
from brickform.validate.documents import MODEL, PROJECT
from support.schema_mistakes import typo
from support.schema_nodes import at
from support.schema_words import Known, known_words

FILES = {MODEL: "models/models.yml", PROJECT: "brickform.yml"}
LEAST_SUGGESTED = 0.95


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "orders.py").write_text(
        "def model(dbt, session):\n    return session.table('a')\n"
    )
    (tmp_path / "brickform.yml").write_text("name: shop\n")
    return tmp_path


@pytest.mark.parametrize("shard", range(4))
@pytest.mark.parametrize("document", [MODEL, PROJECT])
def test_a_typo_is_found_where_it_is_and_the_right_word_suggested(
    document: str, shard: int, project: Path, record_property: Callable[[str, object], None]
) -> None:
    suggested = []
    for known in [*known_words(document)][shard::4]:
        wrong, text = misspelt(known)
        before = found_in(project, FILES[document], as_text(known, known.document_with_it))
        after = found_in(project, FILES[document], text)
        new = [item for item in after if item not in before and item.severity is not Severity.INFO]
        assert [place(item) for item in new] == [place_in(text, wrong)], f"{known} as {wrong}: {new}"
        suggested.append(new[0].help.replace("_", "-") == f"did you mean '{known.word}'?".replace("_", "-"))
    record_property("right suggestions", f"{sum(suggested)} of {len(suggested)}")
    assert sum(suggested) / len(suggested) >= LEAST_SUGGESTED


def found_in(project: Path, file: str, text: str) -> list[Diagnostic]:
    (project / file).write_text(text, encoding="utf-8")
    return list(validate(load(LoadOptions(project))))


def misspelt(known: Known) -> tuple[str, str]:
    """Return the word with one slip, and the file with it: it stands there once, and means nothing else."""
    random = Random(str(known))
    for _ in range(200):
        wrong = typo(known.word, random)
        text = as_text(known, with_typo(known, wrong))
        if (
            wrong not in known.others
            and yaml.safe_load(wrong or "~") == wrong
            and len(spots(text, wrong)) == 1
        ):
            return wrong, text
    raise AssertionError(f"no typo for {known}")


def with_typo(known: Known, wrong: str) -> Any:
    document = known.document_with_it
    parent = at(document, known.path[:-1])
    if known.is_key:
        entries = {wrong if key == known.word else key: value for key, value in parent.items()}
        parent.clear()
        parent.update(entries)
    else:
        parent[known.path[-1]] = wrong
    return document


def as_text(known: Known, document: Any) -> str:
    if known.document == MODEL:
        document = {"models": [{"name": "orders", "config": document}]}
    elif known.path != ("name",):
        document = {"name": "shop", **document}
    return yaml.safe_dump(document, sort_keys=False)


def spots(text: str, wrong: str) -> list[re.Match[str]]:
    return [*re.finditer(rf"(?<=[ \n]){re.escape(wrong)}(?=:|\n)", f"\n{text}")]


def place_in(text: str, wrong: str) -> tuple[int, int]:
    start = spots(text, wrong)[0].start() - 1
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def place(item: Diagnostic) -> tuple[int, int] | None:
    return item.location and (item.location.line, item.location.column)
