"""The operators that PyTorch knows as `torch.ops.plogp`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_LIBRARY: list[Any] = []  # PyTorch forgets the operators of a library that nobody holds
_DEFINED: set[str] = set()


def is_defined(name: str) -> bool:
    """Whether PyTorch knows the operator already."""
    return name in _DEFINED


def define(
    name: str,
    schema: str,
    run: Callable[..., Any],
    shapes: Callable[..., Any],
    saved: Callable[..., None],
    backward: Callable[..., Any],
    batched: Callable[..., Any],
) -> None:
    """Define `plogp::name`: what it computes, its answer without numbers, its derivative, and a batch of it.

    `saved` and `backward` are `setup_context` and `backward` of `torch.library.register_autograd`.
    """
    import torch

    if not _LIBRARY:
        _LIBRARY.append(torch.library.Library("plogp", "FRAGMENT"))
    (library,) = _LIBRARY
    library.define(name + schema)
    library.impl(name, run, "CPU")
    torch.library.register_fake(f"plogp::{name}", shapes, lib=library)
    torch.library.register_autograd(f"plogp::{name}", backward, setup_context=saved, lib=library)
    torch.library.register_vmap(f"plogp::{name}", batched, lib=library)
    _DEFINED.add(name)


def call(name: str) -> Callable[..., Any]:
    """The operator `<name>.<overload>`."""
    import torch

    operator, _, overload = name.partition(".")
    found: Callable[..., Any] = getattr(getattr(torch.ops.plogp, operator), overload)
    return found
