"""The errors of the native core: the root of all that plogp raises, and what a kernel refuses."""

from plogp._native import Fault as Fault
from plogp._native import PlogpError as PlogpError
