"""Renders the templates inside plain data, and says at its scalar why one cannot be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.location import Key, TemplateSource
from brickform.resolve.jinja import RenderError, is_template
from brickform.resolve.scope import Rendering, Scope
from brickform.sourced import Sourced

# dbt renders hooks much later, when their SQL runs
_LATE_KEYS = frozenset({"pre-hook", "post-hook", "pre_hook", "post_hook"})


class Renderer:
    """Renders what one scope covers; a template that fails stays as it is written."""

    def __init__(self, scope: Scope, found: Diagnostics) -> None:
        self._scope = scope
        self._found = found
        self._rendered: dict[str, tuple[Any, Rendering]] = {}

    def render(self, data: Sourced) -> Sourced:
        """Return the data with every template replaced; what holds none stays the same object."""
        value = data.value
        if data.source.is_verbatim:
            return data
        if isinstance(value, dict):
            return self._with_rendered(data, value.items())
        if isinstance(value, list):
            return self._with_rendered(data, enumerate(value))
        return self._text(data) if _changes(value) else data

    def render_config(self, config: Sourced) -> Sourced:
        """Render a model's config, whose hooks are not for now."""
        entries = config.value.items()
        return self._with_rendered(
            config, (entry for entry in entries if entry[0].lstrip("+ ") not in _LATE_KEYS)
        )

    def _with_rendered(self, data: Sourced, parts: Iterable[tuple[Key, Any]]) -> Sourced:
        changed: dict[Key, Sourced] = {}
        for key, value in parts:
            if _changes(value):
                written = Sourced(value, data.source.child(key))
                rendered = self.render(written)
                if rendered is not written:
                    changed[key] = rendered
        return data.replaced(changed) if changed else data

    def _text(self, data: Sourced) -> Sourced:
        if not is_template(data.value):
            return data.derive(_without_last_newline(data.value))
        try:
            value, rendering = self._render(data.value)
        except RenderError as error:
            self._found.add(Diagnostic.at(error.code, data, error.summary, help=error.help))
            return data
        for note in rendering.notes:
            self._found.add(Diagnostic.at(note.code, data, note.summary, help=note.help))
        at = data.source
        return Sourced(value, TemplateSource(at.file, at.mark, at.key_mark, at.parent, at.key))

    def _render(self, template: str) -> tuple[Any, Rendering]:
        """Render once what many models write the same way."""
        if template not in self._rendered:
            self._rendered[template] = self._scope.render(template)
        return self._rendered[template]


def _changes(value: Any) -> bool:
    """Tell whether rendering may change a value, or what it holds."""
    if isinstance(value, str):
        return is_template(value) or value.endswith("\n")
    return isinstance(value, (dict, list))


def _without_last_newline(text: str) -> str:
    """Jinja, which dbt applies to every text, drops one newline at the end."""
    return text[:-1] if text.endswith("\n") else text
