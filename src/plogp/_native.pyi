"""
The native kernels of plogp. Values are in nats; arguments are what plogp.backend.kernels hands over.
"""

from collections.abc import Sequence
from typing import Annotated

import numpy
from numpy.typing import NDArray


class PlogpError(Exception):
    """The root of all errors that plogp raises on purpose."""

class Fault(PlogpError, ValueError):
    pass

def isa() -> str:
    """The level of instruction set in use, such as 'x86-64-v4'."""

def get_num_threads() -> int:
    """Threads that may work on one call, the caller included."""

def set_num_threads(n: object | None) -> None:
    """Set the threads that may work on one call; at least 1."""

def encode_blocks(content: Annotated[NDArray[numpy.uint8], dict(shape=(None,), order='C', device='cpu', writable=False)], block_size: int, ans: bool, threads: int) -> bytes:
    """
    The records of consecutive blocks of a content; threads 0 stands for all.
    """

def encode_file(header: Annotated[NDArray[numpy.uint8], dict(shape=(None,), order='C', device='cpu', writable=False)], content: Annotated[NDArray[numpy.uint8], dict(shape=(None,), order='C', device='cpu', writable=False)], block_size: int, ans: bool, threads: int, end_mark: Annotated[NDArray[numpy.uint8], dict(shape=(None,), order='C', device='cpu', writable=False)], end_magic: Annotated[NDArray[numpy.uint8], dict(shape=(None,), order='C', device='cpu', writable=False)]) -> bytes:
    """A whole file, in one piece."""

def decode_blocks(file: Annotated[NDArray[numpy.uint8], dict(shape=(None,), order='C', device='cpu', writable=False)], headers: Annotated[NDArray[numpy.uint8], dict(shape=(None, 16), order='C', device='cpu', writable=False)], offsets: Annotated[NDArray[numpy.int64], dict(shape=(None,), order='C', device='cpu', writable=False)], threads: int) -> bytes:
    """
    The content of blocks, given their headers and where in the file their payloads lie. Raises Fault(block, reason).
    """

def block_checksum(data: Annotated[NDArray[numpy.uint8], dict(shape=(None,), order='C', device='cpu', writable=False)]) -> int:
    """XXH3 of bytes, 64 bits."""

def encode_ans(symbols: Annotated[NDArray[numpy.uint8], dict(shape=(None,), order='C', device='cpu', writable=False)], frequencies: Annotated[NDArray[numpy.uint16], dict(shape=(256), order='C', device='cpu', writable=False)]) -> bytes:
    """One rANS stream of symbols under 256 frequencies that sum to 2^15."""

def decode_ans(coded: Annotated[NDArray[numpy.uint8], dict(shape=(None,), order='C', device='cpu', writable=False)], frequencies: Annotated[NDArray[numpy.uint16], dict(shape=(256), order='C', device='cpu', writable=False)], n: int) -> NDArray:
    """The n symbols of a rANS stream."""

def columns_of(x: Annotated[NDArray, dict(shape=(None, None), device='cpu', writable=False)]) -> NDArray:
    """The columns of a table of numbers, (rows, columns), one after another."""

def code_columns(x: Annotated[NDArray, dict(shape=(None, None), device='cpu', writable=False)], most: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)]) -> tuple:
    """
    Codes (columns, rows) of the columns of a table of numbers, (rows, columns), that have at most so many values, in their order and NaN last, and how many levels each has; -1 where there are more.
    """

def table_sums(table: Annotated[NDArray[numpy.int64], dict(shape=(None, None), order='C', device='cpu', writable=False)], row: Annotated[NDArray[numpy.float64], dict(shape=(None,), order='C', device='cpu', writable=False)], column: Annotated[NDArray[numpy.float64], dict(shape=(None,), order='C', device='cpu', writable=False)], coefficients: Annotated[NDArray[numpy.float64], dict(shape=(None, 3, None), order='C', device='cpu', writable=False)]) -> NDArray:
    """
    Sums over the cells of a + b s + c s^2, s = row + column, with coefficients (sums, 3, counts) by count.
    """

def joint_counts(x: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], y: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], kx: int, ky: int) -> NDArray:
    """
    Counts of each pair of values of two integer columns, as int64 of shape (kx, ky).
    """

