"""Keeps what is written out of the folders that are read: the next run would take it for models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from brickform.codes import OUTPUT_AMONG_MODELS
from brickform.diagnostics import Diagnostic
from brickform.output.disk import io_errors
from brickform.output.tree import OutputTree

_READ = frozenset({".csv", ".py", ".sql", ".yaml", ".yml"})


def written_among_sources(tree: OutputTree, directory: Path, sources: Iterable[Path]) -> Iterator[Diagnostic]:
    """Yield an error for the first folder of ``sources`` that a file of the tree would lie in.

    Raises BrickformError where the output folder cannot be found.
    """
    read_again = [PurePosixPath(path) for path in (*tree.files, *tree.scaffold)]
    folders = {path.parent for path in read_again if path.suffix in _READ}
    with io_errors("find", directory):
        written = sorted(directory.resolve() / folder for folder in folders)
    for source in sources:
        if any(folder.is_relative_to(source.resolve()) for folder in written):
            summary = (
                f"the output would lie in '{source.name}', where models, seeds and snapshots are read from"
            )
            advice = "choose an --output-dir outside of it, such as 'infra' beside the project's own folders"
            yield Diagnostic(OUTPUT_AMONG_MODELS, summary, help=advice)
            return
