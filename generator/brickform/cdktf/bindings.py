"""The CDK that a stack belongs to, and its Databricks bindings: both CDKs have the same classes."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, NamedTuple

from brickform.cdktf.node import Construct
from brickform.errors import BrickformError, UsageError


class Bindings(NamedTuple):
    """One CDK; its name is also that of brickform's extra."""

    name: str
    package: str
    """The import package of the Databricks bindings."""

    @property
    def core(self) -> ModuleType:
        return import_module(self.name)

    def construct(self, kind: str) -> Any:
        """Return the class for a resource of the provider: ``job``, or ``data_databricks_current_user``."""
        module = import_module(f"{self.package}.{kind}")
        return getattr(module, "".join(part.title() for part in kind.split("_")))


_KNOWN = (
    Bindings("cdktn", "cdktn_provider_databricks"),
    Bindings("cdktf", "cdktf_cdktf_provider_databricks"),
)


def bindings_of(scope: Construct) -> Bindings:
    """Return the bindings for the app that ``scope`` is in.

    Raises UsageError where it is in no stack of either CDK, BrickformError where the bindings are missing.
    """
    classes = (base for node in scope.node.scopes for base in type(node).__mro__)
    packages = {base.__module__.partition(".")[0] for base in classes}
    found = next((known for known in _KNOWN if known.name in packages), None)
    if found is None:
        raise UsageError("ModelJobs belongs in a TerraformStack of cdktn or of cdktf")
    _require(found)
    return found


@cache
def _require(bindings: Bindings) -> None:
    if find_spec(bindings.package) is None:
        command = f"pip install 'brickform[{bindings.name}]'"
        raise BrickformError(f"the Databricks bindings of {bindings.name} are not installed: {command}")