def count_tables(columns: Sequence[Annotated[NDArray[numpy.uint16], dict(shape=(None,), order='C', device='cpu', writable=False)]], tables: Sequence[Annotated[NDArray[numpy.int64], dict(order='C', device='cpu')]], keys: Annotated[NDArray[numpy.int32], dict(shape=(None, 2), order='C', device='cpu', writable=False)]) -> None:
    """
    Adds columns of uint16 codes to tables of int64: of columns keys[i], or of keys[i, 0] alone before -1.
    """

def bin_codes(x: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], edges: Annotated[NDArray[numpy.float64], dict(shape=(None,), order='C', device='cpu', writable=False)], valid: Annotated[NDArray[numpy.uint8], dict(shape=(None,), order='C', device='cpu', writable=False)] | None = None, offset: int = 0) -> NDArray:
    """
    How many ascending edges lie below each number, as uint16; one more than all for NaN, two if not valid.
    """

def look_up_codes(x: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], table: Annotated[NDArray[numpy.uint16], dict(shape=(None,), order='C', device='cpu', writable=False)], low: int = 0, missing: int = 0, valid: Annotated[NDArray[numpy.uint8], dict(shape=(None,), order='C', device='cpu', writable=False)] | None = None, offset: int = 0) -> NDArray | None:
    """
    table[x - low] as uint16, `missing` where a value is; None if one is not in the table, or 65535 there.
    """

def normal_kl(loc: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], scale: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], other_loc: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], other_scale: Annotated[NDArray, dict(order='C', device='cpu', writable=False)]) -> object:
    """Kullback-Leibler divergence of pairs of normals, in nats."""

def normal_kl_slopes(loc: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], scale: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], other_loc: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], other_scale: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], weights: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], asked: int) -> object:
    """
    The slopes of normal_kl by those of the four parameters whose bit is set, times the weights.
    """

def neighbours(points: Annotated[NDArray[numpy.float64], dict(shape=(None, None), order='C', device='cpu', writable=False)], k: int) -> tuple:
    """
    The distance of each row of float64 (n, d) to its k-th nearest other row, in the maximum norm, and the k nearest rows, nearest first, as int64 of shape (n, k).
    """

def neighbours_across(points: Annotated[NDArray[numpy.float64], dict(shape=(None, None), order='C', device='cpu', writable=False)], queries: Annotated[NDArray[numpy.float64], dict(shape=(None, None), order='C', device='cpu', writable=False)], k: int) -> tuple:
    """
    The distance of each query to the k-th nearest of the points, and the rows of the k nearest.
    """

def neighbours_within(points: Annotated[NDArray[numpy.float64], dict(shape=(None, None), order='C', device='cpu', writable=False)], radii: Annotated[NDArray[numpy.float64], dict(shape=(None,), order='C', device='cpu', writable=False)]) -> NDArray:
    """
    How many other rows lie within the radius of each row, those at the radius included.
    """

def pairwise_kl(p: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], q: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], tolerance: float) -> NDArray:
    """
    Kullback-Leibler divergence of each row of p (n, k) from each of q (m, k), in nats: (n, m).
    """

def pairwise_js(p: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], q: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], tolerance: float) -> NDArray:
    """
    Jensen-Shannon divergence of each row of p (n, k) and each of q (m, k), in nats: (n, m).
    """

def random_tables(rows: Annotated[NDArray[numpy.int64], dict(shape=(None,), order='C', device='cpu', writable=False)], columns: Annotated[NDArray[numpy.int64], dict(shape=(None,), order='C', device='cpu', writable=False)], seed: int, begin: int, count: int) -> NDArray:
    """
    Sum of k log k over the cells of random tables with these margins, of replicates from `begin`.
    """

def random_table(rows: Annotated[NDArray[numpy.int64], dict(shape=(None,), order='C', device='cpu', writable=False)], columns: Annotated[NDArray[numpy.int64], dict(shape=(None,), order='C', device='cpu', writable=False)], seed: int, replicate: int) -> NDArray:
    """One random table with these margins, drawn cell by cell."""

def entropy(p: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], tolerance: float) -> NDArray:
    """Entropy of each row of probabilities, in nats."""

def cross_entropy(p: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], q: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], tolerance: float) -> NDArray:
    """Cross-entropy of each row p under its row q, in nats."""

def kl(p: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], q: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], tolerance: float) -> NDArray:
    """Kullback-Leibler divergence of each row p from its row q, in nats."""

