"""What compress writes: read back exactly, also by the second decoder; never much longer than its content."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import canterbury
import plogp
import plp_decoder
from plogp.apps.coding import HuffmanCode, RangeANS, compress, decompress
from plogp.theory.errors import InvalidParameter

BLOCK = 1 << 15
CODES = [HuffmanCode, RangeANS]


def source(kind, size):
    rng = np.random.default_rng(size)
    if kind == "one symbol":
        return b"\x07" * size
    if kind == "all bytes":
        return (bytes(range(256)) * (size // 256 + 1))[:size]
    if kind == "random":
        return rng.bytes(size)
    if kind == "two symbols":
        return rng.choice([b"a", b"b"], size=size, p=[0.98, 0.02]).tobytes()
    if kind == "uneven quarters":  # one stream ends long before the others
        return bytes(size // 4) + rng.integers(0, 200, size - size // 4, dtype=np.uint8).tobytes()
    return rng.geometric(0.1, size=size).astype(np.uint8).tobytes()


KINDS = ["one symbol", "all bytes", "random", "two symbols", "uneven quarters", "geometric"]
BORDERS = sorted(
    {2**k + d for k in (0, 1, 2, 3, 4, 6, 8, 10, 12, 15, 16, 17) for d in (-1, 0, 1)} | {3 * BLOCK, 3 * BLOCK + 5}
)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", KINDS)
def test_round_trip_around_every_border(kind, code):
    for size in BORDERS:
        data = source(kind, size)
        coded = compress(data, code=code, block_size=BLOCK)
        assert decompress(coded) == data
        assert len(coded) <= 1.001 * size + 64


@given(st.binary(max_size=200), st.sampled_from(CODES))
def test_round_trip_of_any_bytes(data, code):
    coded = compress(data, code=code)
    assert decompress(coded) == data
    assert len(coded) <= len(data) + 64
    assert plp_decoder.decode(coded) == data


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_second_decoder_agrees(kind, code):
    data = source(kind, BLOCK + 1001)
    assert plp_decoder.decode(compress(data, code=code, block_size=BLOCK)) == data


def test_words_of_all_twelve_lengths():
    data = b"".join(bytes([s]) * 2 ** (12 - min(s + 1, 12)) for s in range(13))
    data = np.random.default_rng(0).permutation(np.frombuffer(data, np.uint8)).tobytes()
    coded = compress(data)
    assert len(coded) < len(data)
    assert decompress(coded) == plp_decoder.decode(coded) == data


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_the_bytes_do_not_depend_on_the_number_of_threads(threads):
    data = source("geometric", 7 * BLOCK + 3)
    for code in CODES:
        coded = compress(data, code=code, threads=threads, block_size=BLOCK)
        assert coded == compress(data, code=code, block_size=BLOCK)
        assert decompress(coded, threads=threads) == data


@pytest.mark.parametrize("container", [bytearray, memoryview, lambda b: np.frombuffer(b, np.uint8)])
def test_any_buffer_is_taken(container):
    data = source("geometric", 1000)
    assert compress(container(data)) == compress(data)
    assert decompress(container(compress(data))) == data


def test_long_contents_cost_the_entropy():
    rng = np.random.default_rng(1)
    p = rng.dirichlet(np.full(200, 0.3))
    data = rng.choice(200, size=4_000_000, p=p).astype(np.uint8)
    entropy = plogp.entropy(np.bincount(data) / data.size, base=2)
    assert 8 * len(compress(data)) / data.size <= entropy + 0.06
    assert 8 * len(compress(data, code=RangeANS)) / data.size <= 1.001 * entropy


# Bits of the order-0 Huffman code of the whole text, as published with the corpus' statistics.
PUBLISHED = {"alice29": 701_502, "asyoulik": 606_448, "lcet10": 2_004_513, "plrabn12": 2_204_678}


def test_canterbury_texts_reach_the_published_lengths():
    for name, text in canterbury.texts().items():
        counts = np.bincount(np.frombuffer(text, np.uint8), minlength=256)
        code = HuffmanCode.from_counts(counts)
        assert np.dot([counts[s] for s in code.symbols], code.lengths) == PUBLISHED[name]
        for chosen in CODES:
            coded = compress(text, code=chosen)
            assert decompress(coded) == text
            assert 8 * len(coded) / len(text) <= code.entropy + 0.06, name


def test_what_makes_no_sense_is_refused():
    with pytest.raises(InvalidParameter, match="block_size"):
        compress(b"", block_size=1000)
    with pytest.raises(InvalidParameter, match="code must be"):
        compress(b"", code="huffman")
    with pytest.raises(InvalidParameter, match="threads"):
        compress(b"", threads=0)
