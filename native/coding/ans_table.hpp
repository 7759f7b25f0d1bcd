// The frequencies of an ANS code: counts scaled to a sum of 2^15, and the bits they are written in.
#pragma once

#include "coding/bytes.hpp"
#include "coding/coding.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

// Every symbol that occurs gets its share rounded down, but at least 1; then units are given where they save most, or
// taken where they cost least. One more unit saves a symbol count * log((f + 1) / f), to first order count / (f + 1/2);
// one less costs it count / (f - 1/2). At least two symbols occur.
void scale_to_frequencies(const uint64_t (&counts)[256], uint64_t total, uint16_t (&frequencies)[256]) {
    int left = static_cast<int>(ans_total);
    for (int s = 0; s < 256; s++) {
        const uint64_t share = counts[s] * ans_total / total;
        frequencies[s] = static_cast<uint16_t>(counts[s] != 0 && share == 0 ? 1 : share);
        left -= frequencies[s];
    }
    const int unit = left > 0 ? 1 : -1;
    double worth[256];  // of the next unit; the greatest is chosen, so what is taken counts as negative
    const auto weigh = [&](int s) {
        const bool fixed = counts[s] == 0 || (unit < 0 && frequencies[s] == 1);
        worth[s] = fixed ? -1e300 : static_cast<double>(counts[s]) / (unit * (frequencies[s] + 0.5 * unit));
    };
    for (int s = 0; s < 256; s++) weigh(s);
    for (; left != 0; left -= unit) {
        int best = 0;
        for (int s = 1; s < 256; s++) best = worth[s] > worth[best] ? s : best;
        frequencies[best] = static_cast<uint16_t>(frequencies[best] + unit);
        weigh(best);
    }
}

// Each as four bits for the number of bits after the leading one, then those bits. Returns the bytes written, at most
// symbol_set + 256 * 18 / 8.
size_t write_frequencies(const uint16_t (&frequencies)[256], uint8_t* payload) {
    memset(payload, 0, symbol_set);
    BitWriter writer{payload + symbol_set};
    for (unsigned s = 0; s < 256; s++) {
        const uint32_t f = frequencies[s];
        if (f == 0) continue;
        payload[s >> 3] = static_cast<uint8_t>(payload[s >> 3] | 1u << (s & 7));
        const unsigned width = 31 - static_cast<unsigned>(__builtin_clz(f));
        writer.put(width | (f - (1u << width)) << 4, 4 + width);
    }
    writer.finish();
    return static_cast<size_t>(writer.out - payload);
}
constexpr size_t frequencies_at_most = symbol_set + 256 * 18 / 8;

BlockFault read_frequencies(const uint8_t* payload, size_t size, uint16_t (&frequencies)[256], size_t& header) {
    if (size < symbol_set) return BlockFault::short_payload;
    uint64_t position = 8 * symbol_set;
    uint32_t sum = 0;
    int symbols = 0;
    for (int s = 0; s < 256; s++) {
        frequencies[s] = 0;
        if (!occurs(payload, s)) continue;
        const uint64_t bits = bits_at(payload, size, position);
        const unsigned width = bits & 15;
        if (width >= ans_bits) return BlockFault::frequencies;
        frequencies[s] = static_cast<uint16_t>(1u << width | (bits >> 4 & ((1u << width) - 1)));
        sum += frequencies[s];
        position += 4 + width;
        symbols++;
    }
    header = (position + 7) / 8;
    if (symbols < 2) return BlockFault::symbols;
    if (header > size) return BlockFault::short_payload;
    const uint64_t padding = bits_at(payload, size, position) & ((1u << (8 * header - position)) - 1);
    return sum == ans_total && padding == 0 ? BlockFault::none : BlockFault::frequencies;
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
