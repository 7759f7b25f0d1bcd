"""Recognises the distributions of other packages, without importing these."""

from __future__ import annotations


class _OfAnotherPackage(type):
    def __instancecheck__(cls, d: object) -> bool:
        return type(d).__module__.startswith(("torch.distributions.", "scipy.stats."))


class Foreign(metaclass=_OfAnotherPackage):
    """Whatever is an object of `torch.distributions` or `scipy.stats`."""
