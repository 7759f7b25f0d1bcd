"""Information theory for machine learning: one definition of each quantity, wherever the distribution lives."""

import re
from importlib import import_module
from typing import Any

# The face is __init__.pyi: one line a name, read by type checkers and by us. A name is imported when it is first used,
# so that `import plogp` costs NumPy and a millisecond.
with open(f"{__file__}i", encoding="utf-8") as _face:
    _HOMES = {name: home for home, name in re.findall(r"^from (\S+) import \(?\s*(\w+) as", _face.read(), re.MULTILINE)}
__all__ = sorted(_HOMES, key=lambda name: (name[0].islower(), name))


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'plogp' has no attribute {name!r}")
    from plogp.theory.extras import require

    with require("tables"):  # what a public name needs at once; functions say for themselves what they need
        globals()[name] = found = getattr(import_module(_HOMES[name]), name)
    return found


def __dir__() -> list[str]:
    return [*__all__, *(name for name in globals() if name.startswith("__"))]
