"""What real dbt writes into its manifest gives the same outputs as the files that dbt read."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from brickform.pipeline import LoadOptions, load
from support.command import brickform
from support.examples import EXAMPLES, examples_with_targets
from support.relations_project import RELATIONS
from support.trees import files_below

RunTool = Callable[..., str]

OF_DBT = [
    (name, target)
    for name, target in examples_with_targets()
    if (EXAMPLES / name / "dbt_project.yml").exists()
]
MODEL = "def model(dbt, session):\n    return {}\n"


def parse(dbt: RunTool, project: Path, target: str) -> Path:
    """Return the manifest of a target; parsing needs no connection."""
    dbt(project, "parse", "--profiles-dir", ".", "-t", target, "--target-path", f"target/{target}")
    return project / "target" / target / "manifest.json"


def generate(output: str, project: Path, folder: Path, *arguments: str | Path) -> dict[str, str]:
    done = brickform("generate", output, project, "-o", folder, *arguments)
    assert done.code == 0, done.err
    return files_below(folder)


@pytest.mark.parametrize(("name", "target"), OF_DBT)
def test_the_manifest_gives_what_the_files_give(name: str, target: str, tmp_path: Path, dbt: RunTool) -> None:
    project = tmp_path / name
    shutil.copytree(EXAMPLES / name, project, ignore=shutil.ignore_patterns("expected", "target", "logs"))
    manifest = parse(dbt, project, target)
    for output in ("terraform", "bundle"):
        of_files = generate(output, project, tmp_path / "files" / output, "-t", target)
        of_manifest = generate(
            output, project, tmp_path / "manifest" / output, "-t", target, "--manifest", manifest
        )
        assert any(path.endswith(".py") for path in of_files)
        assert of_manifest == of_files


RICH = {
    "dbt_project.yml": """
name: rich
version: "1.0.0"
config-version: 2
profile: rich
vars: {n: 3}
models:
  rich:
    +submission_method: workflow_job
    +meta: {owner: ann, tier: 1}
    sub: {+tags: sub, +catalog: lake}
  helper:
    +submission_method: workflow_job
    +job_cluster_config: {num_workers: 1, spark_version: 15.4.x-scala2.12, node_type_id: i3.xlarge}
""",
    "profiles.yml": """
rich:
  target: dev
  outputs:
    dev: {type: databricks, catalog: lake_dev, schema: s, host: h, http_path: /sql/1.0/warehouses/x, token: t}
    prod: {type: databricks, catalog: lake, schema: s, host: h, http_path: /sql/1.0/warehouses/x, token: t}
""",
    "brickform.yml": """
defaults: {packages: [numpy], unique_key: id, python_job_config: {tags: {team: data}}}
targets:
  prod: {models: {versioned.v1: {schema: moved}, orders: {python_job_config: {timeout_seconds: 9}}}}
""",
    "dbt_packages/helper/dbt_project.yml": """
name: helper
version: "1.0.0"
config-version: 2
models: {helper: {+schema: helped}}
""",
    "dbt_packages/helper/models/helped.py": MODEL.format('dbt.ref("plain")'),
    "dbt_packages/helper/models/plain.sql": "select 1 as one",
    "models/schema.yml": """
version: 2
sources:
  - {name: raw, tables: [{name: t}]}
  - {name: crm, database: "{{ target.database }}_x", schema: sch, tables: [{name: t, identifier: t_2}]}
models:
  - name: orders
    config:
      tags: [yaml]
      packages: []
      python_job_config:
        timeout_seconds: "{{ var('n') * 2 }}"
        description: |
          Ends with a line feed
        parameters: [{name: job, default: "{% raw %}{{job.id}}{% endraw %}"}]
  - name: versioned
    latest_version: 2
    config: {python_job_config: {tags: {a: b}, parameters: [{name: z, default: q}]}}
    versions:
      - v: 1
      - v: 2
        config: {python_job_config: {tags: {c: d}, parameters: [{name: y, default: q}]}}
  - name: resting
    config: {enabled: false}
""",
    "models/orders.py": """

def model(dbt, session):
    dbt.config(tags=["code"], meta={"k": 2}, post_hook="select 1", unique_key=None)
    limit, owner = dbt.config.get("limit", 7), dbt.config.meta_get("owner")
    dbt.ref("versioned"), dbt.ref("versioned", v=1), dbt.ref("helper", "helped"), dbt.ref("seeded")
    return dbt.source("raw", "t").union(dbt.source("crm", "t"))