def js(p: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], q: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], tolerance: float) -> NDArray:
    """Jensen-Shannon divergence of each row p and its row q, in nats."""

class Spectrum:
    """
    How often each value of a column occurs: by value, or by cell when many do.
    """

    def __init__(self, most_values: int = 65536) -> None:
        """Counts by value up to so many different ones."""

    def add(self, x: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], valid: Annotated[NDArray[numpy.uint8], dict(shape=(None,), order='C', device='cpu', writable=False)] | None = None, offset: int = 0, rest: Annotated[NDArray[numpy.int64], dict(shape=(None,), order='C', device='cpu', writable=False)] | None = None) -> None:
        """
        Counts numbers; NaN and what is not valid are left out. Values differ if their rests do.
        """

    def merge(self, other: Spectrum) -> None:
        """Adds the counts of another."""

    def __getstate__(self) -> tuple: ...

    def __setstate__(self, arg: tuple[int, tuple[Annotated[NDArray[numpy.float64], dict(shape=(None,), order='C', device='cpu', writable=False)], Annotated[NDArray[numpy.float64], dict(shape=(None,), order='C', device='cpu', writable=False)], Annotated[NDArray[numpy.int64], dict(shape=(None,), order='C', device='cpu', writable=False)]], Annotated[NDArray[numpy.int64], dict(shape=(None,), order='C', device='cpu', writable=False)], Annotated[NDArray[numpy.uint64], dict(shape=(None,), order='C', device='cpu', writable=False)], int, bool, bool], /) -> None: ...

    def cells(self) -> tuple:
        """
        The least and the greatest value of each cell, ascending, and how many it holds.
        """

    @property
    def different(self) -> int:
        """How many different values; an estimate unless exact."""

    @property
    def exact(self) -> bool:
        """Whether each cell is one value."""

    @property
    def whole(self) -> bool:
        """Whether every number is finite and has no fraction."""

def add_within(spectra: Sequence[Spectrum], x: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], least: Annotated[NDArray[numpy.float64], dict(shape=(None,), order='C', device='cpu', writable=False)], greatest: Annotated[NDArray[numpy.float64], dict(shape=(None,), order='C', device='cpu', writable=False)], valid: Annotated[NDArray[numpy.uint8], dict(shape=(None,), order='C', device='cpu', writable=False)] | None = None, offset: int = 0) -> None:
    """
    Adds to spectra[i] by how much each number from least[i] to greatest[i] exceeds least[i].
    """

def grow_c45(x: Annotated[NDArray[numpy.float64], dict(shape=(None, None), order='C', device='cpu', writable=False)], levels: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], y: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], weight: Annotated[NDArray[numpy.float64], dict(shape=(None,), order='C', device='cpu', writable=False)], classes: int, min_cases: float, confidence: float, prune: bool, raising: bool, grouped: bool, max_depth: int, resolution: float) -> tuple:
    """
    The nodes of a C4.5 tree as arrays: feature, threshold, first child, children, place in the branch table, child of missing values, branch table, empty, cases of each class.
    """

class BinnedColumns:
    """The bins of columns of numbers, of 255 ascending edges each."""

    def __init__(self, x: Annotated[NDArray[numpy.float64], dict(shape=(None, None), order='C', device='cpu', writable=False)], edges: Annotated[NDArray[numpy.float64], dict(shape=(None, None), order='C', device='cpu', writable=False)]) -> None: ...

    @property
    def by_row(self) -> Annotated[NDArray[numpy.uint8], dict(shape=(None, None), writable=False)]:
        """(rows, columns and some zeros)"""

    @property
    def by_column(self) -> Annotated[NDArray[numpy.uint8], dict(shape=(None, None), writable=False)]:
        """One more than how many edges lie below each number; 0 for NaN."""

def grow_histogram(x: BinnedColumns, bins: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], nominal: Annotated[NDArray[numpy.uint8], dict(shape=(None,), order='C', device='cpu', writable=False)], y: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], classes: int, min_cases: float, confidence: float, prune: bool, max_depth: int) -> tuple:
    """
    The nodes of a tree of binary splits over bins, as those of grow_c45; its thresholds are bins.
    """

