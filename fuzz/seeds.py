"""Inputs to start from: payloads of every kind and shape, as fuzz/coding.cpp reads them. Usage: seeds.py FOLDER."""

import sys
from pathlib import Path

import numpy as np

from plogp.apps.coding import HuffmanCode, RangeANS, compress


def main() -> None:
    """Write one file an input."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(0)
    for k in (1, 2, 3, 16, 60, 256):
        for size in (1, 2, 70, 300, 1000, 4000):
            data = rng.choice(k, size=size, p=rng.dirichlet(np.full(k, 0.4))).astype(np.uint8).tobytes()
            for code in (HuffmanCode, RangeANS):
                record = compress(data, code=code)[8:]
                payload = record[16 : 16 + int.from_bytes(record[1:4], "little")]
                name = f"{code.__name__}-{k}-{size}"
                (folder / name).write_bytes(record[:1] + size.to_bytes(3, "little") + payload)


if __name__ == "__main__":
    main()
