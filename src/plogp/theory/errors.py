"""Every error and warning that plogp raises: what was wrong, where, and how to correct it."""

from plogp.backend.refusal import Fault as Fault  # values that a kernel refuses, and nothing above has named
from plogp.backend.refusal import PlogpError as PlogpError  # the root of all errors that plogp raises on purpose


class NotADistribution(PlogpError, ValueError):
    """Numbers given as probabilities are not: negative, not finite, or a row that does not sum to one."""


class NotLogits(PlogpError, ValueError):
    """Numbers given as logits are not: NaN, plus infinity, or a row without one possible outcome."""


class NotLabels(PlogpError, ValueError):
    """Labels that cannot be read: out of range, of a kind that names no class, or of the wrong width."""


class NotCounts(PlogpError, ValueError):
    """Numbers given as counts are not: negative, not whole, or none at all."""


class NotSamples(PlogpError, ValueError):
    """Columns that cannot be read as observations: missing values, objects of several kinds, or none at all."""


class ShapeMismatch(PlogpError, ValueError):
    """Two distributions whose shapes do not fit together, or an axis that is not there."""


class NotAnArray(PlogpError, TypeError):
    """A thing that cannot be read as an array: masked, sparse, of names or objects, or with rows of several lengths."""


class MixedArrays(PlogpError, TypeError):
    """Arrays of two libraries in one call."""


class InvalidParameter(PlogpError, ValueError):
    """A parameter outside its domain, such as a base of one or a negative order."""


class NotConverged(PlogpError, ArithmeticError):
    """A sum or an integral that did not reach its stated error."""


class Unanswerable(PlogpError, TypeError):
    """A quantity asked of a type that it is not defined on."""


class FileMissing(PlogpError, FileNotFoundError):
    """A path that leads nowhere, or a pattern that no file matches."""


class NotAFile(PlogpError, IsADirectoryError):
    """A directory where a file is wanted."""


class FileForbidden(PlogpError, PermissionError):
    """A file that this user may not read, or a place where they may not write."""


class NotWritable(PlogpError, OSError):
    """A place where no file can be written."""


class EmptyData(PlogpError, ValueError):
    """A file or a table without rows, or without columns."""


class UnreadableData(PlogpError, ValueError):
    """Data of no known format, cut off, or of values that no single type holds."""


class UnreadableTally(UnreadableData):
    """A file that holds no tally, a damaged one, or one of a format that this version does not know."""


class RaggedFile(UnreadableData):
    """Delimited text whose lines differ in their number of fields."""


class WrongEncoding(UnreadableData):
    """Text that is not UTF-8."""


class SchemaMismatch(PlogpError, ValueError):
    """Tables that should have the same columns of the same kinds, and have not."""


class UnknownColumn(PlogpError, KeyError):
    """A column that is not there, with the nearest name that is."""

    def __str__(self) -> str:
        return str(self.args[0])


class UnusableColumn(PlogpError, ValueError):
    """A column that cannot serve: without values, constant where it must vary, or of lists."""


class TooManyCells(PlogpError, ValueError):
    """A table of more combinations of values than can be held."""


class TooManyRows(PlogpError, ValueError):
    """Tables that together have more rows than 64-bit counts hold."""


class MissingExtra(PlogpError, ImportError):
    """A part of plogp whose dependencies are not installed."""


class UnusableTarget(PlogpError, ValueError):
    """A class to be predicted that cannot be learnt from: missing in a row, of one level, or of another length."""


class UnusableFeatures(PlogpError, ValueError):
    """Columns that cannot be learnt from: of an unknown kind, infinite, or fewer than are asked for."""


class ProbabilitiesAsLogitsWarning(UserWarning):
    """Rows given as logits all lie in [0, 1] and sum to one: softmax was probably applied already."""


class CorruptFile(PlogpError, ValueError):
    """Coded bytes that no encoder of plogp has written: which block (None: the file as a whole), and why."""

    def __init__(self, reason: str, block: int | None = None) -> None:
        self.reason = reason
        self.block = block
        super().__init__(reason if block is None else f"block {block} is corrupt: {reason}")


class FileInTheWay(PlogpError, FileExistsError):
    """A file that would be overwritten, and nobody said that it may be."""


class FileChanged(PlogpError, OSError):
    """A file that changed, or gave its place to another, while it was read."""


class TiedSamplesWarning(UserWarning):
    """Numbers given as continuous repeat so often that an estimate from distances is biased."""


class TreeDepthWarning(UserWarning):
    """A tree that was not grown to its end, because it would be deeper than can be held."""
