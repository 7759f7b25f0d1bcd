"""Bytes that nobody compressed: the exact content, or CorruptFile with block and reason; nothing else, and soon."""

import io
import struct
from contextlib import suppress
from itertools import pairwise

import numpy as np
import pytest
import xxhash

import plp_decoder
from plogp.apps import coding
from plogp.apps.coding import CorruptFile, HuffmanCode, RangeANS, compress, decompress

BLOCK = 1 << 15
CODES = [HuffmanCode, RangeANS]


def sample(code, size=700, seed=0):
    rng = np.random.default_rng(seed)
    return rng.geometric(0.2, size=size).astype(np.uint8).tobytes()


class Pipe(io.RawIOBase):
    """Bytes that cannot be sought in, given in small pieces."""

    def __init__(self, data):
        self._file = io.BytesIO(data)

    def readable(self):
        return True

    def read(self, size=-1):
        return self._file.read(min(size, 100))


def readers():
    yield decompress
    yield lambda file: coding.open(io.BytesIO(file)).read()
    yield lambda file: coding.open(Pipe(file)).read()


def must_be_exact_or_refused(file, content):
    for read in readers():
        with suppress(CorruptFile):
            assert read(bytes(file)) == content


@pytest.mark.parametrize("code", CODES)
def test_every_bit_flip_is_found(code):
    data = sample(code)
    file = bytearray(compress(data, code=code))
    for at in range(8 * len(file)):
        file[at >> 3] ^= 1 << (at & 7)
        with pytest.raises(CorruptFile):
            decompress(bytes(file))
        file[at >> 3] ^= 1 << (at & 7)
    for at in range(0, 8 * len(file), 7):
        file[at >> 3] ^= 1 << (at & 7)
        must_be_exact_or_refused(file, None)
        file[at >> 3] ^= 1 << (at & 7)


@pytest.mark.parametrize("code", CODES)
def test_every_truncation_is_found(code):
    data = sample(code)
    file = compress(data, code=code)
    for size in range(len(file)):
        for read in readers():
            with pytest.raises(CorruptFile):
                read(file[:size])
    for read in readers():
        with pytest.raises(CorruptFile):
            read(file + b"\0")


def test_blocks_of_another_file_are_found():
    """Whole blocks exchanged, doubled, left out, or taken from a file with the same table but for one block."""
    one, other = (compress(sample(HuffmanCode, 4 * BLOCK, seed), block_size=BLOCK) for seed in (1, 2))
    starts, at = [], 8
    while one[at] != 0xFF:
        starts.append(at)
        at += 16 + int.from_bytes(one[at + 1 : at + 4], "little")
    starts.append(at)
    blocks = [one[a:b] for a, b in pairwise(starts)]
    head, tail = one[:8], one[at:]
    for spliced in (
        [blocks[1], blocks[0], *blocks[2:]],
        [blocks[0], blocks[0], *blocks[2:]],
        blocks[:-1],
        [*blocks, blocks[-1]],
        [other[8 : 8 + len(blocks[0])], *blocks[1:]],
    ):
        for read in readers():
            with pytest.raises(CorruptFile):
                read(head + b"".join(spliced) + tail)
    for cut in range(0, min(len(one), len(other)), 997):
        for read in readers():
            with pytest.raises(CorruptFile):
                read(one[:cut] + other[cut:] if cut else other[:50] + one[50:])


def seal(header, records, content_length):
    """A file around these records whose table, length and digest are in order, whatever the records hold."""
    table = b"".join(record[:16] for record in records)
    length = struct.pack("<Q", content_length)
    digest = struct.pack("<Q", xxhash.xxh3_64_intdigest(header + table + length))
    return header + b"".join(records) + b"\xff\0\0\0" + table + length + digest + b"PLP\x93"


@pytest.mark.parametrize("declared", [2**60, 2**63, 2**64 - 1, 2**40])
def test_a_declared_length_that_the_file_cannot_hold_is_refused_at_once(declared):
    file = compress(b"x" * 1000)
    forged = seal(file[:8], [file[8:25]], declared)
    for read in readers():
        with pytest.raises(CorruptFile):
            read(forged)


@pytest.mark.parametrize(
    ("kind", "payload", "content", "reason"),
    [
        (4, b"", 10, "its kind is unknown"),
        (0, b"123", 4, "3 bytes cannot be its payload"),
        (1, b"12", 4, "2 bytes cannot be its payload"),
        (2, bytes(20), 100, "too short for its code"),
        (2, bytes(60), 100, "fewer than two symbols"),
        (2, b"\x03" + bytes(31) + b"\x21" + bytes(20), 100, "complete code"),
        (2, b"\x03" + bytes(31) + b"\x11" + b"\xff\xff\xff\x7f" + bytes(16), 100, "lengths contradict"),
        (2, b"\x03" + bytes(31) + b"\x11" + bytes(12) + b"\x00" * 16, 100, "do not end where they must"),
        (3, b"\x03" + bytes(31) + bytes(40), 100, "do not sum to 2.15"),
        (3, b"\x03" + bytes(31) + b"\x0e\x00\x38\x00\x00" + bytes(33), 200, "lengths contradict"),
        (3, b"\x03" + bytes(31) + b"\x0e\x00\x38\x00\x00" + bytes(32), 200, "states are out of range"),
        (3, b"\x03" + bytes(31) + b"\x0e\x00\x38\x00\x00" + b"\x00\x00\x01\x00" * 8, 200, "do not end where they must"),
    ],
)
def test_a_forged_block_is_refused_by_number_and_reason(kind, payload, content, reason):
    good = compress(b"x" * BLOCK, block_size=BLOCK)
    bad = struct.pack("<IIQ", kind | len(payload) << 8, content, 0) + payload
    file = seal(good[:8], [good[8:25], bad], BLOCK + content)
    for read in readers():
        with pytest.raises(CorruptFile, match=reason) as error:
            read(file)
        assert error.value.block == 1


@pytest.mark.parametrize("content", [0, BLOCK + 1, 2**32 - 1])
def test_a_block_that_holds_too_much_or_nothing_is_refused(content):
    good = compress(b"x" * BLOCK, block_size=BLOCK)
    bad = struct.pack("<IIQ", 1 | 1 << 8, content, 0) + b"x"
    for read in readers():
        with pytest.raises(CorruptFile):
            read(seal(good[:8], [good[8:25], bad], BLOCK + content))


def test_a_short_block_before_the_last_is_refused():
    good = compress(b"x" * 100, block_size=BLOCK)
    record = good[8:25]
    for read in readers():
        with pytest.raises(CorruptFile):
            read(seal(good[:8], [record, record], 200))


@pytest.mark.slow
@pytest.mark.parametrize("code", CODES)
def test_mutated_files_are_refused_or_mean_the_same(code):
    """A short form of the fuzzing in fuzz/: payloads changed under a table in order, so that the decoder sees them."""
    rng = np.random.default_rng(5)
    for trial in range(3000):
        data = rng.choice(rng.integers(1, 40), size=rng.integers(64, 400)).astype(np.uint8).tobytes()
        good = compress(data, code=code)
        record = bytearray(good[8 : 8 + 16 + int.from_bytes(good[9:12], "little")])
        for _ in range(rng.integers(1, 4)):
            record[rng.integers(16, len(record))] = rng.integers(256)
        file = seal(good[:8], [bytes(record)], len(data))
        must_be_exact_or_refused(file, data)
        if trial % 10 == 0:
            try:
                expected = plp_decoder.decode(file)
            except (AssertionError, IndexError, KeyError):
                expected = None
            try:
                assert decompress(file) == expected
            except CorruptFile:
                assert expected is None
