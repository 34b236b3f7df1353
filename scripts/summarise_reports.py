"""Sum up the JUnit reports of a folder: ``summarise_reports.py FOLDER [FAILED_STEP …]``.

A step that failed though its own reports show no failure (a linter, an environment that could not be made)
counts as one failed test. The last line is ``N passed, N failed, N skipped``; the exit code is 1 when
anything failed or nothing passed.
"""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Section:
    """The result of one pytest run."""

    name: str
    passed: int
    failed: int
    skipped: int
    reasons: Counter[str]


def read_report(path: Path) -> Section:
    suites = list(ElementTree.parse(path).getroot().iter("testsuite"))

    def total(attribute: str) -> int:
        return sum(int(suite.get(attribute, "0")) for suite in suites)

    failed = total("failures") + total("errors")
    skipped = total("skipped")
    reasons = Counter(skip.get("message", "") for suite in suites for skip in suite.iter("skipped"))
    return Section(path.stem, total("tests") - failed - skipped, failed, skipped, reasons)


def unreported_failures(sections: list[Section], failed_steps: list[str]) -> list[str]:
    """Return the failed steps none of whose reports (``STEP.xml``, ``STEP.*.xml``) tells of a failure."""
    told = {section.name.split(".")[0] for section in sections if section.failed}
    return [step for step in failed_steps if step not in told]


def print_section(section: Section) -> None:
    counts = f"{section.passed:5} passed {section.failed:4} failed {section.skipped:4} skipped"
    print(f"{section.name:24} {counts}")
    for reason, count in sorted(section.reasons.items()):
        print(f"{'':24} {count:5} skipped: {reason}")


def main(folder: str, *failed_steps: str) -> int:
    sections = [read_report(path) for path in sorted(Path(folder).glob("*.xml"))]
    for section in sections:
        print_section(section)
    silent = unreported_failures(sections, list(failed_steps))
    for step in silent:
        print(f"{step:24} `make {step}` failed")
    failed = sum(section.failed for section in sections) + len(silent)
    passed, skipped = sum(s.passed for s in sections), sum(s.skipped for s in sections)
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return int(failed > 0 or passed == 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
