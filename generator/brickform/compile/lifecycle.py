"""What a config says about resources that exist already: former names, and letting go."""

from __future__ import annotations

from brickform.compile.groups import ModelGroup
from brickform.compile.model import Notebook, ReleasedJob
from brickform.compile.names import safe_key
from brickform.sourced import Sourced


def previous_keys(config: Sourced) -> tuple[Sourced, ...]:
    """Return the keys that ``previous_names`` stands for; a name is made a key as a model's is."""
    written = config.get("previous_names")
    names = written.elements() if written is not None else ()
    keys = [name.derive(safe_key(str(name.value))) for name in names]
    return tuple({key.value: key for key in keys}.values())


def release_job(group: ModelGroup, notebooks: tuple[Notebook, ...]) -> ReleasedJob:
    return ReleasedJob(
        key=group.key,
        folder=group.folder,
        models=group.model_ids,
        source=group.config.source.find(("release",)),
        notebooks=notebooks,
        previous_keys=previous_keys(group.config),
        grouped=group.together is not None,
    )
