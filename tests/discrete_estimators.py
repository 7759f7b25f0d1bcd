"""Every discrete estimator of the public API, as it is made without parameters: laws run over all of them."""

import inspect

import plogp
from plogp.estimators.discrete.estimator import CountEstimator

PUBLIC = [getattr(plogp, name) for name in plogp.__all__]
EVERY = [made() for made in PUBLIC if inspect.isclass(made) and issubclass(made, CountEstimator)]
