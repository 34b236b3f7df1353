"""One target's settings, rendered: what outputs may show of it, and what templates may ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from brickform.codes import CATALOG_TWICE, HOST_WITH_CREDENTIALS, OTHER_ADAPTER, TARGET_HOST, TARGET_SETTING
from brickform.credentials import holds_credential
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.read.project import Project
from brickform.resolve.jinja import RenderError, is_template
from brickform.resolve.project import Target
from brickform.resolve.renderer import Renderer
from brickform.resolve.scope import Scope
from brickform.resolve.targets import TargetSource
from brickform.resolve.variables import VariableScopes
from brickform.sourced import Sourced

# dbt-databricks' own: https://docs.getdbt.com/docs/core/connect-data-platform/databricks-setup
_CATALOG, _SCHEMA = "hive_metastore", "default"
_ADAPTER = "databricks"
_SESSION_CATALOG = ("session_properties", "databricks.catalog")


class TargetSettings(NamedTuple):
    """A target, and the ``target`` of its templates."""

    target: Target
    names: Mapping[str, Any]
    """An allow-list, the one that dbt-databricks has too: credentials are never among it."""


class TargetReader:
    """Reads the settings of targets; None for a target that lacks what it needs."""

    def __init__(self, project: Project, scopes: VariableScopes) -> None:
        self._project = project
        self._own_scope = Scope(scopes.of_package(project.name), project.name)
        self._profile_scope = Scope(scopes.of_project_file(), project.name, may_read_secrets=True)

    def read(self, source: TargetSource, is_default: bool, found: Diagnostics) -> TargetSettings | None:
        """Render what is needed of one target, and nothing else of it."""
        errors = Diagnostics()
        values = _Values(source, self._own_scope, self._profile_scope, errors)
        values.check_adapter()
        catalog = values.catalog()
        schema = values.schema(required=self._project.is_dbt)
        host = values.host()
        target = Target(
            name=source.name,
            catalog=catalog or _CATALOG,
            schema=schema or _SCHEMA,
            is_default=is_default,
            host=_with_scheme(host),
            mode=values.own_text("mode"),
            run_as=values.run_as(),
            http_path=values.http_path(),
        )
        found.extend(errors)
        if errors.has_errors:
            return None
        return TargetSettings(target, self._names(target, host, values))

    def _names(self, target: Target, host: str | None, values: _Values) -> dict[str, Any]:
        profile = self._project.dbt_project.get("profile") if self._project.dbt_project else None
        names = {
            "name": target.name,
            "target_name": target.name,
            "profile_name": profile.value if profile is not None else self._project.name,
            "database": target.catalog,
            "catalog": target.catalog,
            "schema": target.schema,
            "type": _ADAPTER,
            "threads": values.optional("threads") or 1,
            "host": host,
            "http_path": target.http_path,
        }
        return {key: value for key, value in names.items() if value is not None}


class _Values:
    """The settings of one target, by the file that wins."""

    def __init__(
        self, source: TargetSource, own_scope: Scope, profile_scope: Scope, found: Diagnostics
    ) -> None:
        self._source = source
        self._own_scope = own_scope
        self._profile_scope = profile_scope
        self._found = found

    def check_adapter(self) -> None:
        entry = self._source.output.get("type") if self._source.output is not None else None
        adapter = self.optional("type")
        if entry is not None and adapter not in (None, _ADAPTER):
            summary = f"target '{self._source.name}' is one of the adapter '{adapter}'"
            advice = f"choose a target of 'type: {_ADAPTER}'"
            self._found.add(Diagnostic.at(OTHER_ADAPTER, entry, summary, help=advice))

    def catalog(self) -> str | None:
        own, output = self._source.own, self._source.output
        for document in (own, output):
            entry = self._catalog_entry(document)
            if entry is not None:
                return self._text("catalog", entry, self._scope_of(document))
        entry = output.at(*_SESSION_CATALOG) if output is not None else None
        return self._text("catalog", entry, self._profile_scope) if entry is not None else None

    def _catalog_entry(self, document: Sourced | None) -> Sourced | None:
        if document is None:
            return None
        catalog, database = document.get("catalog"), document.get("database")
        if catalog is not None and database is not None:
            summary = f"target '{self._source.name}' has both 'catalog' and 'database'"
            self._found.add(
                Diagnostic.at(CATALOG_TWICE, database, summary, help="keep one of them", key=True)
            )
        return catalog or database

    def schema(self, *, required: bool) -> str | None:
        document, entry = self._find("schema")
        if entry is None:
            if required and document is not None:
                self._error(document, f"target '{self._source.name}' has no schema", "add 'schema: …'")
            return None
        schema = self._text("schema", entry, self._scope_of(document))
        if schema is not None and "." in schema:
            self._error(entry, "a schema cannot hold a dot", "name the catalog under 'catalog'")
        return schema

    def host(self) -> str | None:
        """Return the host, or None with a warning where it is secret or cannot be rendered."""
        document, entry = self._find("host")
        if entry is None:
            return None
        found = Diagnostics()
        host = self._text("host", entry, self._scope_of(document), found)
        for problem in found:
            summary = f"target '{self._source.name}' goes on without its host: {problem.summary}"
            self._found.add(Diagnostic.at(TARGET_HOST, entry, summary, help=problem.help))
        if host is not None and ("@" in host or holds_credential(host)):
            summary = f"the host of target '{self._source.name}' holds a user or a secret"
            advice = (
                "write the host alone: whoever deploys logs in by the environment or a profile of the CLI"
            )
            self._found.add(Diagnostic.at(HOST_WITH_CREDENTIALS, entry, summary, help=advice))
        return host

    def own_text(self, key: str) -> str | None:
        entry = self._source.own.get(key) if self._source.own is not None else None
        return self._text(key, entry, self._own_scope) if entry is not None else None

    def run_as(self) -> Sourced | None:
        entry = self._source.own.get("run_as") if self._source.own is not None else None
        if entry is None:
            return None
        return Renderer(self._own_scope, self._found).render(entry)

    def http_path(self) -> str | None:
        path = self.optional("http_path")
        return path if isinstance(path, str) else None

    def optional(self, key: str) -> Any:
        """Return a setting of the profile that only templates may need, or None."""
        entry = self._source.output.get(key) if self._source.output is not None else None
        return self._value(key, entry, self._profile_scope, Diagnostics()) if entry is not None else None

    def _find(self, key: str) -> tuple[Sourced | None, Sourced | None]:
        own, output = self._source.own, self._source.output
        for document in (own, output):
            entry = document.get(key) if document is not None else None
            if entry is not None:
                return document, entry
        return own or output, None

    def _scope_of(self, document: Sourced | None) -> Scope:
        return self._profile_scope if document is self._source.output else self._own_scope

    def _text(self, key: str, entry: Sourced, scope: Scope, found: Diagnostics | None = None) -> str | None:
        found = self._found if found is None else found
        value = self._value(key, entry, scope, found)
        if value is None:
            return None
        text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
        if not text:
            found.add(Diagnostic.at(TARGET_SETTING, entry, f"'{key}' of a target has to be text"))
        return text or None

    def _value(self, key: str, entry: Sourced, scope: Scope, found: Diagnostics) -> Any:
        """Render a setting; the value of a secret variable is refused."""
        if not isinstance(entry.value, str) or not is_template(entry.value):
            return entry.value
        try:
            value, rendering = scope.render(entry.value)
        except RenderError as error:
            found.add(Diagnostic.at(error.code, entry, error.summary, help=error.help))
            return None
        if rendering.read_secret:
            summary = f"'{key}' is a secret variable, and brickform would write it into the outputs"
            found.add(Diagnostic.at(TARGET_SETTING, entry, summary, help="use a variable that is no secret"))
            return None
        return value

    def _error(self, place: Sourced, summary: str, help: str) -> None:
        self._found.add(Diagnostic.at(TARGET_SETTING, place, summary, help=help))


def _with_scheme(host: str | None) -> str | None:
    if host is None:
        return None
    return (host if "://" in host else f"https://{host}").rstrip("/")
