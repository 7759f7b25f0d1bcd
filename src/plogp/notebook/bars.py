"""Two distributions to be dragged in Jupyter or marimo, with their entropies and divergence from Python."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import numpy as np

import plogp
from plogp.draw.bars import draw_bars
from plogp.draw.drawing.arguments import names_of
from plogp.draw.sum_bar import draw_sum_bar
from plogp.theory.errors import InvalidParameter, ShapeMismatch
from plogp.theory.extras import require
from plogp.theory.parameters import real_number, whole_number
from plogp.translations.message import language_of

with require("notebook"):
    import anywidget
    import traitlets


class Bars(anywidget.AnyWidget):  # type: ignore[misc] # of a package without types
    """P and Q with a slider for each outcome, their bars, and H(P, Q) = H(P) + D(P‖Q).

    Parameters
    ----------
    p, q : sequence of float, shape (k,)
        The distributions to begin with; two of equal shares if left out.
    names : sequence of str, shape (k,), optional
        Of the outcomes.
    lang : str
        "en" or "zh-TW".

    Notes
    -----
    `p` and `q` can be read and set at any time; what is set must be a distribution. Where one outcome is dragged the
    others share what is left in their proportions.

    Examples
    --------
    >>> from plogp.notebook import Bars
    >>> bars = Bars([0.5, 0.5], [0.9, 0.1], ["heads", "tails"])
    >>> bars.drag("p", 0, 0.8)
    >>> [round(x, 3) for x in bars.p]
    [0.8, 0.2]
    >>> round(bars.divergence, 3)
    0.064
    """

    _esm = files("plogp.notebook").joinpath("bars.js").read_text(encoding="utf-8")
    p = traitlets.List(traitlets.Float()).tag(sync=True)
    q = traitlets.List(traitlets.Float()).tag(sync=True)
    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    svg = traitlets.Unicode().tag(sync=True)

    def __init__(
        self, p: Sequence[float] = (0.5, 0.5), q: Sequence[float] | None = None, names: Sequence[Any] | None = None, *,
        lang: str = "en",
    ) -> None:  # fmt: skip
        self._lang = language_of(lang)
        q = [1 / len(p)] * len(p) if q is None else q
        super().__init__(p=_distribution(p), q=_distribution(q), names=names_of("names", names, len(p)))
        self.on_msg(self._dragged)
        self._draw()

    @property
    def divergence(self) -> float:
        """D(P‖Q) in bits."""
        return float(plogp.kl_divergence(self.p, self.q, base=2))

    def drag(self, which: str, outcome: int, share: float) -> None:
        """Give one outcome of "p" or "q" a share; the others keep their proportions."""
        if which not in ("p", "q"):
            raise InvalidParameter(f"which must be 'p' or 'q', but it is {which!r}")
        x = np.array(getattr(self, which))
        outcome = whole_number("outcome", outcome, 0, len(x) - 1)
        share = real_number("share", share, 0.0, 1.0, closed=True)
        others = np.arange(len(x)) != outcome
        held = x[others].sum()
        x[others] = x[others] / held * (1 - share) if held > 0 else (1 - share) / max(1, len(x) - 1)
        x[outcome] = share if len(x) > 1 else 1.0
        setattr(self, which, x.tolist())

    @traitlets.validate("p", "q")  # type: ignore[untyped-decorator]
    def _checked(self, proposal: Any) -> list[float]:
        found = _distribution(proposal["value"])
        if len(found) != len(self.names or found):
            raise ShapeMismatch(f"{len(found)} probabilities for {len(self.names)} outcomes")
        return found

    @traitlets.observe("p", "q")  # type: ignore[untyped-decorator]
    def _draw(self, _: Any = None) -> None:
        if len(self.p) != len(self.q) or len(self.p) != len(self.names):
            return  # not all of them are set yet
        cross_entropy = float(plogp.cross_entropy(self.p, self.q, base=2))
        entropy = float(plogp.entropy(self.p, base=2))
        self.svg = draw_bars(self.p, self.q, self.names, lang=self._lang) + draw_sum_bar(
            entropy, self.divergence, cross_entropy, lang=self._lang
        )

    def _dragged(self, _: Any, content: Any, __: Any) -> None:
        self.drag(*content["drag"])


def _distribution(x: Sequence[float]) -> list[float]:
    """Probabilities of one distribution, checked."""
    p = np.asarray(x, dtype=float)
    if p.ndim != 1:
        raise ShapeMismatch(f"one distribution is drawn, but it has shape {p.shape}")
    plogp.entropy(p)  # raises NotADistribution
    return [float(value) for value in p]
