"""The options of every command that reads a project."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from brickform.pipeline import LoadOptions

_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True, kw_only=True)
class ProjectCall:
    """What was asked for on the command line."""

    path: Path
    target: str | None
    select: tuple[str, ...]
    variables: Mapping[str, Any]
    profiles_dir: Path | None
    manifest: Path | None
    output_format: str
    strict: bool
    quiet: bool
    verbose: bool

    @property
    def verbosity(self) -> int:
        return int(self.verbose) - int(self.quiet)

    def load_options(self) -> LoadOptions:
        from brickform.pipeline import LoadOptions

        return LoadOptions(
            root=self.path,
            profiles_dir=self.profiles_dir,
            target=self.target,
            vars=self.variables,
            select=self.select,
            manifest=self.manifest,
            strict=self.strict,
        )


def project_options(command: _Command) -> _Command:
    """Give a command the argument PATH and the common options, as fields of ``ProjectCall``."""
    for decorate in reversed(_OPTIONS):
        command = decorate(command)
    return command


def _parse_vars(_ctx: click.Context, _parameter: click.Parameter, text: str | None) -> dict[str, Any]:
    if not text:
        return {}
    import yaml

    try:
        variables = yaml.safe_load(text)
    except RecursionError:
        raise click.BadParameter("nested too deeply") from None
    except (yaml.YAMLError, ValueError) as error:
        raise click.BadParameter(f"neither YAML nor JSON: {' '.join(str(error).split())}") from error
    if not isinstance(variables, dict) or not all(isinstance(key, str) for key in variables):
        raise click.BadParameter("write a mapping of names to values, such as '{country: NL, days: 7}'")
    return variables


def _not_empty(_ctx: click.Context, _parameter: click.Parameter, texts: tuple[str, ...]) -> tuple[str, ...]:
    if not all(text.strip() for text in texts):
        raise click.BadParameter("it is empty")
    return texts


_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
PROJECT = click.option(
    "--project",
    "path",
    metavar="PATH",
    type=_FOLDER,
    default=".",
    help="Folder of the project; the current one if not given.",
)
TARGET = click.option("-t", "--target", metavar="NAME", help="Target; the project's default if not given.")
VARS = click.option(
    "--vars",
    "variables",
    callback=_parse_vars,
    metavar="YAML",
    help="Variables as a YAML or JSON mapping; they win over the project's.",
)
PROFILES_DIR = click.option("--profiles-dir", type=_FOLDER, help="Folder of dbt's profiles.yml.")
MANIFEST = click.option(
    "--manifest",
    type=click.Path(path_type=Path),
    help="dbt's target/manifest.json, made by `dbt parse` for the same target: take the models from it.",
)
_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.argument("path", type=_FOLDER, default="."),
    TARGET,
    click.option(
        "-s",
        "--select",
        multiple=True,
        metavar="SELECTION",
        callback=_not_empty,
        help="Only these models: name, glob, tag:TAG or path:PATH. May be given again.",
    ),
    VARS,
    PROFILES_DIR,
    MANIFEST,
    click.option(
        "--output-format",
        type=click.Choice(["text", "json", "github", "sarif"]),
        default="text",
        show_default=True,
        help="How to report problems.",
    ),
    click.option("--strict", is_flag=True, help="Treat warnings as errors."),
    click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors and warnings."),
    click.option("-v", "--verbose", is_flag=True, help="Show every info line and every file."),
)
