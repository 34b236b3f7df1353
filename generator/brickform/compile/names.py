"""Names that both outputs and the workspace accept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from operator import attrgetter
from unicodedata import normalize

from brickform.resolve.project import LineageNode, Relation, ResolvedModel

_NOT_IN_KEY = re.compile(r"[^A-Za-z0-9_-]+")
_NOT_IN_PATH = re.compile(r'[\x00-\x1f/\\:*?"<>|]')


def resource_key(model: ResolvedModel | LineageNode, root_package: str) -> str:
    """Return a key that Terraform and bundles take: a letter first, then letters, digits, ``_``, ``-``."""
    name = model.name if model.version is None else f"{model.name}_v{model.version}"
    if model.package != root_package:
        name = f"{model.package}__{name}"
    return safe_key(name)


def models_named(word: str, models: Iterable[ResolvedModel], root_package: str) -> list[ResolvedModel]:
    """Return the models that a word means: by unique id, else by resource key, else by name."""
    listed = list(models)
    for name_of in (attrgetter("unique_id"), lambda one: resource_key(one, root_package), attrgetter("name")):
        if found := [model for model in listed if name_of(model) == word]:
            return found
    return []


@cache
def safe_key(name: str, kind: str = "model") -> str:
    """Return what a name is as a key; one that does not begin with a letter gets its kind in front."""
    key = _ascii(name).strip("_-")
    return key if key[:1].isalpha() else f"{kind}_{key}".rstrip("_")


def top_folder(root_package: str) -> str:
    """Return the file name for what lies in no folder."""
    return _ascii(root_package).lower()


def folder_name(model: ResolvedModel, root_package: str) -> str:
    """Return the model's folder below its package as one file name; at the top, the package's name.

    Folders that only case tells apart get one name: some file systems ignore it.
    """
    folders = model.fqn[1:-1] if model.version is None else model.fqn[1:-2]
    package = () if model.package == root_package and folders else (model.package,)
    return _ascii("__".join((*package, *folders))).lower()


def _ascii(name: str) -> str:
    """Leave out what a key cannot have; a hash of other alphabets keeps two names apart."""
    name = normalize("NFC", name)  # file systems differ in the form that they give an accented letter
    safe = _NOT_IN_KEY.sub("_", name)
    if name.isascii():
        return safe
    return f"{safe.rstrip('_-')}_u{sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def job_name(relation: Relation) -> str:
    """Return dbt's name for a model's workflow."""
    return f"dbt__{relation.catalog}-{relation.schema}-{relation.identifier}"


def notebook_path(project: str, target: str, relation: Relation) -> str:
    """Return where a notebook lies below the notebook root: never a path that dbt writes."""
    parts = (project, target, relation.catalog, relation.schema, relation.identifier)
    return "/".join(("brickform", *(_path_segment(part) for part in parts)))


def _path_segment(name: str) -> str:
    segment = _NOT_IN_PATH.sub("_", name)
    return "_" * len(segment) if not segment.strip(".") else segment
