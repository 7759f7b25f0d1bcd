"""Whole files, mutated and read again: exact bytes or CorruptFile, nothing else. Usage: files.py HOW_MANY [SEED]."""

import io
import struct
import sys
import time
from collections import Counter

import numpy as np

from plogp.apps import coding
from plogp.apps.coding import CorruptFile, HuffmanCode, RangeANS, compress, decompress
from plogp.backend.coding import checksum


def sealed(header: bytes, records: bytes, content_length: int) -> bytes:
    """Records under a table and a digest in order, so that the blocks themselves are put to the test."""
    table, at = b"", 0
    while at + 16 <= len(records):
        table += records[at : at + 16]
        at += 16 + int.from_bytes(records[at + 1 : at + 4], "little")
    length = struct.pack("<Q", content_length)
    digest = struct.pack("<Q", checksum(header + table + length))
    return header + records + b"\xff\0\0\0" + table + length + digest + b"PLP\x93"


def sources(rng: np.random.Generator) -> list[tuple[bytes, bytes]]:
    """Contents and their files."""
    pairs = []
    for k in (1, 2, 5, 30, 256):
        for size in (0, 1, 65, 300, 1000, (1 << 15) + 77):
            p = rng.dirichlet(np.full(k, 0.3))
            data = rng.choice(k, size=size, p=p).astype(np.uint8).tobytes()
            pairs += [(data, compress(data, code=code, block_size=1 << 15)) for code in (HuffmanCode, RangeANS)]
    return pairs


def mutated(rng: np.random.Generator, file: bytes, other: bytes, content_length: int) -> bytes:
    """One of seven kinds of damage; the last two leave the frame in order."""
    kind = rng.integers(7)
    changed = bytearray(file)
    if kind == 0:
        at = int(rng.integers(len(file)))
        changed[at] ^= 1 << int(rng.integers(8))
    elif kind == 1:
        del changed[int(rng.integers(len(file))) :]
    elif kind == 2:
        cut = int(rng.integers(len(file)))
        changed[cut:] = other[int(rng.integers(len(other))) :]
    elif kind == 3:
        for at in rng.integers(len(file), size=rng.integers(1, 20)):
            changed[at] = int(rng.integers(256))
    elif kind == 4:
        at, size = int(rng.integers(len(file))), int(rng.integers(1, 30))
        changed[at:at] = changed[at : at + size]
    else:
        records = bytearray(file[8 : file.rindex(b"\xff\0\0\0")])
        low = 16 if kind == 5 else 0
        for at in rng.integers(low, max(low + 1, len(records)), size=rng.integers(1, 5)):
            if at < len(records):
                records[at] = int(rng.integers(256))
        return sealed(file[:8], bytes(records), content_length)
    return bytes(changed)


def main() -> None:
    """Count what became of each file; stop at the first that is neither refused nor right."""
    many = int(sys.argv[1])
    rng = np.random.default_rng(int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    pairs = sources(rng)
    fates: Counter[str] = Counter()
    start = time.monotonic()
    for trial in range(many):
        data, file = pairs[rng.integers(len(pairs))]
        damaged = mutated(rng, file, pairs[rng.integers(len(pairs))][1], len(data))
        try:
            got = decompress(damaged) if trial % 4 else coding.open(io.BytesIO(damaged)).read()
        except CorruptFile as error:
            fates["refused in a block" if error.block is not None else "refused as a whole"] += 1
        else:
            if got != data:
                # Only a file that is whole in itself may hold something else: one spliced into another's place.
                if not any(damaged == whole and got == content for content, whole in pairs):
                    raise SystemExit(f"wrong bytes from trial {trial}: {damaged.hex()}")
                fates["another whole file"] += 1
            else:
                fates["exact"] += 1
    print(f"{many} files in {time.monotonic() - start:.0f} s: {dict(fates)}")


if __name__ == "__main__":
    main()
