"""Coding bytes by their entropy, in memory: 100 MB of skewed bytes (64 values, H = 3.6 bits) and of text."""

from __future__ import annotations

import sysconfig
import zlib
from collections.abc import Iterator
from pathlib import Path

import constriction
import dahuffman
import numpy as np
import zstandard

from benchmarks.race import Race, Times
from plogp.apps.coding import RangeANS, compress, decompress

SIZE = 100_000_000
SHORT = 4_000_000


def races() -> Iterator[Race]:
    skewed = skewed_bytes(SIZE)
    yield from _against_zstd_and_zlib("skewed bytes", skewed, decode=1.5, encode=2.0)
    yield from _on_two_threads(skewed)
    yield from _against_python(skewed[:1_000_000])
    yield from _ans_against_constriction(np.frombuffer(skewed, np.uint8)[:SHORT])
    # Text has what Huffman alone cannot reach: zstd finds repetitions there, and copies them.
    yield from _against_zstd_and_zlib("text", text(SIZE), decode=1.5, encode=2.0)


def skewed_bytes(size: int) -> bytes:
    """What is almost pure Huffman literals to zstd: independent bytes, no repetitions to be found."""
    rng = np.random.default_rng(0)
    p = 0.8 ** np.arange(64)
    values = rng.permutation(256)[:64].astype(np.uint8)
    return values[rng.choice(64, size=size // 5, p=p / p.sum())].tobytes() * 5


def text(size: int) -> bytes:
    """Python's own library, over and over."""
    sources = sorted(Path(sysconfig.get_path("stdlib")).glob("*.py"))
    once = b"".join(source.read_bytes() for source in sources)
    return (once * (size // len(once) + 1))[:size]


def _against_zstd_and_zlib(name: str, data: bytes, *, decode: float, encode: float) -> Iterator[Race]:
    ours, by_zstd, by_zlib = compress(data), _zstd(data), _zlib(data)
    assert decompress(ours) == data
    bits = f"{8 * len(ours) / len(data):.2f} bit/byte"
    yield Race(
        f"decode {name}, {bits}", f"zstd -1, {8 * len(by_zstd) / len(data):.2f}",
        lambda: decompress(ours), lambda: zstandard.ZstdDecompressor().decompress(by_zstd), Times(decode), same=None,
    )  # fmt: skip
    yield Race(
        f"decode {name}, {bits}", "zlib, Huffman only",
        lambda: decompress(ours), lambda: zlib.decompress(by_zlib), Times(5), same=None,
    )  # fmt: skip
    yield Race(f"encode {name}", "zstd -1", lambda: compress(data), lambda: _zstd(data), Times(encode), same=None)
    yield Race(f"encode {name}", "zlib, Huffman only", lambda: compress(data), lambda: _zlib(data), Times(5), same=None)


def _on_two_threads(data: bytes) -> Iterator[Race]:
    ours = compress(data)
    yield Race(
        "decode, two threads", "one thread",
        lambda: decompress(ours), lambda: decompress(ours, threads=1), Times(1.7, vectors=False), threads=2, same=None,
    )  # fmt: skip
    yield Race(
        "encode, two threads", "one thread",
        lambda: compress(data), lambda: compress(data, threads=1), Times(1.7, vectors=False), threads=2, same=None,
    )  # fmt: skip


def _against_python(data: bytes) -> Iterator[Race]:
    ours = compress(data)
    codec = dahuffman.HuffmanCodec.from_data(data)
    coded = codec.encode(data)
    yield Race("encode 1 MB", "dahuffman", lambda: compress(data), lambda: codec.encode(data), Times(80), same=None)
    yield Race("decode 1 MB", "dahuffman", lambda: decompress(ours), lambda: codec.decode(coded), Times(700), same=None)


def _ans_against_constriction(data: np.ndarray) -> Iterator[Race]:
    code = RangeANS.from_data(data)
    model = constriction.stream.model.Categorical(np.bincount(data, minlength=256) / data.size, perfect=False)
    symbols = data.astype(np.int32)

    def encode() -> np.ndarray:
        coder = constriction.stream.stack.AnsCoder()
        coder.encode_reverse(symbols, model)
        return coder.get_compressed()

    ours, theirs = code.encode(data), encode()

    def decode() -> np.ndarray:
        return constriction.stream.stack.AnsCoder(theirs).decode(model, data.size)

    yield Race("ANS encode 4 MB", "constriction", lambda: code.encode(data), encode, Times(2), same=None)
    yield Race("ANS decode 4 MB", "constriction", lambda: code.decode(ours, data.size), decode, Times(2))


def _zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=1).compress(data)


def _zlib(data: bytes) -> bytes:
    coder = zlib.compressobj(6, zlib.DEFLATED, 15, 8, zlib.Z_HUFFMAN_ONLY)
    return coder.compress(data) + coder.flush()
