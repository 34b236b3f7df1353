"""The targets of ``profiles.yml`` and ``brickform.yml``, and which of them is meant."""

from __future__ import annotations

from typing import NamedTuple

from brickform.codes import NO_TARGET, TARGET_SETTING, UNKNOWN_TARGET
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.read.project import Project
from brickform.resolve.project import ResolveOptions
from brickform.resolve.renderer import Renderer
from brickform.resolve.scope import Scope
from brickform.resolve.variables import Variables
from brickform.sourced import Sourced
from brickform.suggestions import did_you_mean, listed

DEFAULT_NAME = "default"
_NO_PROFILE = "the dbt project has no target: no profile was found"


class TargetSource(NamedTuple):
    """What the two files say about one target, as written; the profile holds secrets."""

    name: str
    output: Sourced | None = None
    """Its entry under ``outputs:`` of the profile."""
    own: Sourced | None = None
    """Its entry under ``targets:`` of ``brickform.yml``."""


class TargetChoice(NamedTuple):
    """All targets by name, the one to resolve, and the one that counts without ``-t``."""

    sources: dict[str, TargetSource]
    chosen: TargetSource
    default: str | None


def choose_target(project: Project, options: ResolveOptions, found: Diagnostics) -> TargetChoice | None:
    """Find the target by ``-t``, the profile's ``target``, ``default: true``, or as the only one."""
    sources = _collect(project, found)
    if not sources and not found.has_errors:
        found.add(_no_target(project))
    if not sources:
        return None
    asked = options.target
    default = _default_name(project, sources, Diagnostics() if asked is not None else found)
    name = asked if asked is not None else default
    if name is None and found.has_errors:
        return None
    if name is None:
        found.add(_no_default(project, sources))
        return None
    if name not in sources:
        found.add(_unknown(name, sources, None if asked is not None else _profile_target(project)))
        return None
    return TargetChoice(sources, sources[name], default if default in sources else None)


def _collect(project: Project, found: Diagnostics) -> dict[str, TargetSource]:
    outputs = _entries(project.profile, "outputs", found)
    own = _entries(project.brickform, "targets", found)
    names = sorted({*outputs, *own})
    if not names and not project.is_dbt:
        return {DEFAULT_NAME: TargetSource(DEFAULT_NAME)}
    return {name: TargetSource(name, outputs.get(name), own.get(name)) for name in names}


def _entries(document: Sourced | None, key: str, found: Diagnostics) -> dict[str, Sourced]:
    section = document.get(key) if document is not None else None
    if section is None:
        return {}
    if not isinstance(section.value, dict):
        found.add(Diagnostic.at(TARGET_SETTING, section, f"'{key}' has to be a mapping of names to targets"))
        return {}
    entries = {}
    for name, entry in section.items():
        if isinstance(entry.value, dict) or entry.value is None:
            entries[name] = entry
        else:
            summary = f"target '{name}' has to be a mapping"
            found.add(Diagnostic.at(TARGET_SETTING, entry, summary))
    return entries


def _profile_target(project: Project) -> Sourced | None:
    return project.profile.get("target") if project.profile is not None else None


def _default_name(project: Project, sources: dict[str, TargetSource], found: Diagnostics) -> str | None:
    written = _profile_target(project)
    if written is not None:
        errors = Diagnostics()
        rendered = Renderer(Scope(Variables(()), project.name), errors).render(written)
        if not isinstance(rendered.value, str):
            errors.add(Diagnostic.at(TARGET_SETTING, written, "'target' has to be the name of a target"))
        found.extend(errors)
        return None if errors.has_errors else rendered.value
    flagged = [
        (name, flag)
        for name, source in sources.items()
        if source.own is not None and (flag := source.own.get("default")) is not None and flag.value is True
    ]
    for name, flag in flagged[1:]:
        summary = f"targets '{flagged[0][0]}' and '{name}' are both the default"
        found.add(Diagnostic.at(TARGET_SETTING, flag, summary, help="keep one 'default: true'"))
    if flagged:
        return flagged[0][0]
    if len(sources) == 1:
        return next(iter(sources))
    return DEFAULT_NAME if DEFAULT_NAME in sources else None


def _no_default(project: Project, sources: dict[str, TargetSource]) -> Diagnostic:
    summary = f"the project has several targets and none is the default: {listed(sources)}"
    advice = "choose one with -t, or mark it 'default: true'"
    written = project.brickform.get("targets") if project.brickform is not None else None
    outputs = project.profile.get("outputs") if project.profile is not None else None
    place = written or outputs
    if place is None:
        return Diagnostic(UNKNOWN_TARGET, summary, help=advice)
    return Diagnostic.at(UNKNOWN_TARGET, place, summary, help=advice, key=True)


def _no_target(project: Project) -> Diagnostic:
    advice = (
        "give the folder of profiles.yml with --profiles-dir, "
        "or write 'targets: {dev: {catalog: …, schema: …}}' in brickform.yml"
    )
    if project.profile is not None:
        summary, advice = "the profile has no targets", "write them under 'outputs:'"
        return Diagnostic.at(NO_TARGET, project.profile, summary, help=advice)
    if project.dbt_project is None:
        return Diagnostic(NO_TARGET, _NO_PROFILE, help=advice)
    written = project.dbt_project.get("profile")
    if project.profile_names is None or written is None:
        return Diagnostic.at(NO_TARGET, written or project.dbt_project, _NO_PROFILE, help=advice)
    known = (
        f"it has {listed(project.profile_names)}" if project.profile_names else "the file holds none at all"
    )
    advice = did_you_mean(str(written.value), project.profile_names, otherwise=known)
    return Diagnostic.at(NO_TARGET, written, f"profiles.yml has no profile '{written.value}'", help=advice)


def _unknown(name: str, sources: dict[str, TargetSource], place: Sourced | None) -> Diagnostic:
    guess = did_you_mean(name, sources)
    advice = f"{guess} targets: {listed(sources)}".strip()
    summary = f"there is no target '{name}'"
    if place is None:
        return Diagnostic(UNKNOWN_TARGET, summary, help=advice)
    return Diagnostic.at(UNKNOWN_TARGET, place, summary, help=advice)
