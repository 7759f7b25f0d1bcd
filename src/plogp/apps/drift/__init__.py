"""Whether one table differs from another more than chance would have it: where, how far, and what could not be seen."""

from plogp.apps.drift import views as views  # how a result is shown
from plogp.apps.drift.compare import compare
from plogp.apps.drift.result import ColumnDrift, Drift, Moved, PairDrift, ShareDrift, schema

__all__ = ["ColumnDrift", "Drift", "Moved", "PairDrift", "ShareDrift", "compare", "schema"]
