"""Every level of instruction set writes the same bytes and reads them."""

import hashlib
import subprocess
import sys

import pytest

from plogp import _native

SCRIPT = """
import hashlib, numpy as np
from plogp.apps.coding import HuffmanCode, RangeANS, compress, decompress
rng = np.random.default_rng(0)
digest = hashlib.sha256()
for k in (1, 2, 40, 256):
    for size in (0, 1, 5, 63, 64, 300, 70_000):
        data = rng.choice(k, size=size, p=rng.dirichlet(np.full(k, 0.5))).astype(np.uint8).tobytes()
        for code in (HuffmanCode, RangeANS):
            coded = compress(data, code=code, block_size=1 << 15)
            assert decompress(coded) == data
            digest.update(coded)
print(digest.hexdigest())
"""

LEVELS = ["x86-64-v2", "x86-64-v3", "x86-64-v4"]


@pytest.mark.skipif(_native.isa() == "generic", reason="one level only on this machine")
def test_all_levels_write_the_same_bytes(monkeypatch):
    digests = set()
    for level in LEVELS:
        monkeypatch.setenv("PLOGP_ISA", level)
        done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
        digests.add(done.stdout)
    assert len(digests) == 1
    assert len(digests.pop().strip()) == hashlib.sha256().digest_size * 2
