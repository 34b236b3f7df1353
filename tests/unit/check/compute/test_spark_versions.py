from __future__ import annotations

import pytest

from support.resolved import checked, model


def found(version: str, more: str = "") -> list[tuple[str, str]]:
    cluster = f"{{spark_version: '{version}', node_type_id: i3.xlarge, num_workers: 1, {more}}}"
    return [(item.code.id, item.help) for item in checked(model(f"{{job_cluster_config: {cluster}}}"))]


@pytest.mark.parametrize(
    "version",
    [
        "15.4.x-scala2.12",
        "16.4.x-scala2.13",
        "15.4.x-cpu-ml-scala2.12",
        "15.4.x-gpu-ml-scala2.12",
        "10.4.x-aarch64-photon-scala2.12",
        "13.3.x-photon-scala2.12",
        "6.4.x-esr-scala2.11",
        "7.3.x-hls-scala2.12",
        "14.x-snapshot-scala2.12",
        "apache-spark-2.4.x-esr-scala2.11",
        "custom:custom-local__15.4.x-snapshot-scala2.12",
        "auto:latest-lts",
    ],
)
def test_keys_of_runtimes(version: str) -> None:
    assert found(version) == []


@pytest.mark.parametrize(
    ("version", "meant"),
    [
        ("15.4", "15.4.x-scala2.12"),
        ("15.4.x", "15.4.x-scala2.12"),
        ("15.4 LTS", "15.4.x-scala2.12"),
        ("15.4.x-scala2.12 ", "15.4.x-scala2.12"),
        ("15.4.x-Scala2.12", "15.4.x-scala2.12"),
        ("15.4.x-scala212", "15.4.x-scala2.12"),
        ("Databricks Runtime 15.4 LTS ML GPU", "15.4.x-gpu-ml-scala2.12"),
        ("15.4-ml", "15.4.x-cpu-ml-scala2.12"),
        ("17.3", "17.3.x-scala2.13"),
        ("13.3 photon", "13.3.x-scala2.12' and runtime_engine: PHOTON"),
        ("latest", "16.4.x-scala2.12"),
        ("3", "16.4.x-scala2.12"),
    ],
)
def test_other_words_for_a_runtime(version: str, meant: str) -> None:
    ((code, advice),) = found(version)
    assert code == "BF459"
    assert meant in advice


def test_photon_is_named_in_one_place() -> None:
    assert found("13.3.x-photon-scala2.12", "runtime_engine: PHOTON")[0][0] == "BF459"
    assert found("13.3.x-scala2.12", "runtime_engine: PHOTON") == []
