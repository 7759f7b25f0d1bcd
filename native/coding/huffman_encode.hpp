// Writes a Huffman block: the code, then four streams, each from the last byte of its quarter to the first.
#pragma once

#include "coding/code_lengths.hpp"
#include "coding/histogram.hpp"
#include "simd/encode.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

// The symbols that occur, then their lengths, four bits each.
size_t header_of_lengths(const uint8_t (&lengths)[256]) {
    size_t symbols = 0;
    for (const uint8_t length : lengths) symbols += length != 0;
    return symbol_set + (symbols + 1) / 2;
}

void plan_huffman(const uint32_t (&counts)[4][256], const uint64_t (&total)[256], BlockPlan& plan) {
    code_lengths(total, plan.lengths);
    plan.payload = static_cast<uint32_t>(header_of_lengths(plan.lengths) + stream_table);
    for (int k = 0; k < streams; k++) {
        uint64_t bits = 0;
        for (int s = 0; s < 256; s++) bits += uint64_t(counts[k][s]) * plan.lengths[s];
        plan.stream_bytes[k] = static_cast<uint32_t>((bits + 7) / 8);
        plan.payload += plan.stream_bytes[k];
    }
}

// A word and its width in one load: word << 8 | width. A shift by the entry is a shift by its low six bits, the width.
PLOGP_ALWAYS_INLINE uint64_t shifted(uint32_t entry, uint32_t by) { return uint64_t(entry >> 8) << (by & 63); }

// The last symbols of a stream are written byte by byte, so that no store of eight bytes passes its end: 64 symbols
// take at least eight bytes.
constexpr size_t spare = 64;

// Codes content[0 .. n) from its end down; returns how many are left. Four words of at most 12 bits behind at most 7
// pending ones fit in 64.
size_t encode_fours(const uint8_t* content, size_t n, const uint32_t (&table)[256], BitWriter& writer) {
    uint64_t pending = writer.pending;
    unsigned count = writer.count;
    uint8_t* out = writer.out;
    for (; n >= 4 + spare; n -= 4) {
        const uint32_t bytes = load_word<uint32_t>(content + n - 4);
        const uint32_t a = table[bytes >> 24], b = table[bytes >> 16 & 255], c = table[bytes >> 8 & 255],
                       d = table[bytes & 255];
        const uint32_t ab = a + b;
        const uint64_t four = (shifted(a, 0) | shifted(b, a)) | (shifted(c, 0) | shifted(d, c)) << (ab & 63);
        pending |= four << count;
        count += static_cast<uint8_t>(ab + c + d);
        store_word(out, pending);
        out += count >> 3;
        pending >>= count & 56;
        count &= 7;
    }
    writer = {out, pending, count};
    return n;
}

uint8_t* encode_stream(const uint8_t* content, size_t n, const uint32_t (&table)[256], uint8_t* out) {
    BitWriter writer{out};
#if defined(PLOGP_ENCODES_VECTORS)
    if (has_vector_look_up()) n = encode_vectors(content, n, spare, table, writer);
#endif
    n = encode_fours(content, n, table, writer);
    for (; n != 0; n--) writer.put(table[content[n - 1]] >> 8, table[content[n - 1]] & 255);
    writer.finish();
    return writer.out;
}

void write_huffman(const uint8_t* content, size_t n, const BlockPlan& plan, uint8_t* payload) {
    memset(payload, 0, symbol_set);
    BitWriter lengths{payload + symbol_set};
    uint16_t words[256];
    code_words(plan.lengths, words);
    uint32_t table[256] = {};
    for (unsigned s = 0; s < 256; s++) {
        if (plan.lengths[s] == 0) continue;
        payload[s >> 3] = static_cast<uint8_t>(payload[s >> 3] | 1u << (s & 7));
        lengths.put(plan.lengths[s], 4);
        table[s] = uint32_t(words[s]) << 8 | plan.lengths[s];
    }
    lengths.finish();
    uint8_t* out = lengths.out;
    for (int k = 0; k < streams - 1; k++) store_word(out + 4 * k, plan.stream_bytes[k]);
    out += stream_table;
    const Quarters quarters(n);
    for (int k = 0; k < streams; k++)
        out = encode_stream(content + quarters.begin[k], quarters.begin[k + 1] - quarters.begin[k], table, out);
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
