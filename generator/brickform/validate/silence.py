"""``silence:`` of a project or a model: the codes that it does not want to hear of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from brickform import codes
from brickform.diagnostics import Diagnostic, Diagnostics, Severity
from brickform.policy import EVERYWHERE, Place
from brickform.resolve.project import ResolvedModel
from brickform.sourced import Sourced
from brickform.suggestions import NEARLY_EQUAL, closest

_KEY = "silence"


def read_silence(
    document: Sourced | None, models: Iterable[ResolvedModel], found: Diagnostics
) -> dict[Place, frozenset[str]]:
    """Return what brickform.yml silences everywhere, and each model in its file and its property entry."""
    silenced: dict[Place, frozenset[str]] = {}
    if document is not None and (listed := _codes(document, found)):
        silenced[EVERYWHERE] = listed
    for model in models:
        if listed := _codes(model.config, found):
            entry = model.source
            for place in (Place(model.path), Place(entry.location.file, entry.config_path)):
                silenced[place] = silenced.get(place, frozenset()) | listed
    return silenced


def _codes(config: Sourced, found: Diagnostics) -> frozenset[str]:
    listed = config.get(_KEY)
    return frozenset(_usable(listed, found)) if listed is not None else frozenset()


def _usable(listed: Sourced, found: Diagnostics) -> Iterator[str]:
    known = codes.codes_by_id()
    for element in listed.elements():
        code = known.get(str(element.value))
        if code is None:
            word = closest(str(element.value), known, cutoff=NEARLY_EQUAL)
            advice = f"did you mean '{word}'?" if word else "`brickform explain` lists all codes"
            summary = f"there is no code '{element.value}'"
            found.add(Diagnostic.at(codes.UNKNOWN_CODE, element, summary, help=advice))
        elif code.severity is Severity.ERROR:
            summary = f"'{code.id}' is an error, which cannot be silenced"
            found.add(Diagnostic.at(codes.ERROR_SILENCED, element, summary, help="mend what it reports"))
        else:
            yield code.id
