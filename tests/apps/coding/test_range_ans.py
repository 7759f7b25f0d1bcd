"""Laws of the ANS code: its length is the cross-entropy with its frequencies, which is almost the entropy."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import plogp
from plogp.apps.coding import CorruptFile, RangeANS
from plogp.theory.errors import InvalidParameter


@given(st.binary(max_size=300), st.binary(min_size=1, max_size=60))
def test_decoding_undoes_encoding(data, more):
    code = RangeANS.from_data(data + more)
    assert bytes(code.decode(code.encode(data), len(data))) == data


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=256).filter(any))
def test_frequencies_are_a_distribution_close_to_the_source(counts):
    code = RangeANS.from_counts(counts)
    assert code.frequencies.sum() == 1 << 15
    assert ((code.frequencies > 0) == (np.pad(counts, (0, 256 - len(counts))) > 0)).all()
    assert code.average_length >= code.entropy - 1e-9
    assert code.redundancy == pytest.approx(
        plogp.kl_divergence(code.probabilities, code.frequencies / 2**15, base=2), abs=1e-9
    )


@pytest.mark.parametrize("k", [2, 3, 30, 256])
def test_a_long_message_reaches_the_entropy_within_a_thousandth(k):
    rng = np.random.default_rng(k)
    data = rng.choice(k, size=2_000_000, p=rng.dirichlet(np.ones(k))).astype(np.uint8)
    code = RangeANS.from_data(data)
    assert 8 * len(code.encode(data)) / data.size <= 1.001 * code.entropy


def test_a_symbol_that_is_alone_takes_no_bits():
    code = RangeANS.from_probs([0, 1])
    assert code.encode(b"\1\1\1") == b""
    assert bytes(code.decode(b"", 3)) == b"\1\1\1"
    with pytest.raises(InvalidParameter, match="only the symbol 1"):
        code.encode(b"\0")
    with pytest.raises(CorruptFile):
        code.decode(b"x", 3)


def test_a_symbol_without_a_frequency_is_refused():
    with pytest.raises(InvalidParameter, match="never occurs"):
        RangeANS.from_probs([0.5, 0.5]).encode(b"\0\1\2")


@given(st.data())
def test_a_stream_that_was_tampered_with_is_refused_or_means_something_else(data):
    message = np.random.default_rng(0).choice(3, size=200, p=[0.7, 0.2, 0.1]).astype(np.uint8)
    code = RangeANS.from_data(message)
    coded = bytearray(code.encode(message))
    at = data.draw(st.integers(0, 8 * len(coded) - 1))
    coded[at >> 3] ^= 1 << (at & 7)
    with suppress(CorruptFile):
        assert bytes(code.decode(coded, 200)) != bytes(message)
    with pytest.raises(CorruptFile):
        code.decode(coded[: data.draw(st.integers(0, len(coded) - 1))], 200)
