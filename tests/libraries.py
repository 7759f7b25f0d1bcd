"""The array libraries that every law is run on."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest


@dataclass(frozen=True)
class Library:
    """How a test makes an array of a library, and reads one."""

    name: str
    make: Callable[..., Any]
    xp: Any
    wide: str = "float64"

    def __call__(self, values: Any, dtype: str | None = None) -> Any:
        """An array of these values, in float64 where the library has it."""
        values = np.asarray(values)
        if dtype is None:
            dtype = self.wide if values.dtype.kind == "f" else str(values.dtype)
        return self.make(values, dtype)

    def dtype(self, name: str) -> Any:
        """The library's own name of a dtype."""
        return getattr(self.xp, name)

    def __repr__(self) -> str:
        return self.name


def read(x: Any) -> np.ndarray:
    """The values of an array of any library, as float64 or as they are if integers."""
    if hasattr(x, "detach"):
        x = x.detach().cpu()
        x = x.double() if x.is_floating_point() else x
        return x.numpy()
    x = np.asarray(x)
    return x.astype(np.float64) if x.dtype.kind not in "biu" else x


def _numpy(values: np.ndarray, dtype: str) -> np.ndarray:
    return values.astype(dtype)


def _read_only(values: np.ndarray, dtype: str) -> np.ndarray:
    made = values.astype(dtype)
    made.flags.writeable = False
    return made


def compile_quickly() -> None:
    """Tell JAX, before it is imported, to optimize nothing: tests are thousands of tiny programs, each run once."""
    flags = ["--xla_backend_optimization_level=0"]
    if version("jaxlib").startswith("0.10."):  # half the time; XLA ends a process on a flag that it does not know
        flags.append("--xla_cpu_use_fusion_emitters=false")
    os.environ.setdefault("XLA_FLAGS", " ".join(flags))


def _imported(name: str) -> Any:
    return pytest.importorskip(name, reason=f"{name} is not installed")


def load(name: str) -> Library:
    """A library by its name; the test is skipped where it is not installed."""
    if name == "numpy":
        return Library(name, _numpy, np)
    if name == "numpy-read-only":
        return Library(name, _read_only, np)
    if name == "array-api-strict":
        strict = _imported("array_api_strict")
        return Library(name, lambda v, d: strict.asarray(v, dtype=getattr(strict, d)), strict)
    if name == "torch":
        torch = _imported("torch")
        return Library(name, lambda v, d: torch.tensor(v.tolist(), dtype=getattr(torch, d)).reshape(v.shape), torch)
    if find_spec("jax"):
        compile_quickly()
    jax = _imported("jax")
    jax.config.update("jax_platforms", "cpu")
    jax.config.update("jax_enable_x64", True)
    return Library(name, lambda v, d: jax.numpy.asarray(v, dtype=d), jax.numpy)


def derivative(lib: Library, f: Any, x: np.ndarray, dtype: str = "float64") -> np.ndarray:
    """The library's own derivative of the sum of f."""
    if lib.name == "torch":
        leaf = lib(x, dtype).requires_grad_(True)
        f(leaf).sum().backward()
        return read(leaf.grad)
    import jax

    return read(jax.grad(lambda t: f(t).sum())(lib(x, dtype)))


NAMES = ("numpy", "numpy-read-only", "array-api-strict", "torch", "jax")
DIFFERENTIABLE = ("torch", "jax")
