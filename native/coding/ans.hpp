// rANS: eight interleaved states in one stream of 16-bit words. Duda (2013), arXiv:1311.2540, section 3; the layout of
// states and words follows Giesen (2014), arXiv:1402.3392.
#pragma once

#include "coding/ans_table.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

constexpr size_t ans_start = ans_states * sizeof(uint32_t);  // the states that decoding starts from come first

// x -> floor(x / f) * 2^14 + start + x mod f, without a division: with reciprocal = ceil(2^64 / f) the high half of the
// product is floor(x / f) for every x < 2^32.
struct AnsSymbol {
    uint64_t reciprocal;
    uint32_t limit;  // states from here on give up a word first; f * 2^18 = 2^32 does not occur, for f < 2^14
    uint32_t bias;
    uint32_t complement;  // 2^14 - f

    PLOGP_ALWAYS_INLINE uint32_t push(uint32_t x) const {
        const auto quotient = static_cast<uint32_t>(static_cast<unsigned __int128>(reciprocal) * x >> 64);
        return x + bias + quotient * complement;
    }
};

void fill_symbols(const uint16_t (&frequencies)[256], AnsSymbol (&symbols)[256]) {
    uint32_t start = 0;
    for (int s = 0; s < 256; s++) {
        const uint32_t f = frequencies[s];
        if (f == 0) continue;
        // For f = 1 the reciprocal would need 65 bits: 2^64 - 1 gives x - 1, and the bias makes up for it.
        symbols[s] = {f == 1 ? UINT64_MAX : UINT64_MAX / f + 1, f << (32 - ans_bits),
                      f == 1 ? start + ans_total - 1 : start, ans_total - f};
        start += f;
    }
}

// Goes backwards through symbols and output, so that decoding goes forwards. 0 if it does not fit.
size_t encode_ans(const uint8_t* symbols, size_t n, const uint16_t (&frequencies)[256], uint8_t* out, size_t capacity) {
    AnsSymbol table[256];
    fill_symbols(frequencies, table);
    uint32_t x[ans_states];
    for (uint32_t& state : x) state = ans_floor;
    uint8_t* place = out + capacity;
    const auto push = [&](uint32_t& state, uint8_t symbol) __attribute__((always_inline)) {
        const AnsSymbol& entry = table[symbol];
        const bool full = state >= entry.limit;
        store_word(place - 2, static_cast<uint16_t>(state));
        place -= full ? 2 : 0;
        state = entry.push(full ? state >> 16 : state);
    };
    if (capacity < ans_start + 2 * ans_states) return 0;
    const uint8_t* const least = out + ans_start + 2 * ans_states;  // room for one word of each state, and the start
    size_t i = n;
    for (; i % ans_states != 0; i--) push(x[(i - 1) % ans_states], symbols[i - 1]);
    for (; i != 0; i -= ans_states) {
        if (place < least) return 0;
        const uint8_t* const eight = symbols + i - ans_states;
#pragma GCC unroll 8
        for (int k = ans_states - 1; k >= 0; k--) push(x[k], eight[k]);
    }
    if (place < out + ans_start) return 0;
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

// The frequencies must sum to 2^14 with at least two symbols.
BlockFault decode_ans(const uint8_t* coded, size_t size, const uint16_t (&frequencies)[256], uint8_t* symbols,
                      size_t n) {
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
    for (; n - i >= ans_states && end - word >= 2 * ans_states; i += ans_states) {
#pragma GCC unroll 8
        for (int k = 0; k < ans_states; k++) {
            symbols[i + k] = table.pop(x[k]);
            const uint32_t refilled = x[k] << 16 | load_word<uint16_t>(word);
            const bool low = x[k] < ans_floor;
            x[k] = low ? refilled : x[k];
            word += low ? 2 : 0;
        }
    }
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
