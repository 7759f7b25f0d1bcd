"""The catalogue of quantities: each public function beside the object that says what it computes.

A file of this folder that defines a quantity is in it: its function is marked `@defines(QUANTITY)`. Tests, docs and
tables of what is possible loop over `catalogue()`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import FunctionType, MappingProxyType
from typing import Any, TypeVar

from plogp.quantities._quantity import Quantity

F = TypeVar("F", bound=Callable[..., Any])
_DEFINED: dict[Callable[..., Any], Quantity] = {}


def defines(quantity: Quantity) -> Callable[[F], F]:
    """Mark the public function of a quantity."""

    def marked(function: F) -> F:
        _DEFINED[function] = quantity
        return function

    return marked


def quantity_of(function: Any) -> Quantity | None:
    """The quantity whose public function this is; None if it is no function of plogp."""
    return _DEFINED.get(function) if isinstance(function, FunctionType) else None


def catalogue() -> Mapping[Callable[..., Any], Quantity]:
    """The quantity of every public function, in the order of their names."""
    from importlib import import_module
    from pkgutil import iter_modules

    package = import_module(__package__)
    for module in iter_modules(package.__path__):
        if not module.name.startswith("_"):
            import_module(f"{package.__name__}.{module.name}")
    return MappingProxyType(dict(sorted(_DEFINED.items(), key=lambda item: item[1].name)))
