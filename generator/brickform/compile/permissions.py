"""Access control lists: dbt's grants and lists, merged to one entry a principal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from brickform import codes
from brickform.compile.model import AccessControl, Permissions, PrincipalKind, Ref
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.sourced import Sourced

JOB_LEVELS = ("CAN_VIEW", "CAN_MANAGE_RUN", "CAN_MANAGE", "IS_OWNER")
NOTEBOOK_LEVELS = ("CAN_READ", "CAN_RUN", "CAN_EDIT", "CAN_MANAGE")
CLUSTER_LEVELS = ("CAN_ATTACH_TO", "CAN_RESTART", "CAN_MANAGE")
"""From least to most: https://docs.databricks.com/en/security/auth/access-control/index.html"""

_JOB_LEVEL_OF_GRANT = {"view": "CAN_VIEW", "run": "CAN_MANAGE_RUN", "manage": "CAN_MANAGE"}
_NOTEBOOK_LEVEL_OF_GRANT = {"view": "CAN_READ", "run": "CAN_RUN", "manage": "CAN_MANAGE"}
_PRINCIPAL_KINDS: tuple[PrincipalKind, ...] = ("user_name", "group_name", "service_principal_name")

_Granted = tuple[Sourced, str, str]
"""A principal's mapping, its level, and what the user wrote for it."""
_Held = tuple[AccessControl, str]
"""What a principal holds, and what the user wrote for it."""


def job_permissions(
    key: str, configs: Iterable[Sourced], models: tuple[str, ...], problems: Diagnostics
) -> Iterator[Permissions]:
    """Yield the job's permissions, or nothing where nobody is granted anything."""
    granted = [
        entry
        for config in configs
        for entry in (
            *_grants(config, _JOB_LEVEL_OF_GRANT),
            *_listed(config.get("access_control_list")),
            *_listed(config.at("python_job_config", "access_control_list")),
        )
    ]
    yield from _permissions(key, Ref("job", key, "id"), granted, JOB_LEVELS, models, problems)


def notebook_permissions(
    key: str, config: Sourced, models: tuple[str, ...], problems: Diagnostics
) -> Iterator[Permissions]:
    """Yield the notebook's permissions: the same grants, in a notebook's own levels."""
    granted = [
        *_grants(config, _NOTEBOOK_LEVEL_OF_GRANT),
        *_listed(config.get("notebook_access_control_list")),
    ]
    yield from _permissions(key, Ref("notebook", key, "path"), granted, NOTEBOOK_LEVELS, models, problems)


def cluster_permissions(
    key: str, settings: Sourced, models: tuple[str, ...], problems: Diagnostics
) -> Iterator[Permissions]:
    """Yield the permissions of a shared cluster."""
    granted = list(_listed(settings.get("permissions")))
    yield from _permissions(key, Ref("cluster", key, "id"), granted, CLUSTER_LEVELS, models, problems)


def _grants(config: Sourced, levels: dict[str, str]) -> Iterator[_Granted]:
    grants = config.at("python_job_config", "grants")
    for grant, principals in grants.items() if grants is not None else ():
        for principal in principals.elements():
            yield principal, levels[grant], grant


def _listed(entries: Sourced | None) -> Iterator[_Granted]:
    for entry in entries.elements() if entries is not None else ():
        level = entry.get("permission_level") or entry.get("level")
        if level is not None:
            yield entry, str(level.value), str(level.value)


def _permissions(
    key: str,
    of: Ref,
    granted: list[_Granted],
    levels: tuple[str, ...],
    models: tuple[str, ...],
    problems: Diagnostics,
) -> Iterator[Permissions]:
    highest: dict[tuple[PrincipalKind, str], _Held] = {}
    for entry, level, written in granted:
        control = _access_control(entry, level)
        if control is None or _is_admins(control, problems):
            continue
        principal, held = (control.kind, control.principal), (control, written)
        before = highest.get(principal)
        highest[principal] = held if before is None else _higher(before, held, levels, problems)
    if highest:
        entries = tuple(highest[principal][0] for principal in sorted(highest))
        yield Permissions(key, of, entries, models)


def _higher(first: _Held, second: _Held, levels: tuple[str, ...], problems: Diagnostics) -> _Held:
    if first[0].level == second[0].level:
        return first
    lower, higher = sorted((first, second), key=lambda held: levels.index(held[0].level))
    control, written = lower
    summary = f"'{control.principal}' is given '{written}' and '{higher[1]}'; the higher one counts"
    advice = f"remove it from '{written}'"
    problems.add(Diagnostic.at(codes.PRINCIPAL_TWICE, control.source, summary, help=advice))
    return higher


def _access_control(entry: Sourced, level: str) -> AccessControl | None:
    for kind in _PRINCIPAL_KINDS:
        if (name := entry.value.get(kind)) is not None:
            return AccessControl(kind, str(name), level, entry.source.child(kind))
    return None


def _is_admins(control: AccessControl, problems: Diagnostics) -> bool:
    if (control.kind, control.principal) != ("group_name", "admins"):
        return False
    problems.add(
        Diagnostic.at(
            codes.ADMINS_GRANTED,
            control.source,
            "the group 'admins' manages every object anyway; its entry is left out",
            help="remove it: the workspace refuses to change what admins may do",
        )
    )
    return True
