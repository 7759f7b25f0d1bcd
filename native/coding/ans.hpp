// rANS: eight interleaved states in one stream of 16-bit words. Duda (2013), arXiv:1311.2540, section 3; the layout of
// states and words follows Giesen (2014), arXiv:1402.3392.
#pragma once

#include "coding/ans_table.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

constexpr size_t ans_stretch = size_t(1) << 22;  // symbols between two questions whether to stop: more than a block has
constexpr size_t ans_start = ans_states * sizeof(uint32_t);  // the states that decoding starts from come first

// x -> floor(x / f) * 2^15 + start + x mod f, without a division. A state that has given up its word is below f * 2^17.
// With reciprocal = ceil(2^47 / f) = (2^47 + e) / f, e < f, the product x * reciprocal is below 2^64, and
// floor(x * reciprocal / 2^47) is floor(x / f), for x * e < f^2 * 2^17 < 2^47.
struct AnsSymbol {
    uint64_t reciprocal;
    uint32_t limit;  // f * 2^17: states from here on give up a word first
    uint16_t start;
    uint16_t complement;  // 2^15 - f

    PLOGP_ALWAYS_INLINE uint32_t push(uint32_t x) const {
        const auto quotient = static_cast<uint32_t>(x * reciprocal >> (32 + ans_bits));
        return x + start + quotient * complement;
    }
};

constexpr uint16_t absent = ans_total;  // the complement of a frequency of 0, and of no other

void fill_symbols(const uint16_t (&frequencies)[256], AnsSymbol (&symbols)[256]) {
    uint32_t start = 0;
    for (int s = 0; s < 256; s++) {
        const uint32_t f = frequencies[s];
        if (f == 0) {
            symbols[s] = {0, UINT32_MAX, 0, absent};  // leaves the state as it is
            continue;
        }
        symbols[s] = {((uint64_t(1) << (32 + ans_bits)) + f - 1) / f, f << (32 - ans_bits),
                      static_cast<uint16_t>(start), static_cast<uint16_t>(ans_total - f)};
        start += f;
    }
}

// Goes backwards through symbols and output, so that decoding goes forwards. 0 if it does not fit, or if a symbol
// occurs that has no frequency.
size_t encode_ans(const uint8_t* symbols, size_t n, const uint16_t (&frequencies)[256], uint8_t* out, size_t capacity,
                  MustStop must_stop) {
    AnsSymbol table[256];
    fill_symbols(frequencies, table);
    uint32_t x[ans_states];
    for (uint32_t& state : x) state = ans_floor;
    uint8_t* place = out + capacity;
    uint32_t complements = 0;
    // Whether a word is given up is a coin toss, which no branch predictor wins: it is stored in any case.
    const auto push = [&](uint32_t& state, uint8_t symbol) __attribute__((always_inline)) {
        const AnsSymbol& entry = table[symbol];
        const unsigned full = state >= entry.limit;
        store_word(place - 2, static_cast<uint16_t>(state));
        place -= 2 * full;
        state = entry.push(state >> 16 * full);
        complements |= entry.complement;
        keep_scalar(state);
    };
    if (capacity < ans_start + 2 * ans_states) return 0;
    const uint8_t* const least = out + ans_start + 2 * ans_states;  // space for one word of each state, and the start
    size_t i = n;
    for (; i % ans_states != 0; i--) push(x[(i - 1) % ans_states], symbols[i - 1]);
    while (i != 0) {
        const size_t stretch_end = i > ans_stretch ? i - ans_stretch : 0;
        for (; i != stretch_end; i -= ans_states) {
            if (place < least) return 0;
            const uint8_t* const eight = symbols + i - ans_states;
#pragma GCC unroll 8
            for (int k = ans_states - 1; k >= 0; k--) push(x[k], eight[k]);
        }
        if (i != 0 && must_stop()) return 0;
    }
    if (place < out + ans_start || (complements & absent)) return 0;
    for (int k = ans_states - 1; k >= 0; k--) store_word(place -= 4, x[k]);
    return static_cast<size_t>(out + capacity - place);
}

struct AnsDecoder {
    uint8_t symbol_of[ans_total];
    uint32_t range_of[256];  // frequency << 16 | start

    explicit AnsDecoder(const uint16_t (&frequencies)[256]) {
        uint32_t start = 0;
        for (int s = 0; s < 256; s++) {
            const uint32_t f = frequencies[s];
            range_of[s] = f << 16 | start;
            memset(symbol_of + start, s, f);
            start += f;
        }
    }

    PLOGP_ALWAYS_INLINE uint8_t pop(uint32_t& x) const {
        const uint32_t slot = x & (ans_total - 1);
        const uint8_t symbol = symbol_of[slot];
        const uint32_t range = range_of[symbol];
        x = (range >> 16) * (x >> ans_bits) + slot - (range & 0xffff);
        return symbol;
    }
};

// The frequencies must sum to 2^15 with at least two symbols.
BlockFault decode_ans(const uint8_t* coded, size_t size, const uint16_t (&frequencies)[256], uint8_t* symbols, size_t n,
                      MustStop must_stop) {
    if (size < ans_start || size % 2 != 0) return BlockFault::sizes;
    uint32_t x[ans_states];
    memcpy(x, coded, sizeof x);
    for (const uint32_t state : x)
        if (state < ans_floor) return BlockFault::states;
    const uint8_t* word = coded + ans_start;
    const uint8_t* const end = coded + size;
    const AnsDecoder table(frequencies);
    size_t i = 0;
    // A group of eight takes at most eight words: one comparison covers them all.
    uint32_t y[ans_states];  // never seen by address, unlike x: kept in registers
    for (int k = 0; k < ans_states; k++) y[k] = x[k];
    for (size_t stretch_end = 0; i == stretch_end && n - i >= ans_states;) {
        if (i != 0 && must_stop()) return BlockFault::ending;
        stretch_end = n - i > ans_stretch ? i + ans_stretch : i + (n - i) / ans_states * ans_states;
        for (; i != stretch_end && end - word >= 2 * ans_states; i += ans_states) {
            uint64_t eight = 0;
#pragma GCC unroll 8
            for (int k = 0; k < ans_states; k++) {
                eight |= uint64_t(table.pop(y[k])) << 8 * k;
                const uint32_t low = y[k] < ans_floor;  // a coin toss, so no branch
                y[k] = y[k] << 16 * low | (load_word<uint16_t>(word) & -low);
                word += 2 * low;
                keep_scalar(y[k]);
            }
            store_word(symbols + i, eight);
        }
    }
    for (int k = 0; k < ans_states; k++) x[k] = y[k];
    for (; i < n; i++) {
        uint32_t& state = x[i % ans_states];
        symbols[i] = table.pop(state);
        if (state >= ans_floor) continue;
        if (word == end) return BlockFault::ending;
        state = state << 16 | load_word<uint16_t>(word);
        word += 2;
    }
    if (word != end) return BlockFault::ending;
    for (const uint32_t state : x)
        if (state != ans_floor) return BlockFault::ending;
    return BlockFault::none;
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
