"""Write tests/support/checkers/provider_schema.json from the wheel of cdktn-provider-databricks.

``extract_provider_schema.py WHEEL`` rewrites the file, with ``--check`` it says whether the file is up
to date. The wheel holds a JSII assembly, JSON that names every block and attribute of the Databricks
provider; it is read without Node.js and without importing the package.

A block is an object of fields: text is the type of an attribute, an object a single block, a list of one
object a repeated block; a name that ends in ``!`` is required.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

SCHEMA = Path(__file__).resolve().parents[1] / "tests" / "support" / "checkers" / "provider_schema.json"

CONFIGS = {
    "databricks_cluster": "cluster.ClusterConfig",
    "databricks_directory": "directory.DirectoryConfig",
    "databricks_job": "job.JobConfig",
    "databricks_notebook": "notebook.NotebookConfig",
    "databricks_permissions": "permissions.PermissionsConfig",
}

# cdktn spells names in camelCase; the link to the documentation of each property has Terraform's own.
TERRAFORM_NAME = re.compile(r"databricks/databricks/(?P<version>[\d.]+)/docs/resources/\w+#(?P<name>\w+)")
PRIMITIVES = {"string": "string", "number": "number", "boolean": "bool"}
COLLECTIONS = {"array": "list", "map": "map"}

Block = dict[str, Any]
Types = dict[str, Any]


def read_assembly(wheel: Path) -> dict[str, Any]:
    """Return the JSII assembly: a member of the npm package inside the wheel, at times compressed."""
    with zipfile.ZipFile(wheel) as archive:
        (package,) = (name for name in archive.namelist() if re.search(r"/_jsii/[^/]+\.tgz$", name))
        content = archive.read(package)
    with tarfile.open(fileobj=io.BytesIO(content)) as members:
        name = "package/.jsii.gz" if "package/.jsii.gz" in members.getnames() else "package/.jsii"
        member = members.extractfile(name)
        assert member is not None, name
        text = member.read()
    assembly: dict[str, Any] = json.loads(gzip.decompress(text) if name.endswith(".gz") else text)
    return assembly


def schema_of(assembly: dict[str, Any]) -> dict[str, Any]:
    types, prefix = assembly["types"], assembly["name"]
    return {
        "package": f"{prefix} {assembly['version']}",
        "provider": provider_version(types[f"{prefix}.{CONFIGS['databricks_job']}"]),
        "resources": {name: block(types, f"{prefix}.{config}") for name, config in CONFIGS.items()},
    }


def provider_version(config: dict[str, Any]) -> str:
    return terraform_link(config["properties"][0])["version"]


def block(types: Types, name: str) -> Block:
    fields = {}
    for member in types[name]["properties"]:
        marker = "" if member.get("optional") else "!"
        fields[terraform_link(member)["name"] + marker] = field(types, member["type"])
    return dict(sorted(fields.items()))


def terraform_link(member: dict[str, Any]) -> re.Match[str]:
    found = TERRAFORM_NAME.search(json.dumps(member["docs"]))
    assert found is not None, member["name"]
    return found


def field(types: Types, kind: dict[str, Any]) -> Any:
    if "union" in kind:  # of the type itself with cdktn.IResolvable, a value known only to cdktn
        (kind,) = (part for part in kind["union"]["types"] if not part.get("fqn", "").startswith("cdktn."))
    if "primitive" in kind:
        return PRIMITIVES[kind["primitive"]]
    if "fqn" in kind:
        return block(types, kind["fqn"])
    element = field(types, kind["collection"]["elementtype"])
    if isinstance(element, str):
        return f"{COLLECTIONS[kind['collection']['kind']]}({element})"
    assert kind["collection"]["kind"] == "array", kind
    return [element]


def main(arguments: list[str]) -> int:
    (wheel,) = (Path(argument) for argument in arguments if argument != "--check")
    text = json.dumps(schema_of(read_assembly(wheel)), indent=1) + "\n"
    if "--check" not in arguments:
        SCHEMA.write_text(text, encoding="utf-8")
    elif SCHEMA.read_text(encoding="utf-8") != text:
        print(f"{SCHEMA.name} is out of date: run {Path(__file__).name} {wheel}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
