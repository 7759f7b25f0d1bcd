"""A second decoder of .plp files, slow and plain, written from docs/format.md alone: the oracle of the first."""

import xxhash


def number(data):
    return int.from_bytes(data, "little")


def xxh3(data):
    return xxhash.xxh3_64_intdigest(bytes(data))


class Bits:
    """A bit string: bytes in order, the lowest bit of each first."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        value = 0
        for i in range(count):
            value |= (self.data[self.at >> 3] >> (self.at & 7) & 1) << i
            self.at += 1
        return value

    def finish(self):
        """The number of bytes used; what is left of the last one must be zero."""
        while self.at % 8:
            assert self.take(1) == 0
        return self.at // 8


def decode(file):
    """The content of a file; AssertionError or IndexError if it is not one."""
    assert file[:5] == b"\x93PLP\x01"
    assert 15 <= file[5] <= 20
    block_size = 1 << file[5]
    assert number(file[6:8]) == xxh3(file[:6]) & 0xFFFF
    at, headers, content = 8, b"", b""
    while file[at] != 0xFF:
        header = file[at : at + 16]
        payload, n = number(header[1:4]), number(header[4:8])
        assert len(content) % block_size == 0
        assert 1 <= n <= block_size
        block = PAYLOADS[header[0]](file[at + 16 : at + 16 + payload], n)
        assert len(block) == n
        assert xxh3(block) == number(header[8:16])
        content += block
        headers += header
        at += 16 + payload
    assert file[at : at + 4] == b"\xff\0\0\0"
    at += 4
    assert file[at : at + len(headers)] == headers
    at += len(headers)
    assert number(file[at : at + 8]) == len(content)
    assert number(file[at + 8 : at + 16]) == xxh3(file[:8] + headers + file[at : at + 8])
    assert file[at + 16 :] == b"PLP\x93"
    return content


def raw(payload, n):
    assert len(payload) == n
    return payload


def run(payload, n):
    assert len(payload) == 1
    return payload * n


def symbols_of(payload):
    symbols = [s for s in range(256) if payload[s // 8] >> (s % 8) & 1]
    assert len(symbols) >= 2
    return symbols


def huffman(payload, n):
    assert len(payload) < n
    symbols = symbols_of(payload)
    bits = Bits(payload[32:])
    lengths = {s: bits.take(4) for s in symbols}
    at = 32 + bits.finish()
    assert all(1 <= length <= 12 for length in lengths.values())
    assert sum(2 ** (12 - length) for length in lengths.values()) == 2**12
    symbol_of, word, last = {}, -1, 0
    for s in sorted(symbols, key=lambda s: (lengths[s], s)):
        word = (word + 1) << (lengths[s] - last) if last else 0
        last = lengths[s]
        symbol_of[last, word] = s
    sizes = [number(payload[at + 4 * k : at + 4 * k + 4]) for k in range(3)]
    at += 12
    content = b""
    for k in range(4):
        stream = payload[at : at + sizes[k]] if k < 3 else payload[at:]
        at += len(stream)
        quarter = -(-n // 4)
        wanted = min((k + 1) * quarter, n) - min(k * quarter, n)
        bits, backwards = Bits(stream), []
        while len(backwards) < wanted:
            word = length = 0
            while (length, word) not in symbol_of:
                word, length = word << 1 | bits.take(1), length + 1
            backwards.append(symbol_of[length, word])
        assert bits.finish() == len(stream)
        content += bytes(reversed(backwards))
    return content


def ans(payload, n):
    assert len(payload) < n
    symbols = symbols_of(payload)
    bits = Bits(payload[32:])
    frequency = {}
    for s in symbols:
        width = bits.take(4)
        assert width <= 14
        frequency[s] = 2**width + bits.take(width)
    at = 32 + bits.finish()
    assert sum(frequency.values()) == 2**15
    start, holder = {}, []
    for s in symbols:
        start[s] = len(holder)
        holder += [s] * frequency[s]
    states = [number(payload[at + 4 * k : at + 4 * k + 4]) for k in range(8)]
    assert all(x >= 2**16 for x in states)
    at += 32
    assert (len(payload) - at) % 2 == 0
    content = []
    for i in range(n):
        x = states[i % 8]
        slot = x % 2**15
        s = holder[slot]
        content.append(s)
        x = frequency[s] * (x // 2**15) + slot - start[s]
        if x < 2**16:
            assert at < len(payload)
            x = x * 2**16 + number(payload[at : at + 2])
            at += 2
        states[i % 8] = x
    assert at == len(payload)
    assert all(x == 2**16 for x in states)
    return bytes(content)


PAYLOADS = {0: raw, 1: run, 2: huffman, 3: ans}
