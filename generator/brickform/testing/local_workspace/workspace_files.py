"""The Workspace API: notebooks, files and folders, and the import of raw files that bundles use.

https://docs.databricks.com/api/workspace/workspace
"""

from __future__ import annotations

import base64
import binascii

from brickform.testing.local_workspace import workspace_tree as tree
from brickform.testing.local_workspace.errors import ApiError, invalid_parameter
from brickform.testing.local_workspace.routing import Call, route
from brickform.testing.local_workspace.state import Json, State, WorkspaceObject

_MOST_BYTES = 10 * 1024 * 1024
_FORMATS = ("AUTO", "JUPYTER", "RAW", "SOURCE")


def import_object(state: State, call: Call) -> Json:
    path = tree.bare_path(call.text("path"))
    content = _content(call)
    if len(content) > _MOST_BYTES:
        raise ApiError(
            400,
            "MAX_NOTEBOOK_SIZE_EXCEEDED",
            f"File size imported is ({len(content)} bytes), exceeded max size ({_MOST_BYTES} bytes)",
        )
    upload = _upload(call, path, content)
    return {"object_id": tree.put(state, upload, call.now, overwrite=call.flag("overwrite")).object_id}


def import_file(state: State, call: Call) -> Json:
    path = tree.bare_path("/" + call.arguments["path"].lstrip("/"))
    upload = tree.recognised(path, call.request.get_data())
    overwrite = call.request.args.get("overwrite") == "true"  # the body is the file, whatever it holds
    tree.put(state, upload, call.now, overwrite=overwrite)
    return {}


def export(state: State, call: Call) -> Json | bytes:
    found = tree.find(state, call.text("path"))
    wanted = call.value("format", "SOURCE")
    kept_as = found.notebook_format or ("SOURCE" if found.object_type == "FILE" else None)
    if kept_as is None or wanted not in ("AUTO", kept_as):
        raise invalid_parameter(f"The local workspace cannot export {found.path} as {wanted}.")
    content = tree.exported(found)
    if call.flag("direct_download"):
        return content
    return {"content": base64.b64encode(content).decode("ascii")}


def get_status(state: State, call: Call) -> Json:
    return _described(tree.find(state, call.text("path")))


def list_objects(state: State, call: Call) -> Json:
    found = tree.find(state, call.text("path"))
    if found.object_type != "DIRECTORY":
        return {"objects": [_described(found)]}
    listed = tree.children(state, found)
    return {"objects": [_described(one) for one in listed]} if listed else {}


def mkdirs(state: State, call: Call) -> Json:
    tree.make_folders(state, call.text("path"), call.now)
    return {}


def delete(state: State, call: Call) -> Json:
    found = tree.find(state, call.text("path"))
    tree.remove(state, found, recursive=call.flag("recursive"))
    return {}


def _content(call: Call) -> bytes:
    upload = call.request.files.get("content")
    if upload is not None:
        content: bytes = upload.read()
        return content
    try:
        return base64.b64decode(call.value("content", ""), validate=True)
    except (binascii.Error, TypeError, ValueError):
        raise invalid_parameter("The content is not base64.") from None


def _upload(call: Call, path: str, content: bytes) -> tree.Upload:
    wanted = call.value("format", "SOURCE")
    if wanted not in _FORMATS:
        raise invalid_parameter(f"The local workspace imports {', '.join(_FORMATS)}, not {wanted}.")
    if wanted == "AUTO":
        return tree.recognised(path, content)
    if wanted == "RAW":
        return tree.Upload(path, "FILE", content)
    if wanted == "JUPYTER":
        return tree.Upload(path, "NOTEBOOK", content, "PYTHON", "JUPYTER")
    language = call.text("language")
    if language not in tree.LANGUAGES.values():
        raise invalid_parameter(f"{language} is not a language of a notebook.")
    return tree.Upload(path, "NOTEBOOK", tree.without_header(language, content), language, "SOURCE")


def _described(found: WorkspaceObject) -> Json:
    described: Json = {
        "object_id": found.object_id,
        "object_type": found.object_type,
        "path": found.path,
        "resource_id": str(found.object_id),
    }
    if found.object_type == "NOTEBOOK":
        described["language"] = found.language
    if found.object_type == "FILE":
        described["size"] = len(found.content)
    if found.object_type != "DIRECTORY":
        described |= {"created_at": found.created_at, "modified_at": found.modified_at}
    return described


ROUTES = (
    route("POST", "/api/2.0/workspace/import", import_object),
    route("POST", "/api/2.0/workspace-files/import-file/<escaped_path:path>", import_file),
    route("GET", "/api/2.0/workspace/export", export),
    route("GET", "/api/2.0/workspace/get-status", get_status),
    route("GET", "/api/2.0/workspace/list", list_objects),
    route("POST", "/api/2.0/workspace/mkdirs", mkdirs),
    route("POST", "/api/2.0/workspace/delete", delete),
)
