"""Where the information in a table is: each column by itself, with a target, and beside the other columns."""

from plogp.apps.profile import views as views  # how a result is shown
from plogp.apps.profile.profile import profile
from plogp.apps.profile.rank import rank
from plogp.apps.profile.result import (
    ColumnProfile,
    PairProfile,
    Profile,
    Ranking,
    SecondColumn,
    Together,
    ranking_schema,
    schema,
)

__all__ = [
    "ColumnProfile", "PairProfile", "Profile", "Ranking", "SecondColumn", "Together", "profile", "rank",
    "ranking_schema", "schema",
]  # fmt: skip
