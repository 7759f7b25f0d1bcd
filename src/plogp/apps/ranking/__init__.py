"""Ranks the columns of a table of any size by what they tell of one of them."""

from plogp.apps.ranking.rank import Ranked, rank

__all__ = ["Ranked", "rank"]