""",
    "models/versioned_v1.py": MODEL.format("session.range(1)"),
    "models/versioned_v2.py": MODEL.format("session.range(2)"),
    "models/resting.py": MODEL.format('dbt.ref("seeded")'),
    "models/sub/asks.py": MODEL.format(
        '[dbt.config.get("tags"), dbt.config.get("packages"), dbt.ref("orders")]'
    ),
    "seeds/seeded.csv": "a\n1\n",
}


READS = {
    "refs": [
        *("one", "two", "three", "hseed", "plain", "helper.plain", "snap_a", "snap_b", "snap_y"),
        *("inline", "dic", "deep", "ver", "ver.v1", "ver.v2"),
    ],
    "sources": ["raw.t", "jin.t", "jin.u", "pk.t", "ov.t", "cfg.t"],
}


def test_every_table_is_called_what_dbt_calls_it(tmp_path: Path, dbt: RunTool) -> None:
    for name, text in RELATIONS.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "models" / "reader.py").write_text(MODEL.format(f"[{', '.join(_calls())}]"))
    manifest = parse(dbt, tmp_path, "dev")
    of_files, of_manifest = (
        load(LoadOptions(tmp_path, profiles_dir=tmp_path, manifest=source)).project
        for source in (None, manifest)
    )
    assert of_files is not None
    assert of_manifest is not None
    ((by_files,), (by_manifest,)) = of_files.models, of_manifest.models
    assert by_files.refs == by_manifest.refs
    assert by_files.sources == by_manifest.sources
    assert sorted(by_files.refs) == sorted(READS["refs"])
    assert sorted(by_files.sources) == sorted(READS["sources"])


def _calls() -> list[str]:
    refs = [name.partition(".v") for name in READS["refs"]]
    arguments = [
        ", ".join(f"'{part}'" for part in name.split(".")) + (f", v={version}" if version else "")
        for name, _, version in refs
    ]
    sources = [name.split(".") for name in READS["sources"]]
    return [f"dbt.ref({text})" for text in arguments] + [
        f"dbt.source('{source}', '{table}')" for source, table in sources
    ]


@dataclass(frozen=True)
class Parsed:
    """A project, and the manifest of each of its targets."""

    project: Path
    manifests: dict[str, Path]


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory, dbt: RunTool) -> Parsed:
    """Return a project with much that dbt decides on: versions, a package, tags, hooks, meta."""
    project = tmp_path_factory.mktemp("rich")
    for name, text in RICH.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text)
    return Parsed(project, {target: parse(dbt, project, target) for target in ("dev", "prod")})


@pytest.mark.parametrize("target", ["dev", "prod"])
def test_what_dbt_decides_on_is_the_same(rich: Parsed, tmp_path: Path, target: str) -> None:
    manifest = rich.manifests[target]
    of_files = generate("terraform", rich.project, tmp_path / "files", "-t", target)
    of_manifest = generate(
        "terraform", rich.project, tmp_path / "manifest", "-t", target, "--manifest", manifest
    )
    assert len([path for path in of_files if path.endswith(".job.tf.json")]) == 5
    assert of_manifest == of_files


def test_a_manifest_of_another_target_is_refused(rich: Parsed) -> None:
    done = brickform("validate", rich.project, "-t", "prod", "--manifest", rich.manifests["dev"])
    assert done.code == 1
    assert "BF226" in done.err
    assert "choose -t dev" in done.err


def test_what_only_dbt_can_tell(rich: Parsed, tmp_path: Path, dbt: RunTool) -> None:
    """A macro that names schemas, and a package that is not installed any more."""
    project = tmp_path / "rich"
    shutil.copytree(rich.project, project)
    (project / "macros").mkdir()
    (project / "macros" / "names.sql").write_text(
        "{% macro generate_schema_name(name, node) %}{{ (name or 'plain') ~ '_by_macro' }}{% endmacro %}"
    )
    manifest = parse(dbt, project, "prod")
    shutil.rmtree(project / "dbt_packages")
    refused = brickform("validate", project, "-t", "prod")
    assert refused.code == 1
    assert "BF117" in refused.err
    assert "--manifest" in refused.err
    notebooks = generate("terraform", project, tmp_path / "out", "-t", "prod", "--manifest", manifest)
    assert "notebooks/lake/helped_by_macro/helped.py" in notebooks
    assert "helped_by_macro" in notebooks["notebooks/lake/plain_by_macro/orders.py"]
