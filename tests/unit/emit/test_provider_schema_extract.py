"""The script that makes ``provider_schema.json``, on a wheel made up here."""

from __future__ import annotations

import gzip
import importlib.util
import io
import json
import tarfile
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
LINK = "https://registry.terraform.io/providers/databricks/databricks/1.138.0/docs/resources/job#"
RESOLVABLE = {"fqn": "cdktn.IResolvable"}


@pytest.fixture(scope="module")
def script() -> ModuleType:
    path = ROOT / "scripts" / "extract_provider_schema.py"
    spec = importlib.util.spec_from_file_location("extract_provider_schema", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def member(name: str, kind: dict[str, Any], *, optional: bool = True) -> dict[str, Any]:
    camel, *rest = name.strip("_").split("_")
    spelled = camel + "".join(word.title() for word in rest)
    docs = {"summary": "x block.", "remarks": f"Docs at {{@link {LINK}{name} Job#{name}}}"}
    return {"name": spelled, "docs": docs, "type": kind, **({"optional": True} if optional else {})}


def collection(kind: str, element: dict[str, Any]) -> dict[str, Any]:
    return {"collection": {"kind": kind, "elementtype": element}}


def union(kind: dict[str, Any]) -> dict[str, Any]:
    return {"union": {"types": [RESOLVABLE, kind]}}


def assembly() -> dict[str, Any]:
    text, inner = {"primitive": "string"}, {"fqn": "p.Inner"}
    config = [
        member("run_if", text, optional=False),
        member("max_runs", {"primitive": "number"}),
        member("retry_on_timeout", union({"primitive": "boolean"})),
        member("on_failure", collection("array", text)),
        member("tags", collection("map", text)),
        member("queue", inner),
        member("task", union(collection("array", inner)), optional=False),
    ]
    types = {f"p.{kind}": {"properties": config} for kind in ("job.JobConfig", "cluster.ClusterConfig")}
    kinds = ("directory", "notebook", "permissions")
    types |= {f"p.{kind}.{kind.title()}Config": {"properties": []} for kind in kinds}
    types["p.Inner"] = {"properties": [member("__allow_list", text)]}
    return {"name": "p", "version": "1", "types": types}


def wheel(folder: Path, *, compressed: bool) -> Path:
    content = json.dumps(assembly()).encode()
    member = tarfile.TarInfo("package/.jsii.gz" if compressed else "package/.jsii")
    content = gzip.compress(content) if compressed else content
    member.size = len(content)
    package = io.BytesIO()
    with tarfile.open(fileobj=package, mode="w:gz") as members:
        members.addfile(member, io.BytesIO(content))
    path = folder / "made_up.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("module/_jsii/__init__.py", "")
        archive.writestr("module/_jsii/p@1.jsii.tgz", package.getvalue())
    return path


@pytest.mark.parametrize("compressed", [False, True])
def test_blocks_and_attributes_in_the_words_of_terraform(
    script: ModuleType, tmp_path: Path, compressed: bool
) -> None:
    found = script.schema_of(script.read_assembly(wheel(tmp_path, compressed=compressed)))
    assert (found["package"], found["provider"]) == ("p 1", "1.138.0")
    assert found["resources"]["databricks_notebook"] == {}
    assert found["resources"]["databricks_job"] == {
        "max_runs": "number",
        "on_failure": "list(string)",
        "queue": {"__allow_list": "string"},
        "retry_on_timeout": "bool",
        "run_if!": "string",
        "tags": "map(string)",
        "task!": [{"__allow_list": "string"}],
    }


def test_the_check_tells_a_file_that_is_out_of_date(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made_up = str(wheel(tmp_path, compressed=False))
    monkeypatch.setattr(script, "SCHEMA", tmp_path / "schema.json")
    assert script.main([made_up]) == 0
    assert script.main(["--check", made_up]) == 0
    script.SCHEMA.write_text("{}")
    assert script.main(["--check", made_up]) == 1
    assert "schema.json is out of date" in capsys.readouterr().err
