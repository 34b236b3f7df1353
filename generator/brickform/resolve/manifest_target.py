"""Holds a manifest, which does not say its target, against the target that it is used for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from brickform.codes import MANIFEST_OF_OTHER_TARGET, MANIFEST_TARGET_UNKNOWN
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.location import Location
from brickform.read.project import Manifest
from brickform.resolve.manifest_configs import dbt_config
from brickform.resolve.project import Target
from brickform.resolve.relations import Naming
from brickform.suggestions import listed


def check_target(
    manifest: Manifest, target: Target, targets: Mapping[str, Target], found: Diagnostics
) -> None:
    """Report a manifest whose tables are not those of ``target``, or are those of others as well.

    dbt's own macros make every name from the catalog and the schema of the target. What a macro of
    the project decides (``generate_schema_name``, ``generate_database_name``) is not looked at.
    """
    fitting = sorted(name for name, other in targets.items() if not any(_contradictions(manifest, other)))
    place = Location(manifest.file, 1, 1)
    for contradiction in _contradictions(manifest, target):
        summary = f"the manifest was not made for target '{target.name}': {contradiction}"
        choose = f", or choose -t {' or '.join(fitting)}" if fitting else ""
        advice = f"run `dbt parse -t {target.name}` first{choose}"
        found.add(Diagnostic(MANIFEST_OF_OTHER_TARGET, summary, place, (), advice))
        return
    others = [name for name in fitting if name != target.name]
    if others:
        summary = f"the manifest is taken for one of target '{target.name}'; it fits {listed(others)} as well"
        advice = f"make sure that `dbt parse -t {target.name}` made it"
        found.add(Diagnostic(MANIFEST_TARGET_UNKNOWN, summary, place, (), advice))


def _contradictions(manifest: Manifest, target: Target) -> Iterator[str]:
    naming = Naming(target, is_dbt=True)
    for node in manifest.nodes:
        if node.kind not in ("model", "seed"):
            continue
        expected = naming.relation(dbt_config(node), node.name, node.version)
        pairs = []
        if "database" not in manifest.name_macros:
            pairs.append(("catalog", node.catalog or expected.catalog, expected.catalog))
        if "schema" not in manifest.name_macros:
            pairs.append(("schema", node.schema, expected.schema))
        for kind, is_name, expected_name in pairs:
            # names of Unity Catalog do not tell upper case from lower case
            if is_name.casefold() != expected_name.casefold():
                yield f"the {kind} of '{node.name}' is '{is_name}' there, not '{expected_name}'"
