"""Plain data in the provider's names as the arguments of a construct, by its type hints.

What has no place in these hints is an ``Override``: it is written into the synthesised resource as it is.
"""

from __future__ import annotations

import inspect
from collections import abc
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from brickform.cdktf.values import Values
from brickform.location import ConfigPath

_MISFIT = object()


class Override(NamedTuple):
    """A value that the bindings have no place for, by its path in the resource."""

    path: ConfigPath
    value: Any


class Arguments:
    """Builds the arguments of one construct, and collects its overrides."""

    def __init__(self, values: Values) -> None:
        self.overrides: list[Override] = []
        self._values = values

    def of(
        self, function: Callable[..., None], fields: Mapping[str, Any], path: ConfigPath = ()
    ) -> dict[str, Any]:
        """Return keyword arguments for the ``__init__`` of a construct or of a struct."""
        hints = _hints(function)
        arguments = {}
        for name, value in fields.items():
            here = (*path, name)
            argument = _MISFIT if name not in hints else self._argument(hints[name], value, here)
            if argument is _MISFIT:
                self.overrides.append(Override(here, self._plain(value)))
            else:
                arguments[name] = argument
        return arguments

    def _plain(self, value: Any) -> Any:
        """Return a value as Terraform JSON has it."""
        if isinstance(value, dict):
            return {self._values.text(key): self._plain(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._plain(element) for element in value]
        if isinstance(value, bool):
            return value
        return self._values.number(value) if isinstance(value, int | float) else self._values.text(value)

    def _argument(self, hint: Any, value: Any, path: ConfigPath) -> Any:
        kinds = _alternatives(hint)
        if isinstance(value, list):
            return self._list(kinds, value, path)
        if isinstance(value, dict):
            return self._mapping(kinds, value, path)
        if isinstance(value, bool):
            return value if bool in kinds else _MISFIT
        if isinstance(value, int | float):
            return self._values.number(value) if float in kinds else _MISFIT
        return self._values.text(value) if str in kinds else _MISFIT

    def _list(self, kinds: Sequence[Any], value: list[Any], path: ConfigPath) -> Any:
        element = next((get_args(kind)[0] for kind in kinds if get_origin(kind) is abc.Sequence), None)
        if element is None:
            return _MISFIT
        found = [self._argument(element, item, (*path, index)) for index, item in enumerate(value)]
        return _MISFIT if _MISFIT in found else found

    def _mapping(self, kinds: Sequence[Any], value: dict[str, Any], path: ConfigPath) -> Any:
        struct = next((kind for kind in kinds if hasattr(kind, "__jsii_struct_bases__")), None)
        if struct is not None:
            return self._struct(struct, value, path)
        element = next((get_args(kind)[1] for kind in kinds if get_origin(kind) is abc.Mapping), None)
        if element is None:
            return _MISFIT
        found = {
            self._values.text(key): self._argument(element, item, (*path, key)) for key, item in value.items()
        }
        return _MISFIT if _MISFIT in found.values() else found

    def _struct(self, struct: Any, value: dict[str, Any], path: ConfigPath) -> Any:
        if not _required(struct.__init__) <= value.keys():
            return _MISFIT
        arguments = self.of(struct.__init__, value, path)
        return struct(**arguments) if _required(struct.__init__) <= arguments.keys() else _MISFIT


@cache
def _hints(function: Callable[..., None]) -> dict[str, Any]:
    return get_type_hints(function)


@cache
def _required(function: Callable[..., None]) -> frozenset[str]:
    parameters = inspect.signature(function).parameters.values()
    keywords = (item for item in parameters if item.kind is inspect.Parameter.KEYWORD_ONLY)
    return frozenset(item.name for item in keywords if item.default is inspect.Parameter.empty)


def _alternatives(hint: Any) -> Sequence[Any]:
    """Return the members of a union; nested ones are flat already."""
    return get_args(hint) if get_origin(hint) is Union else (hint,)
