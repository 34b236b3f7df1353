"""Renders the templates inside plain data, and says at its scalar why one cannot be."""

from __future__ import annotations

from typing import Any

from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.resolve.jinja import RenderError, is_template
from brickform.resolve.scope import Scope
from brickform.sourced import Sourced

# dbt renders hooks much later, when their SQL runs
_LATE_KEYS = frozenset({"pre-hook", "post-hook", "pre_hook", "post_hook"})


class Renderer:
    """Renders what one scope covers; a template that fails stays as it is written."""

    def __init__(self, scope: Scope, found: Diagnostics) -> None:
        self._scope = scope
        self._found = found

    def render(self, data: Sourced) -> Sourced:
        """Return the data with every template replaced; positions stay."""
        if not _changes(data.value):
            return data
        if isinstance(data.value, dict):
            entries = {key: self.render(entry) for key, entry in data.items()}
            return Sourced.mapping(entries, data.source)
        if isinstance(data.value, list):
            return Sourced.sequence((self.render(element) for element in data.elements()), data.source)
        return self._scalar(data)

    def render_config(self, config: Sourced) -> Sourced:
        """Render a model's config, whose hooks are not for now."""
        entries = {
            key: entry if key.lstrip("+ ") in _LATE_KEYS else self.render(entry)
            for key, entry in config.items()
        }
        return Sourced.mapping(entries, config.source)

    def _scalar(self, data: Sourced) -> Sourced:
        if not is_template(data.value):
            return data.derive(_without_last_newline(data.value))
        try:
            value, rendering = self._scope.render(data.value)
        except RenderError as error:
            self._found.add(Diagnostic.at(error.code, data, error.summary, help=error.help))
            return data
        for note in rendering.notes:
            self._found.add(Diagnostic.at(note.code, data, note.summary, help=note.help))
        return data.derive(value)


def _changes(value: Any) -> bool:
    if isinstance(value, str):
        return is_template(value) or value.endswith("\n")
    if isinstance(value, dict):
        return any(_changes(entry) for entry in value.values())
    return isinstance(value, list) and any(_changes(element) for element in value)


def _without_last_newline(text: str) -> str:
    """Jinja, which dbt applies to every text, drops one newline at the end."""
    return text[:-1] if text.endswith("\n") else text
