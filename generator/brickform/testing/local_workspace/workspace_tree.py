"""The workspace's tree of folders, notebooks and files, below the APIs that change it."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import NamedTuple

from brickform.testing.local_workspace.errors import (
    ApiError,
    already_exists,
    does_not_exist,
    invalid_parameter,
)
from brickform.testing.local_workspace.state import PROTECTED, State, WorkspaceObject, grants_key

_COMMENTS = {"PYTHON": "#", "R": "#", "SCALA": "//", "SQL": "--"}
LANGUAGES = {".py": "PYTHON", ".r": "R", ".scala": "SCALA", ".sql": "SQL"}


class Upload(NamedTuple):
    """What is to lie at a path."""

    path: str
    object_type: str
    content: bytes
    language: str | None = None
    notebook_format: str | None = None


def bare_path(path: str) -> str:
    """Return the path without the prefix /Workspace: both name the same object."""
    parts = PurePosixPath("/", path.strip("/")).parts[1:]
    if ".." in parts or not path.startswith("/"):
        raise invalid_parameter(f"Path ({path}) doesn't start with '/' or is not absolute.")
    kept = parts[1:] if parts[:1] == ("Workspace",) else parts
    return "/" + "/".join(kept)


def find(state: State, path: str) -> WorkspaceObject:
    found = state.objects.get(bare_path(path))
    if found is None:
        raise does_not_exist(f"Path ({path}) doesn't exist.")
    return found


def children(state: State, folder: WorkspaceObject) -> list[WorkspaceObject]:
    below = state.below(folder.path)
    return sorted((one for one in below if parent(one.path) == folder.path), key=lambda one: one.path)


def parent(path: str) -> str:
    return str(PurePosixPath(path).parent)


def make_folders(state: State, path: str, now: int) -> None:
    bare = PurePosixPath(bare_path(path))
    for folder in [*reversed(bare.parents), bare]:
        found = state.objects.get(str(folder))
        if found is None:
            new = WorkspaceObject(state.new_object_id(), str(folder), "DIRECTORY", now, now)
            state.objects[new.path] = new
        elif found.object_type != "DIRECTORY":
            raise already_exists(f"Path ({folder}) already exists.")


def put(state: State, upload: Upload, now: int, *, overwrite: bool) -> WorkspaceObject:
    """Put a notebook or a file at its path; raises what the API answers to a conflict."""
    folder = state.objects.get(parent(upload.path))
    if folder is None or folder.object_type != "DIRECTORY":
        raise does_not_exist(f"The parent folder ({parent(upload.path)}) does not exist.")
    present = state.objects.get(upload.path)
    if present is not None:
        _check_replaceable(present, upload, overwrite=overwrite)
    object_id, created_at = (
        (present.object_id, present.created_at) if present else (state.new_object_id(), now)
    )
    new = WorkspaceObject(object_id=object_id, created_at=created_at, modified_at=now, **upload._asdict())
    state.objects[new.path] = new
    return new


def _check_replaceable(present: WorkspaceObject, upload: Upload, *, overwrite: bool) -> None:
    if not overwrite:
        raise already_exists(
            f"Path ({upload.path}) already exists.", status=409 if upload.object_type == "FILE" else 400
        )
    if present.object_type != upload.object_type:
        raise invalid_parameter(
            f"Cannot overwrite the asset at {upload.path} due to type mismatch "
            f"(asked: {upload.object_type}, actual: {present.object_type})."
        )


def remove(state: State, found: WorkspaceObject, *, recursive: bool) -> None:
    below = list(state.below(found.path))
    if below and not recursive:
        raise ApiError(400, "DIRECTORY_NOT_EMPTY", f"Folder ({found.path}) is not empty")
    if found.path in PROTECTED:
        raise ApiError(400, "DIRECTORY_PROTECTED", f"Folder ({found.path}) is protected")
    for one in [found, *below]:
        del state.objects[one.path]
        state.grants.pop(grants_key(one), None)


def recognised(path: str, content: bytes) -> Upload:
    """Return a notebook (its path loses the extension) for notebook source or .ipynb, else a file."""
    stem, suffix = str(PurePosixPath(path).with_suffix("")), PurePosixPath(path).suffix.lower()
    language = LANGUAGES.get(suffix)
    if language and first_line(content) == header(language):
        return Upload(stem, "NOTEBOOK", without_header(language, content), language, "SOURCE")
    if suffix == ".ipynb":
        return Upload(stem, "NOTEBOOK", content, "PYTHON", "JUPYTER")
    return Upload(path, "FILE", content)


def header(language: str) -> bytes:
    return f"{_COMMENTS[language]} Databricks notebook source".encode()


def first_line(content: bytes) -> bytes:
    return content.split(b"\n", 1)[0].rstrip(b"\r")


def without_header(language: str, content: bytes) -> bytes:
    if first_line(content) != header(language):
        return content
    return content.partition(b"\n")[2]


def exported(found: WorkspaceObject) -> bytes:
    """Return the content as an export gives it: notebook source starts with its header line."""
    if found.notebook_format == "SOURCE" and found.language:
        return header(found.language) + b"\n" + found.content
    return found.content
