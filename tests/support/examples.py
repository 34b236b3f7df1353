"""The examples, with the targets of each."""

from __future__ import annotations

from pathlib import Path

import yaml

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def examples_with_targets() -> list[tuple[str, str]]:
    folders = sorted(path for path in EXAMPLES.iterdir() if path.is_dir())
    return [(folder.name, target) for folder in folders for target in _targets(folder)]


def _targets(example: Path) -> list[str]:
    """Return the targets of brickform.yml and of the one profile in profiles.yml."""
    found: set[str] = set()
    if (example / "brickform.yml").exists():
        found.update(yaml.safe_load((example / "brickform.yml").read_text()).get("targets", {}))
    if (example / "profiles.yml").exists():
        (profile,) = yaml.safe_load((example / "profiles.yml").read_text()).values()
        found.update(profile["outputs"])
    return sorted(found)
