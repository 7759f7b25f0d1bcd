"""What people do with it on their own data; each application is imported when it is first used."""

import lazy_loader

_NAMES = "approximation bottleneck coding discretize drift evaluation feature_selection profile tree uncertainty"
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, _NAMES.split())
