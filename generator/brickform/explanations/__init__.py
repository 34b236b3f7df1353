"""One page of text for every code: the cause, a wrong example and the same one mended."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent
_SECTION = re.compile(r"^## (Wrong|Right)\n", re.MULTILINE)
_BLOCK = re.compile(
    r"(?:^`(?P<file>[^`\n]+)`\n\n)?^```(?P<language>\w+)\n(?P<text>.*?)^```\n", re.MULTILINE | re.DOTALL
)
_COMMANDS = "console"


@dataclass(frozen=True, slots=True)
class Example:
    """A small project, as far as it matters, and the commands that are given to it."""

    markdown: str
    files: dict[str, str]
    """Text by path; what is not shown is as in any other project."""
    commands: tuple[str, ...]
    """Shell commands, run in the folder of the project; none means that any command shows the problem."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What ``brickform explain`` says about a code."""

    cause: str
    """Markdown."""
    wrong: Example | None
    """None where the problem lies outside of the files of a project."""
    right: Example | None


def explained_codes() -> list[str]:
    """Return the ids of all codes that have an explanation, in order."""
    return sorted(path.stem for path in _FOLDER.glob("BF*.md"))


@cache
def explain(code_id: str) -> Explanation:
    """Return the explanation of a code; raises FileNotFoundError where there is none."""
    text = (_FOLDER / f"{code_id}.md").read_text(encoding="utf-8")
    cause, *sections = _SECTION.split(text)
    examples = dict(zip(sections[::2], map(_example, sections[1::2]), strict=True))
    return Explanation(cause.strip(), examples.get("Wrong"), examples.get("Right"))


def _example(markdown: str) -> Example:
    blocks = list(_BLOCK.finditer(markdown))
    files = {block["file"]: block["text"] for block in blocks if block["file"]}
    consoles = "".join(block["text"] for block in blocks if block["language"] == _COMMANDS)
    commands = tuple(line[2:] for line in consoles.splitlines() if line.startswith("$ "))
    return Example(markdown.strip(), files, commands)