def predict_tree(feature: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], threshold: Annotated[NDArray[numpy.float64], dict(shape=(None,), order='C', device='cpu', writable=False)], first_child: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], children: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], map: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], missing: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], branch: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], cases: Annotated[NDArray[numpy.float64], dict(shape=(None, None), order='C', device='cpu', writable=False)], answer: Annotated[NDArray[numpy.float64], dict(shape=(None, None), order='C', device='cpu', writable=False)], x: Annotated[NDArray[numpy.float64], dict(shape=(None, None), order='C', device='cpu', writable=False)], levels: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)]) -> NDArray:
    """
    The answers of the leaves that each row reaches, shared out where a value is missing.
    """

def logits_entropy(z: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], temperature: float, gradient: Annotated[NDArray, dict(order='C', device='cpu')] | None = None) -> NDArray:
    """Entropy of softmax(z / temperature) of each row."""

def logits_cross_entropy_labels(y: Annotated[NDArray[numpy.int64], dict(order='C', device='cpu', writable=False)], z: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], temperature: float, smoothing: float, ignore: int | None, gradient: Annotated[NDArray, dict(order='C', device='cpu')] | None = None) -> NDArray:
    """Cross-entropy of labels with logits."""

def logits_policy(y: Annotated[NDArray[numpy.int64], dict(order='C', device='cpu', writable=False)], z: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], temperature: float, ignore: int | None, by_entropy: Annotated[NDArray, dict(order='C', device='cpu', writable=False)] | None = None, by_log_prob: Annotated[NDArray, dict(order='C', device='cpu', writable=False)] | None = None, gradient: Annotated[NDArray, dict(order='C', device='cpu')] | None = None) -> tuple:
    """
    Entropy of softmax(z / temperature) and the log-probability of a label, of each row.
    """

def logits_cross_entropy_probs(p: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], z: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], tolerance: float, temperature: float, gradient: Annotated[NDArray, dict(order='C', device='cpu')] | None = None) -> NDArray:
    """Cross-entropy of rows of probabilities with logits."""

def logits_kl(zp: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], zq: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], temperature_p: float, temperature_q: float, gradient_p: Annotated[NDArray, dict(order='C', device='cpu')] | None = None, gradient_q: Annotated[NDArray, dict(order='C', device='cpu')] | None = None) -> NDArray:
    """Kullback-Leibler divergence of two rows of logits."""

def logits_js(zp: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], zq: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], temperature_p: float, temperature_q: float, gradient_p: Annotated[NDArray, dict(order='C', device='cpu')] | None = None, gradient_q: Annotated[NDArray, dict(order='C', device='cpu')] | None = None) -> NDArray:
    """Jensen-Shannon divergence of two rows of logits."""

def softmax(z: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], temperature: float, out: object | None = None) -> object:
    """Softmax of each row."""

def log_softmax(z: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], temperature: float, out: object | None = None) -> object:
    """Logarithm of softmax."""

def empty_aligned(shape: Sequence[int], dtype: str) -> NDArray:
    """
    A writable array without set values, aligned to 64 bytes, or to 2 MiB when it is large.
    """

def pairwise_information(x: Annotated[NDArray[numpy.uint8], dict(shape=(None, None), order='C', device='cpu', writable=False)], levels: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)]) -> NDArray:
    """
    Mutual information in nats of every pair of columns of codes, their entropies on the diagonal.
    """

class CountedColumns:
    """Columns of codes, ready to be counted beside any other."""

    def __init__(self, x: Annotated[NDArray[numpy.uint8], dict(shape=(None, None), order='C', device='cpu', writable=False)], levels: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], weight: Annotated[NDArray[numpy.float64], dict(shape=(None,), order='C', device='cpu', writable=False)] | None) -> None: ...

    def beside(self, z: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], z_levels: int, inner: int) -> NDArray:
        """
        Entropies in nats of each column together with z, and with z // inner, of shape (columns, 2).
        """

    def table(self, column: int, z: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], z_levels: int) -> NDArray:
        """
        The weight of rows in each cell, as float64 of shape (z_levels, levels of the column).
        """

    def add_cells(self, column: int, z: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], cells: Annotated[NDArray[numpy.float64], dict(shape=(None, None), order='C', device='cpu', writable=False)], rows: Annotated[NDArray[numpy.float64], dict(shape=(None,), order='C', device='cpu')]) -> None:
        """Add to each row the entry of its cell."""
