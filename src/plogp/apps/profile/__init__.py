"""Where the information in a table is: each column by itself, with a target, and beside the other columns."""

from plogp.apps.profile.profile import profile
from plogp.apps.profile.result import ColumnProfile, PairProfile, Profile, SecondColumn, Together, schema

__all__ = ["ColumnProfile", "PairProfile", "Profile", "SecondColumn", "Together", "profile", "schema"]
