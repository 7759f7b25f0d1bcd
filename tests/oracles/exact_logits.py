"""Quantities of softmaxes by mpmath, from the exact values of the logits: the oracle of the kernels.

Near a certain prediction the answer may be 1e-300: sums leave out the largest entry.
"""

import numpy as np
from mpmath import MPContext
from numpy.typing import NDArray

mp = MPContext()
mp.dps = 350  # near and certain rows cancel: a KL of 1e-300 is a sum of terms near 1

Row = NDArray[np.floating]


def exact(x: float) -> mp.mpf:
    """Return the number that a float is."""
    return mp.mpf(float(x))


class Softmax:
    """Probabilities and log-probabilities of one row."""

    def __init__(self, z: Row, temperature: float = 1.0) -> None:
        values = [exact(x) / exact(temperature) for x in z]
        self.peak = max(range(len(values)), key=values.__getitem__)
        top = values[self.peak]
        self.depth = [top - x for x in values]
        weights = [mp.exp(-x) if mp.isfinite(x) else mp.mpf(0) for x in self.depth]
        rest = mp.fsum(w for i, w in enumerate(weights) if i != self.peak)
        self.log_sum = mp.log1p(rest)
        self.p = [w / (1 + rest) for w in weights]
        self.minus_log = [x + self.log_sum for x in self.depth]

    def __len__(self) -> int:
        return len(self.p)


def entropy(s: Softmax) -> mp.mpf:
    """Return the sum of -p log p."""
    return mp.fsum(p * x for p, x in zip(s.p, s.minus_log, strict=True) if p > 0)


def cross_entropy(target: list[mp.mpf], s: Softmax) -> mp.mpf:
    """Return the sum of -target log q over the sum of the targets."""
    return mp.fsum(t * x for t, x in zip(target, s.minus_log, strict=True) if t > 0) / mp.fsum(target)


def label_target(y: int, classes: int, smoothing: float) -> list[mp.mpf]:
    """Return (1 - smoothing) onehot + smoothing / classes."""
    even = exact(smoothing) / classes
    return [even + (1 - exact(smoothing) if j == y else 0) for j in range(classes)]


def kl(p: Softmax, q: Softmax) -> mp.mpf:
    """Return the sum of p (log p - log q)."""
    terms = zip(p.p, p.minus_log, q.minus_log, strict=True)
    return mp.fsum(a * (y - x) for a, x, y in terms if mp.isfinite(x))


def js(p: Softmax, q: Softmax) -> mp.mpf:
    """Return half the divergences of p and of q from their mean."""
    total = mp.mpf(0)
    for a, b in zip(p.p, q.p, strict=True):
        m = (a + b) / 2
        total += sum(x * mp.log(x / m) for x in (a, b) if x > 0) / 2
    return total


def relative_error(value: float, answer: mp.mpf, smallest: float = 0.0) -> float:
    """Return |value - answer| / |answer|; a difference up to `smallest` is none."""
    if not mp.isfinite(answer):
        return 0.0 if float(value) == float(answer) else np.inf
    difference = abs(exact(value) - answer)
    return 0.0 if difference <= smallest else float(difference / abs(answer)) if answer != 0 else np.inf


def entropy_gradient(s: Softmax, temperature: float) -> list[mp.mpf]:
    """Return dH/dz = -p (log p + H) / T, and 0 where p = 0."""
    h = entropy(s)
    return [p * (x - h) / exact(temperature) if p > 0 else mp.mpf(0) for p, x in zip(s.p, s.minus_log, strict=True)]


def cross_entropy_gradient(target: list[mp.mpf], s: Softmax, temperature: float) -> list[mp.mpf]:
    """Return d/dz = (softmax - target) / T."""
    total = mp.fsum(target)
    return [(p - t / total) / exact(temperature) for p, t in zip(s.p, target, strict=True)]


def kl_gradient_p(p: Softmax, q: Softmax, temperature: float) -> list[mp.mpf]:
    """Return dKL/dzp = p (log p - log q - KL) / Tp, and 0 where p = 0."""
    value = kl(p, q)
    terms = zip(p.p, p.minus_log, q.minus_log, strict=True)
    return [a * (y - x - value) / exact(temperature) if a > 0 else mp.mpf(0) for a, x, y in terms]


def js_gradient_q(p: Softmax, q: Softmax, temperature: float) -> list[mp.mpf]:
    """Return dJS/dzq = q (log(q/m) - KL(Q||M)) / (2 Tq), and 0 where q = 0."""
    logs = [mp.log(2 * b / (a + b)) if b > 0 else mp.mpf(0) for a, b in zip(p.p, q.p, strict=True)]
    mean = mp.fsum(b * x for b, x in zip(q.p, logs, strict=True))
    return [b * (x - mean) / (2 * exact(temperature)) for b, x in zip(q.p, logs, strict=True)]
