// Little-endian words at any address, within bounds and, where a stream ends, up to them.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define PLOGP_ALWAYS_INLINE inline __attribute__((always_inline))

namespace plogp::PLOGP_LEVEL {
namespace {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the format is little-endian, and so is this reader of it");

template <class Word>
PLOGP_ALWAYS_INLINE Word load_word(const uint8_t* p) {
    Word word;
    memcpy(&word, p, sizeof word);
    return word;
}

template <class Word>
PLOGP_ALWAYS_INLINE void store_word(uint8_t* p, Word word) {
    memcpy(p, &word, sizeof word);
}

// The 64 bits from bit `position` on of `size` bytes, the lowest first; bits beyond the end are 0. At least 57 are
// valid.
PLOGP_ALWAYS_INLINE uint64_t bits_at(const uint8_t* p, size_t size, uint64_t position) {
    const size_t byte = position >> 3;
    if (byte + 8 <= size) return load_word<uint64_t>(p + byte) >> (position & 7);
    uint64_t word = 0;
    if (byte < size) memcpy(&word, p + byte, size - byte);
    return word >> (position & 7);
}

// Keeps a number in a general register. GCC otherwise joins the eight states of an ANS coder into vectors, and takes
// them apart again for every table it looks into: half the speed.
PLOGP_ALWAYS_INLINE void keep_scalar(uint32_t& x) { __asm__("" : "+r"(x)); }

// Appends bits to bytes, the lowest first.
struct BitWriter {
    uint8_t* out;
    uint64_t pending = 0;
    unsigned count = 0;  // of pending bits, below 8 between calls

    // bits < 2^width, width <= 56
    PLOGP_ALWAYS_INLINE void put(uint64_t bits, unsigned width) {
        pending |= bits << count;
        for (count += width; count >= 8; count -= 8, pending >>= 8) *out++ = static_cast<uint8_t>(pending);
    }

    void finish() {
        if (count != 0) *out++ = static_cast<uint8_t>(pending);
    }
};

// Which of the 256 symbols occur: one bit each, 32 bytes.
constexpr size_t symbol_set = 32;

PLOGP_ALWAYS_INLINE bool occurs(const uint8_t* set, int symbol) { return set[symbol >> 3] >> (symbol & 7) & 1; }

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
