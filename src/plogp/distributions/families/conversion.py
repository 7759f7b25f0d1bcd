"""Distributions of `scipy.stats` and `torch.distributions`, taken as the same distributions of plogp."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from plogp.distributions.families.bernoulli import Bernoulli
from plogp.distributions.families.beta import Beta
from plogp.distributions.families.dirichlet import Dirichlet
from plogp.distributions.families.exponential import Exponential
from plogp.distributions.families.family import Family
from plogp.distributions.families.gamma import Gamma
from plogp.distributions.families.geometric import Geometric
from plogp.distributions.families.inverse_gaussian import InverseGaussian
from plogp.distributions.families.laplace import Laplace
from plogp.distributions.families.mixture import Mixture
from plogp.distributions.families.multivariate_normal import MultivariateNormal
from plogp.distributions.families.normal import Normal
from plogp.distributions.families.poisson import Poisson
from plogp.distributions.families.student_t import StudentT
from plogp.distributions.families.uniform import Uniform
from plogp.distributions.families.wishart import Wishart
from plogp.distributions.logits import Logits

_OF_TORCH: dict[str, Callable[[Any], Any]] = {
    "Normal": lambda d: Normal(d.loc, d.scale),
    "Laplace": lambda d: Laplace(d.loc, d.scale),
    "Exponential": lambda d: Exponential(d.rate),
    "Poisson": lambda d: Poisson(d.rate),
    "Geometric": lambda d: Geometric(d.probs),
    "Bernoulli": lambda d: Bernoulli(logits=d.logits) if "logits" in vars(d) else Bernoulli(d.probs),
    "Gamma": lambda d: Gamma(d.concentration, d.rate),
    "Beta": lambda d: Beta(d.concentration1, d.concentration0),
    "Dirichlet": lambda d: Dirichlet(d.concentration),
    "MultivariateNormal": lambda d: MultivariateNormal(d.loc, scale_tril=d.scale_tril),
    "Wishart": lambda d: Wishart(d.df, scale_tril=d.scale_tril),
    "StudentT": lambda d: StudentT(d.df, d.loc, d.scale),
    "Uniform": lambda d: Uniform(d.low, d.high),
    "MixtureSameFamily": lambda d: _mixture(d),
    "Categorical": lambda d: Logits(d.logits),
    "OneHotCategorical": lambda d: Logits(d.logits),
}
# Of the shapes, the location and the scale of a frozen distribution; None where it is shifted or stretched otherwise.
_OF_SCIPY: dict[str, Callable[..., Any]] = {
    "norm": lambda loc, scale: Normal(loc, scale),
    "laplace": lambda loc, scale: Laplace(loc, scale),
    "expon": lambda loc, scale: Exponential(1 / scale) if _all(loc, 0) else None,
    "t": lambda df, loc, scale: StudentT(df, loc, scale),
    "uniform": lambda loc, scale: Uniform(loc, loc + scale),
    "gamma": lambda a, loc, scale: Gamma(a, 1 / scale) if _all(loc, 0) else None,
    "beta": lambda a, b, loc, scale: Beta(a, b) if _all(loc, 0) and _all(scale, 1) else None,
    "invgauss": lambda mu, loc, scale: InverseGaussian(mu * scale, scale) if _all(loc, 0) else None,
    "poisson": lambda mu, loc, _: Poisson(mu) if _all(loc, 0) else None,
    "bernoulli": lambda p, loc, _: Bernoulli(p) if _all(loc, 0) else None,
    "geom": lambda p, loc, _: Geometric(p) if _all(loc, -1) else None,  # SciPy counts the success too
}
_OF_SCIPY_MATRICES: dict[str, Callable[[Any], Any]] = {
    "multivariate_normal_frozen": lambda d: MultivariateNormal(d.mean, d.cov),
    "dirichlet_frozen": lambda d: Dirichlet(d.alpha),
    "wishart_frozen": lambda d: Wishart(d.df, d.scale),
}


def of_foreign(d: Any) -> Any:
    """The same distribution as plogp holds it; the object itself where plogp has no such family."""
    kind = type(d)
    if kind.__module__.startswith("torch."):
        made = _OF_TORCH.get(kind.__name__, lambda d: d)(d)
    elif hasattr(getattr(d, "dist", None), "_parse_args") and d.dist.name in _OF_SCIPY:
        shapes, loc, scale = d.dist._parse_args(*d.args, **d.kwds)
        made = _OF_SCIPY[d.dist.name](*map(np.asarray, shapes), np.asarray(loc), np.asarray(scale))
    else:
        made = _OF_SCIPY_MATRICES.get(kind.__name__, lambda d: d)(d)
    return d if made is None else made


def _mixture(d: Any) -> Any:
    """Of components that stand on the last axis of the parameters."""
    family = of_foreign(d.component_distribution)
    if not isinstance(family, Family):
        return None

    def one(i: int) -> Family:
        return family.mapped(
            lambda x, domain: x.expand(*shape, *x.shape[x.ndim - domain.axes :]).select(len(shape) - 1, i)
        )

    shape = d.component_distribution.batch_shape
    return Mixture([one(i) for i in range(shape[-1])], d.mixture_distribution.probs)


def _all(x: Any, value: float) -> bool:
    return bool(np.all(x == value))
