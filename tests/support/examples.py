"""The examples, with the targets of each."""

from __future__ import annotations

from pathlib import Path

import yaml

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
_PROJECT_FILES = ("brickform.yml", "dbt_project.yml")
PROJECTS = sorted(
    folder for folder in EXAMPLES.iterdir() if any((folder / name).exists() for name in _PROJECT_FILES)
)
"""The folders that are a project; ``cdktf_app`` is an app around one."""


def examples_with_targets() -> list[tuple[str, str]]:
    return [(folder.name, target) for folder in PROJECTS for target in _targets(folder)]


def _targets(example: Path) -> list[str]:
    """Return the targets of brickform.yml and of the one profile in profiles.yml."""
    found: set[str] = set()
    if (example / "brickform.yml").exists():
        found.update(yaml.safe_load((example / "brickform.yml").read_text()).get("targets", {}))
    if (example / "profiles.yml").exists():
        (profile,) = yaml.safe_load((example / "profiles.yml").read_text()).values()
        found.update(profile["outputs"])
    return sorted(found)
