"""Information theory for machine learning: one definition of each quantity, wherever the distribution lives."""

from typing import Any

import lazy_loader

# The public names are those of __init__.pyi, read by type checkers and by us. A name is imported when it is first used,
# so that `import plogp` costs NumPy and a millisecond.
_load, _, _names = lazy_loader.attach_stub(__name__, __file__)
__all__ = sorted({*_names} - {"apps"}, key=lambda name: (name[0].islower(), name))


def __getattr__(name: str) -> Any:
    if name not in _names:
        raise AttributeError(f"module 'plogp' has no attribute {name!r}")
    from plogp.theory.extras import require

    with require("tables"):  # what a public name needs at once; functions say for themselves what they need
        globals()[name] = found = _load(name)
    return found


def __dir__() -> list[str]:
    return [*__all__, "apps", *(name for name in globals() if name.startswith("__"))]
