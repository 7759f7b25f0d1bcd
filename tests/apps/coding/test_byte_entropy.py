"""Entropies of bytes after bytes, against counts by Python's own Counter."""

from collections import Counter
from itertools import pairwise
from math import log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plogp.apps.coding import byte_entropy


def entropy(seen):
    counts = Counter(seen)
    return -sum(n / counts.total() * log2(n / counts.total()) for n in counts.values())


@settings(max_examples=20, deadline=None)  # a table of 2^24 counts for each
@given(st.binary(max_size=300) | st.text("abc", max_size=300).map(str.encode), st.integers(1, 50))
def test_orders_by_the_chain_rule(data, step):
    found = byte_entropy([data[i : i + step] for i in range(0, len(data), step)])
    triples = list(zip(data, data[1:], data[2:], strict=False))
    assert found.size == len(data)
    assert found.distinct == len(set(data))
    assert found.orders[0] == pytest.approx(entropy(data), abs=1e-9)
    assert found.orders[1] == pytest.approx(entropy(pairwise(data)) - entropy(data[:-1]), abs=1e-9)
    assert found.orders[2] == pytest.approx(entropy(triples) - entropy(t[:2] for t in triples), abs=1e-9)
    assert found.orders[0] - 1e-9 <= found.ans
    assert found.orders[0] - 1e-9 <= found.huffman < found.orders[0] + 1
