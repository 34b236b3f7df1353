"""``spark_version``: the key of a Databricks Runtime, not its name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from brickform import codes
from brickform.diagnostics import Diagnostic
from brickform.sourced import Sourced

_KEY = re.compile(r"(apache-spark-)?\d+\.(x|\d+)(\.(x|\d+))?(-[a-z0-9.]+)*-scala\d\.\d+")
"""``15.4.x-scala2.12``, ``15.4.x-cpu-ml-scala2.12``, ``14.x-snapshot-scala2.12``:
https://docs.databricks.com/api/workspace/clusters/sparkversions"""
_VERSION = re.compile(r"(\d+)\.(\d+)")
_FIRST_WITHOUT_SCALA_2_12 = 17
_VARIANTS = ("aarch64", "esr", "gpu", "hls", "snapshot")


def wrong_spark_version(cluster: Sourced) -> Iterator[Diagnostic]:
    version = cluster.get("spark_version")
    if version is None:
        return
    if not _is_key(version.value):
        yield Diagnostic.at(
            codes.SPARK_VERSION,
            version,
            f"'{version.value}' is not the key of a Databricks Runtime",
            help=_advice(version.value),
        )
    elif "-photon-" in version.value and cluster.value.get("runtime_engine") is not None:
        yield _photon_twice(version)


def _is_key(version: str) -> bool:
    """Take custom images (``custom:``) and the words of policies (``auto:latest-lts``) as they are."""
    return ":" in version or _KEY.fullmatch(version) is not None


def _photon_twice(version: Sourced) -> Diagnostic:
    # "Invalid spark version 11.3.x-photon-scala2.12": https://github.com/databrickslabs/dbx/issues/782
    return Diagnostic.at(
        codes.SPARK_VERSION,
        version,
        f"'{version.value}' names Photon, which runtime_engine does too: the API refuses both together",
        help=f"write '{version.value.replace('-photon-', '-')}', and choose with runtime_engine",
    )


def _advice(version: str) -> str:
    found = _VERSION.search(version)
    if found is None:
        return "write it as in '16.4.x-scala2.12'"
    words = re.findall(r"[a-z0-9]+", version.casefold())
    variants = [word for word in _VARIANTS if word in words]
    if "ml" in words:
        variants = [*variants, "ml"] if "gpu" in variants else [*variants, "cpu", "ml"]
    scala = "2.13" if int(found.group(1)) >= _FIRST_WITHOUT_SCALA_2_12 else "2.12"
    key = "-".join([f"{found.group(0)}.x", *variants, f"scala{scala}"])
    return f"write '{key}' and runtime_engine: PHOTON" if "photon" in words else f"did you mean '{key}'?"
