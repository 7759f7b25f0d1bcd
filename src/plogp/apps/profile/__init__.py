"""Where the information in a table is: each column by itself, with a target, and beside the other columns."""

from plogp.apps.profile.profile import profile
from plogp.apps.profile.result import ColumnProfile, Finding, PairProfile, Profile, schema

__all__ = ["ColumnProfile", "Finding", "PairProfile", "Profile", "profile", "schema"]
