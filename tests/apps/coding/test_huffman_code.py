"""Laws of Huffman codes: no prefix code is shorter; complete, decodable, within one bit of the entropy."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import plogp
from plogp.apps.coding import CorruptFile, HuffmanCode, block_rates
from plogp.apps.coding.code_lengths import code_lengths
from plogp.theory.errors import InvalidParameter, NotADistribution, NotCounts

weights = st.lists(st.integers(1, 1000), min_size=2, max_size=10)


def complete_profiles(n, longest):
    """All ascending lengths of n words with Kraft sum 1: every shape of a binary tree, by splitting one leaf."""
    shapes = {(0,)}
    for _ in range(n - 1):
        shapes = {
            tuple(sorted((*shape[:i], *shape[i + 1 :], leaf + 1, leaf + 1)))
            for shape in shapes
            for i, leaf in enumerate(shape)
            if leaf < longest
        }
    return shapes


PROFILES = {n: complete_profiles(n, n - 1) for n in range(2, 11)}


def least_cost(weights, longest):
    """By trial of every complete code: long words for light symbols."""
    heavy_first = sorted(weights, reverse=True)
    return min(
        sum(w * length for w, length in zip(heavy_first, shape, strict=True))
        for shape in PROFILES[len(weights)]
        if shape[-1] <= longest
    )


@given(weights)
def test_no_prefix_code_is_shorter(weights):
    code = HuffmanCode.from_counts(weights)
    assert np.dot(weights, code.lengths) == least_cost(weights, 99)


@given(weights, st.integers(0, 6))
def test_no_prefix_code_with_so_short_words_is_shorter(weights, spare):
    longest = (len(weights) - 1).bit_length() + spare
    lengths = code_lengths(weights, longest)
    assert max(lengths) <= longest
    assert np.dot(weights, lengths) == least_cost(weights, longest)


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=300))
def test_average_length_is_within_one_bit_of_the_entropy(weights):
    code = HuffmanCode.from_counts(weights)
    assert code.entropy - 1e-9 <= code.average_length < code.entropy + 1
    assert code.kraft_sum == 1
    assert code.redundancy == pytest.approx(code.average_length - code.entropy)


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=60))
def test_the_words_form_a_prefix_code_in_canonical_order(weights):
    code = HuffmanCode.from_counts(weights)
    words = list(code.words.values())
    assert [len(code.words[s]) for s in code.symbols] == list(code.lengths)
    assert words == sorted(words)
    assert not any(later.startswith(word) for word, later in pairwise(words))
    assert [leaf.word for leaf in code.tree.leaves()] == words


@given(st.text(alphabet="aábc ß") | st.lists(st.integers() | st.tuples(st.booleans(), st.none())))
def test_decoding_undoes_encoding(data):
    if len(data) == 0:
        with pytest.raises(NotCounts):
            HuffmanCode.from_data(data)
        return
    code = HuffmanCode.from_data(data)
    coded = code.encode(data)
    assert len(coded) == (sum(len(code.words[symbol]) for symbol in data) + 7) // 8
    assert code.decode(coded, len(data)) == list(data)


def test_symbols_that_never_occur_get_no_word():
    code = HuffmanCode.from_probs([0.5, 0, 0.5])
    assert code.words == {0: "0", 2: "1"}
    with pytest.raises(InvalidParameter, match="symbol 1 has no code word"):
        code.encode([1])


def test_a_symbol_that_is_alone_takes_no_bits():
    code = HuffmanCode.from_data("aaaa")
    assert (code.average_length, code.entropy, code.kraft_sum) == (0, 0, 1)
    assert code.decode(code.encode("aaaa"), 4) == list("aaaa")


def test_dyadic_probabilities_reach_the_entropy():
    p = [0.5, 0.25, 0.125, 0.0625, 0.0625]
    assert HuffmanCode.from_probs(p).redundancy == 0


def test_what_is_no_distribution_is_refused():
    with pytest.raises(NotADistribution):
        HuffmanCode.from_probs([0.5, 0.6])
    with pytest.raises(NotCounts):
        HuffmanCode.from_counts([3, -1])
    with pytest.raises(InvalidParameter, match="5 symbols need words of at least 3 bits"):
        HuffmanCode.from_counts([1] * 5, max_length=2)
    with pytest.raises(InvalidParameter, match="different symbols"):
        HuffmanCode.from_counts([1, 2], symbols="aa")


@pytest.mark.parametrize(("coded", "n"), [(b"", 2), (b"\x80\x00", 1), (b"\x01", 1), (b"\xff", 9)])
def test_bits_that_no_code_wrote_are_refused(coded, n):
    with pytest.raises(CorruptFile):
        HuffmanCode.from_data("aab").decode(coded, n)


@given(st.lists(st.integers(1, 100), min_size=2, max_size=4))
def test_longer_blocks_approach_the_entropy(weights):
    p = np.array(weights) / sum(weights)
    rates = block_rates(p, 4)
    for block in rates:
        assert block.entropy - 1e-9 <= block.rate < block.bound + 1e-9
    assert rates[3].rate <= rates[1].rate + 1e-9 <= rates[0].rate + 2e-9  # a code of 2k is no worse than two of k
    assert rates[0].entropy == pytest.approx(plogp.entropy(p, base=2))
