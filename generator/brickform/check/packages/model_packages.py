"""The Python packages of a model: that pip can read them, and installs what was meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from brickform import codes
from brickform.check.packages.package_lists import LIBRARIES, ModelPackages
from brickform.check.packages.requirements import Requirement, kind_of, meant, parse
from brickform.compile.compute import choose_compute
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.location import Location
from brickform.resolve.project import ResolvedModel, Target
from brickform.sourced import Sourced


def malformed_packages(lists: ModelPackages, _target: Target) -> Iterator[Diagnostic]:
    for entry in lists.everywhere:
        if kind_of(entry.value) == "malformed":
            yield Diagnostic.at(
                codes.PACKAGE, entry, f"pip cannot read '{entry.value}'", help=_advice(entry.value)
            )


def _advice(entry: str) -> str:
    if (suggestion := meant(entry)) is not None:
        return f"did you mean '{suggestion}'?"
    apart = entry.replace(",", " ").split()
    if len(apart) > 1 and all(parse(part) for part in apart):
        return f"write each on its own: [{', '.join(apart)}]"
    return "write a name and, if you want, a version, as in 'pandas==2.2.3'"


def packages_from_elsewhere(lists: ModelPackages, target: Target) -> Iterator[Diagnostic]:
    # "The name of the pypi package to install. An optional exact version specification is also supported":
    # https://docs.databricks.com/api/workspace/jobs/create (libraries.pypi.package)
    found = [entry for entry in lists.packages if _is_from_elsewhere(entry)]
    if found and not _become_libraries(lists.model, target):
        found = []
    found.extend(entry for entry in lists.libraries if _is_from_elsewhere(entry))
    for entry in found:
        yield Diagnostic.at(
            codes.PACKAGE_FROM_ELSEWHERE,
            entry,
            f"'{entry.value}' is no package of an index, and a cluster installs packages from one",
            help=_place_of(entry.value),
        )


def _is_from_elsewhere(entry: Sourced) -> bool:
    return kind_of(entry.value) in ("elsewhere", "option")


def _place_of(entry: str) -> str:
    name = entry.strip().partition(" ")[0].partition("=")[0]
    if name in ("-i", "--index-url", "--extra-index-url"):
        return "write it as index_url"
    kinds = {".whl": "whl", ".jar": "jar", ".txt": "requirements"}
    kind = next((kind for suffix, kind in kinds.items() if entry.endswith(suffix)), None)
    path = entry.split()[-1]
    if kind is not None and path.startswith(("/Volumes/", "/Workspace/", "s3:", "abfss:", "gs:")):
        return f"write it as additional_libs: [{{ {kind}: {path} }}]"
    return "set notebook_scoped_libraries: true, so that %pip installs it in the notebook"


def wrong_index_url(lists: ModelPackages, _target: Target) -> Iterator[Diagnostic]:
    index = lists.model.config.get("index_url")
    if index is None or "@" in index.value or _is_url(index.value):  # what has an @ may be a password
        return
    yield Diagnostic.at(
        codes.PACKAGE,
        index,
        f"'{index.value}' is not the URL of an index",
        help=f"did you mean 'https://{index.value}'?" if _is_url(f"https://{index.value}") else "",
    )


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    host_is_right = "." in parts.netloc or parts.netloc.startswith("localhost")
    return (parts.scheme in ("http", "https") and host_is_right) or parts.scheme == "file"


def unpinned_packages(lists: ModelPackages, _target: Target) -> Iterator[Diagnostic]:
    # https://docs.databricks.com/libraries/package-repositories.html recommends a version for every job.
    for entry in lists.everywhere:
        requirement = _requirement(entry)
        if requirement is not None and not requirement.limited:
            yield Diagnostic.at(
                codes.UNPINNED_PACKAGE,
                entry,
                f"'{entry.value}' may be another version with each run",
                help=f"pin the version that you tested: '{requirement.project}==…'",
            )


def duplicate_packages(lists: ModelPackages, _target: Target) -> Iterator[Diagnostic]:
    first: dict[tuple[str, str], tuple[Sourced, Requirement]] = {}
    for entry in (*lists.packages, *lists.libraries_of_main_task):
        requirement = _requirement(entry)
        if requirement is None:
            continue
        known = first.setdefault((requirement.project, requirement.marker), (entry, requirement))
        if known[0] is not entry:
            yield _twice(entry, requirement, *known)


def _twice(entry: Sourced, requirement: Requirement, first: Sourced, known: Requirement) -> Diagnostic:
    there = f"'{first.value}' ({first.location})"
    if requirement.exact and known.exact and requirement.exact != known.exact:
        summary = f"'{entry.value}' contradicts {there}: there can be one version only"
        return Diagnostic.at(codes.PACKAGE, entry, summary, help="keep one of the two")
    summary = f"'{entry.value}' is in the list already, as {there}"
    return Diagnostic.at(codes.DUPLICATE_PACKAGE, entry, summary, help="remove one of the two")


def nothing_to_install(models: Iterable[ResolvedModel]) -> Iterator[Diagnostic]:
    """Report notebook_scoped_libraries without packages; a default is used if any of its models has some."""
    useless: dict[Location, Sourced] = {}
    used: set[Location] = set()
    for model in models:
        scoped = model.config.get("notebook_scoped_libraries")
        if scoped is not None and scoped.value is True:
            if model.config.value.get("packages"):
                used.add(scoped.location)
            else:
                useless[scoped.location] = scoped
    for location in useless.keys() - used:
        yield Diagnostic.at(
            codes.NOTHING_TO_INSTALL,
            useless[location],
            "there are no packages for the notebook to install",
            help="list them under 'packages', or remove notebook_scoped_libraries",
            key=True,
        )


def replaced_packages(lists: ModelPackages, target: Target) -> Iterator[Diagnostic]:
    model = lists.model
    libraries = model.config.at("python_job_config", "additional_task_settings", "libraries")
    if libraries is None:
        return
    lost = [written for path in LIBRARIES if (written := model.config.at(*path)) is not None]
    packages = model.config.get("packages")
    if packages is not None and packages.value and _become_libraries(model, target):
        lost.append(packages)
    for written in lost:
        yield Diagnostic.at(
            codes.PACKAGES_REPLACED,
            written,
            f"additional_task_settings.libraries replaces '{written.source.key}' ({libraries.location})",
            help="list all of them there, or remove the libraries from additional_task_settings",
            key=True,
        )


def _become_libraries(model: ResolvedModel, target: Target) -> bool:
    """Tell whether ``packages`` become libraries of a cluster, instead of a %pip cell."""
    in_notebook = model.config.value.get("notebook_scoped_libraries") is True
    return not in_notebook and not choose_compute(model, target, Diagnostics()).is_serverless


def _requirement(entry: Sourced) -> Requirement | None:
    return parse(entry.value) if kind_of(entry.value) == "package" else None
