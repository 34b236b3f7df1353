"""The rules of the output folder, held against a model of them over any series of runs and edits."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from brickform.codes import FOREIGN_FILE
from brickform.output.lock_file import LOCK_NAME
from brickform.output.plan import plan_write
from brickform.output.tree import OutputTree
from brickform.output.write import carry_out

PATHS = st.sampled_from(["a.yml", "r/a.yml", "r/b.yml", "r/deep/c.py"])
CONTENTS = st.sampled_from([b"", b"1", b"2"])
FILES = st.dictionaries(PATHS, CONTENTS)
TARGETS = st.sampled_from(["dev", "prod"])


class OutputFolder(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.temporary = tempfile.TemporaryDirectory()
        self.directory = Path(self.temporary.name)
        self.disk: dict[str, bytes] = {}
        self.ours: dict[str, dict[str, bytes]] = {"dev": {}, "prod": {}}

    def teardown(self) -> None:
        self.temporary.cleanup()

    @rule(path=PATHS, content=CONTENTS)
    def edit(self, path: str, content: bytes) -> None:
        (self.directory / path).parent.mkdir(parents=True, exist_ok=True)
        (self.directory / path).write_bytes(content)
        self.disk[path] = content

    @rule(path=PATHS)
    def delete(self, path: str) -> None:
        (self.directory / path).unlink(missing_ok=True)
        self.disk.pop(path, None)

    @rule(name=TARGETS, files=FILES, force=st.booleans(), partly=st.booleans())
    def generate(self, name: str, files: dict[str, bytes], force: bool, partly: bool) -> None:
        selection = ("some",) if partly else ()
        tree = OutputTree("bundle", name, "per-model", files)
        stale = set() if partly else self._stale(name, files)
        conflicts = self._conflicts(files, stale)

        plan, diagnostics = plan_write(tree, self.directory, selection=selection, force=force)
        assert plan is not None
        assert set(plan.conflicts) == conflicts
        reported = [(found.code, found.summary.split("'")[1]) for found in diagnostics]
        assert reported == ([] if force else [(FOREIGN_FILE, path) for path in sorted(conflicts)])
        if conflicts and not force:
            return
        carry_out(plan)
        self.disk = {path: content for path, content in self.disk.items() if path not in stale} | files
        self.ours[name] = (self.ours[name] if partly else {}) | files
        again, _ = plan_write(tree, self.directory, selection=selection)
        assert again is not None
        assert again.is_current

    def _stale(self, target: str, files: dict[str, bytes]) -> set[str]:
        other = self.ours["prod" if target == "dev" else "dev"]
        return self.ours[target].keys() - files.keys() - other.keys()

    def _conflicts(self, files: dict[str, bytes], stale: set[str]) -> set[str]:
        touched = {path for path, content in files.items() if self.disk.get(path, content) != content}
        return {path for path in touched | (stale & self.disk.keys()) if not self._is_ours(path)}

    def _is_ours(self, path: str) -> bool:
        return any(ours.get(path) == self.disk[path] for ours in self.ours.values())

    @invariant()
    def the_disk_is_as_the_model_says(self) -> None:
        files = (file for file in self.directory.rglob("*") if file.is_file() and file.name != LOCK_NAME)
        assert {str(file.relative_to(self.directory)): file.read_bytes() for file in files} == self.disk


OutputFolder.TestCase.settings = settings(deadline=None, max_examples=30, stateful_step_count=12)
TestOutputFolder = OutputFolder.TestCase
