// The hot loop of the Huffman encoder where the processor can look up 64 bytes at once (AVX-512 VBMI).
#pragma once

#include "coding/bytes.hpp"

#if defined(__AVX512BW__) && defined(__BMI2__)
#include <immintrin.h>
#define PLOGP_ENCODES_VECTORS 1

namespace plogp::PLOGP_LEVEL {
namespace {

#define PLOGP_VBMI __attribute__((target("avx512vbmi")))

// A table of 256 bytes in four registers.
struct ByteTable {
    __m512i part[4];

    explicit ByteTable(const uint8_t* bytes) {
        for (int i = 0; i < 4; i++) part[i] = _mm512_load_si512(bytes + 64 * i);
    }

    PLOGP_VBMI __m512i look_up(__m512i index, __mmask64 upper) const {
        const __m512i below = _mm512_permutex2var_epi8(part[0], index, part[1]);
        const __m512i above = _mm512_permutex2var_epi8(part[2], index, part[3]);
        return _mm512_mask_blend_epi8(upper, below, above);
    }
};

// Codes content[0 .. n) from its end down, 64 symbols at a time, as long as more than `spare` are left; the stores
// reach up to eight bytes beyond what is written. Returns how many are left.
//
// Words of at most 12 bits and masks of their widths are laid out in 16 bits each, and pext moves four words together.
PLOGP_VBMI size_t encode_vectors(const uint8_t* content, size_t n, size_t spare, const uint32_t (&entries)[256],
                                 BitWriter& writer) {
    alignas(64) uint8_t bytes[256], lengths[256];  // low eight bits of the words; their high four, above the length
    for (int s = 0; s < 256; s++) {
        bytes[s] = static_cast<uint8_t>(entries[s] >> 8);
        lengths[s] = static_cast<uint8_t>(entries[s] >> 16 << 4 | (entries[s] & 15));
    }
    const ByteTable low(bytes), high(lengths);
    for (int i = 0; i < 64; i++) {
        bytes[i] = static_cast<uint8_t>(63 - i);
        const int length = i & 15;
        lengths[i] = static_cast<uint8_t>((1 << (length < 8 ? length : 8)) - 1);
        lengths[64 + i] = static_cast<uint8_t>((1 << (length < 8 ? 0 : length - 8)) - 1);
    }
    const __m512i reversed = _mm512_load_si512(bytes), low_mask = _mm512_load_si512(lengths),
                  high_mask = _mm512_load_si512(lengths + 64), nibbles = _mm512_set1_epi8(15);
    struct alignas(64) Spread {
        uint64_t words[2][8], masks[2][8];  // four symbols each
    } spread[2];
    const auto lay_out = [&](const uint8_t* last, Spread& to) PLOGP_VBMI __attribute__((always_inline)) {
        const __m512i symbols = _mm512_permutexvar_epi8(reversed, _mm512_loadu_si512(last));
        const __mmask64 upper = _mm512_movepi8_mask(symbols);
        const __m512i lows = low.look_up(symbols, upper), mixed = high.look_up(symbols, upper);
        const __m512i length = _mm512_and_si512(mixed, nibbles);
        const __m512i highs = _mm512_and_si512(_mm512_srli_epi16(mixed, 4), nibbles);
        const __m512i low_masks = _mm512_shuffle_epi8(low_mask, length);
        const __m512i high_masks = _mm512_shuffle_epi8(high_mask, length);
        _mm512_store_si512(to.words[0], _mm512_unpacklo_epi8(lows, highs));
        _mm512_store_si512(to.words[1], _mm512_unpackhi_epi8(lows, highs));
        _mm512_store_si512(to.masks[0], _mm512_unpacklo_epi8(low_masks, high_masks));
        _mm512_store_si512(to.masks[1], _mm512_unpackhi_epi8(low_masks, high_masks));
    };
    uint64_t pending = writer.pending, count = writer.count;
    uint8_t* out = writer.out;
    const auto append = [&](uint64_t bits, uint64_t width) __attribute__((always_inline)) {
        pending |= bits << count;
        count += width;
        store_word(out, pending);
        out += count >> 3;
        pending >>= count & 56;
        count &= 7;
    };
    // The next 64 are laid out before the last are moved, so that no load waits for a store just made.
    if (n < 64 + spare) return n;
    lay_out(content + n - 64, spread[0]);
    for (int now = 0; n >= 64 + spare; n -= 64, now ^= 1) {
        if (n >= 128 + spare) lay_out(content + n - 128, spread[now ^ 1]);
#pragma GCC unroll 8
        for (int i = 0; i < 8; i++) {  // unpacking works within 16 bytes: the lower eight are in [0], the upper in [1]
            const uint64_t *word = &spread[now].words[i & 1][i & 6], *mask = &spread[now].masks[i & 1][i & 6];
            const uint64_t first = _pext_u64(word[0], mask[0]), second = _pext_u64(word[1], mask[1]);
            const auto width = static_cast<uint64_t>(__builtin_popcountll(mask[0]));
            const auto both = width + static_cast<uint64_t>(__builtin_popcountll(mask[1]));
            if (__builtin_expect(both <= 56, 1)) {  // eight words together, unless their average is above seven bits
                append(first | second << width, both);
            } else {
                append(first, width);
                append(second, both - width);
            }
        }
    }
    writer = {out, pending, static_cast<unsigned>(count)};
    return n;
}

bool has_vector_look_up() { return __builtin_cpu_supports("avx512vbmi"); }

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
#endif
