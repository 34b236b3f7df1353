"""Settings of a job as they are compared: without what the workspace fills in by itself."""

from __future__ import annotations

import json
from typing import Any

from brickform.compile.normalise import normalise
from brickform.location import SourceMap
from brickform.sourced import Sourced

_NOWHERE = SourceMap("")

# By where a setting lies and its name: what the API returns where nothing was sent
# (https://docs.databricks.com/api/workspace/jobs/get).
_DEFAULTS = {
    ("", "max_concurrent_runs"): (1,),
    ("", "timeout_seconds"): (0,),
    ("", "format"): ("MULTI_TASK", "SINGLE_TASK"),
    ("", "edit_mode"): ("EDITABLE",),
    ("tasks", "timeout_seconds"): (0,),
    ("tasks", "run_if"): ("ALL_SUCCESS",),
    ("tasks", "disabled"): (False,),
    ("task", "timeout_seconds"): (0,),
    ("task", "run_if"): ("ALL_SUCCESS",),
    ("continuous", "pause_status"): ("UNPAUSED",),
    ("schedule", "pause_status"): ("UNPAUSED",),
    ("trigger", "pause_status"): ("UNPAUSED",),
    ("email_notifications", "no_alert_for_skipped_runs"): (False,),
    ("notification_settings", "no_alert_for_canceled_runs"): (False,),
    ("notification_settings", "no_alert_for_skipped_runs"): (False,),
    ("new_cluster", "enable_elastic_disk"): (False,),
}


def in_normal_form(settings: Any, under: str = "") -> Any:
    """Return a copy in brickform's own spelling; ``under`` is the key that the settings lie at."""
    spelt: Any = normalise(Sourced({under: settings}, _NOWHERE)).value.get(under)
    return _without_defaults(spelt, under)


def _without_defaults(value: Any, under: str) -> Any:
    if isinstance(value, dict):
        kept = {key: _without_defaults(entry, key) for key, entry in value.items()}
        return {key: entry for key, entry in kept.items() if not _says_nothing(entry, key, under)}
    if isinstance(value, list):
        elements = [_without_defaults(element, under) for element in value]
        return sorted(elements, key=_as_text) if under == "libraries" else elements
    return value


def _says_nothing(value: Any, key: str, under: str) -> bool:
    defaults = _DEFAULTS.get((under, key), ())
    is_default = any(type(value) is type(default) and value == default for default in defaults)
    return is_default or value is None or value in ({}, [])


def _as_text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)
