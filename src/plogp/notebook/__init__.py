"""What notebooks show beside the pictures of results: bars to drag, and bars of progress."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs={"bars": ["Bars"], "progress": ["progress"]})
