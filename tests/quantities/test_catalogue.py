"""Every law of every quantity of the catalogue; and of a divergence that one file adds to it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import plogp
import plogp.quantities
from plogp.quantities import _catalogue, _dispatch
from plogp.quantities._catalogue import catalogue, quantity_of
from plogp.quantities._quantity import Quantity
from quantity_laws import LAWS

NEW = '''"""Triangular discrimination: a bounded symmetric divergence."""

from plogp.backend.arrays import Array, total
from plogp.quantities._catalogue import defines
from plogp.quantities._dispatch import Distribution, answer
from plogp.quantities._quantity import Quantity
from plogp.theory.equations import difference
from plogp.theory.pmf import Pmf
from plogp.theory.ranges import Range
from plogp.theory.units import PURE


def _equation(P: Pmf, Q: Pmf) -> Array:
    """Sum of (p - q)² / (p + q) (Topsøe 2000, doi:10.1109/18.850703)."""
    return total(P.xp, difference(P, Q) ** 2 / (P.p + Q.p))


def _gradient(P: Pmf, Q: Pmf, *, of: int) -> Array:
    mine, other = (P, Q) if of == 0 else (Q, P)
    ratio = (mine.p - other.p) / (P.p + Q.p)
    u = mine.p * ratio * (2 - ratio)
    return u - mine.p * total(P.xp, u)[..., None]


TRIANGULAR_DISCRIMINATION = Quantity(
    "triangular_discrimination", _equation, PURE, _gradient, range=Range(0.0, 2.0)
)


@defines(TRIANGULAR_DISCRIMINATION)
def triangular_discrimination(p: Distribution, q: Distribution, /) -> Array:
    """Triangular discrimination of P and Q."""
    return answer(TRIANGULAR_DISCRIMINATION, p, q)
'''


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@pytest.mark.parametrize("quantity", catalogue().values(), ids=lambda quantity: quantity.name)
def test_law(quantity: Quantity, law) -> None:
    law(getattr(plogp, quantity.name), quantity)


def test_a_new_divergence_is_one_file_and_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dict(catalogue())
    (tmp_path / "triangular_discrimination.py").write_text(NEW)
    monkeypatch.setattr(plogp.quantities, "__path__", [*plogp.quantities.__path__, str(tmp_path)])
    (new,) = set(catalogue()) - set(before)
    monkeypatch.setattr(plogp, new.__name__, new, raising=False)  # the line of __init__.pyi
    try:
        for law in LAWS:
            law(new, quantity_of(new))
    finally:
        del _catalogue._DEFINED[new], sys.modules[new.__module__], plogp.quantities.triangular_discrimination
    monkeypatch.undo()
    assert dict(catalogue()) == before


def test_a_new_kind_of_distribution_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    class Coin:
        """Heads with this probability."""

        def __init__(self, heads: float) -> None:
            self.heads = heads

    def of_coins(quantity: Quantity, held: tuple, base: float, parameters: dict) -> object:
        rows = tuple([d.heads, 1 - d.heads] if isinstance(d, Coin) else d for d in held)
        return quantity.of_known(rows, base, parameters)

    monkeypatch.setattr(_dispatch, "KINDS", [*_dispatch.KINDS, (Coin, of_coins)])
    assert plogp.entropy(Coin(0.5)) == plogp.entropy([0.5, 0.5])
    assert plogp.renyi_divergence(Coin(0.5), [0.2, 0.8], order=2, base=2) == plogp.renyi_divergence(
        [0.5, 0.5], [0.2, 0.8], order=2, base=2
    )


def test_the_public_quantities_are_those_of_the_catalogue() -> None:
    others = {"softmax", "log_softmax", "value_and_gradient", "pairwise", "independence_test", "equality_test"}
    others |= {"entropy_and_log_prob"}
    public = {name for name in plogp.__all__ if getattr(plogp, name).__module__.startswith("plogp.quantities.")}
    assert public - others == {quantity.name for quantity in catalogue().values()}
