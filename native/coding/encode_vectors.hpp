// The hot loop of the Huffman encoder where the processor can look up 64 bytes at once (AVX-512 VBMI).
#pragma once

#include "coding/bytes.hpp"

#if defined(__AVX512BW__)
#include <immintrin.h>
#define PLOGP_ENCODES_VECTORS 1

namespace plogp::PLOGP_LEVEL {
namespace {

#define PLOGP_VBMI __attribute__((target("avx512vbmi")))

// Words of at most 12 bits as two tables of bytes, each in four registers: the low eight bits, and above the length the
// high four.
struct VectorTable {
    __m512i low[4], high[4];
};

PLOGP_VBMI inline __m512i look_up(const __m512i (&table)[4], __m512i index, __mmask64 upper) {
    const __m512i below = _mm512_permutex2var_epi8(table[0], index, table[1]);
    const __m512i above = _mm512_permutex2var_epi8(table[2], index, table[3]);
    return _mm512_mask_blend_epi8(upper, below, above);
}

// Codes content[0 .. n) from its end down, 64 symbols at a time, as long as more than `spare` are left; the stores
// reach up to eight bytes beyond what is written. Returns how many are left.
PLOGP_VBMI size_t encode_vectors(const uint8_t* content, size_t n, size_t spare, const uint32_t (&entries)[256],
                                 BitWriter& writer) {
    alignas(64) uint8_t low[256], high[256];
    for (int s = 0; s < 256; s++) {
        low[s] = static_cast<uint8_t>(entries[s] >> 8);
        high[s] = static_cast<uint8_t>(entries[s] >> 16 << 4 | (entries[s] & 15));
    }
    VectorTable table;
    for (int i = 0; i < 4; i++) {
        table.low[i] = _mm512_load_si512(low + 64 * i);
        table.high[i] = _mm512_load_si512(high + 64 * i);
    }
    const __m512i nibbles = _mm512_set1_epi8(15), bytes = _mm512_set1_epi16(255), halves = _mm512_set1_epi32(65535),
                  words = _mm512_set1_epi64(0xffffffff);
    uint64_t pending = writer.pending, count = writer.count;
    uint8_t* out = writer.out;
    alignas(64) uint64_t fours[2][8];  // of the even and the odd groups of four symbols: up to 48 bits each
    alignas(64) uint32_t widths[16];
    for (; n >= 64 + spare; n -= 64) {
        const __m512i symbols = _mm512_loadu_si512(content + n - 64);
        const __mmask64 upper = _mm512_movepi8_mask(symbols);
        const __m512i lows = look_up(table.low, symbols, upper), mixed = look_up(table.high, symbols, upper);
        const __m512i lengths = _mm512_and_si512(mixed, nibbles);
        const __m512i highs = _mm512_and_si512(_mm512_srli_epi16(mixed, 4), nibbles);
        // Words of 16 bits, of the symbols at even and at odd places; the odd one of two comes first in the stream.
        const __m512i even = _mm512_or_si512(_mm512_and_si512(lows, bytes), _mm512_slli_epi16(highs, 8));
        const __m512i odd = _mm512_or_si512(_mm512_srli_epi16(lows, 8), _mm512_andnot_si512(bytes, highs));
        const __m512i odd_length = _mm512_srli_epi16(lengths, 8);
        const __m512i two_length = _mm512_add_epi16(odd_length, _mm512_and_si512(lengths, bytes));
        // Two words in 32 bits, for the upper and the lower two of four symbols.
        const __m512i upper_two =
            _mm512_or_si512(_mm512_srli_epi32(odd, 16),
                            _mm512_sllv_epi32(_mm512_srli_epi32(even, 16), _mm512_srli_epi32(odd_length, 16)));
        const __m512i lower_two =
            _mm512_or_si512(_mm512_and_si512(odd, halves),
                            _mm512_sllv_epi32(_mm512_and_si512(even, halves), _mm512_and_si512(odd_length, halves)));
        const __m512i upper_length = _mm512_srli_epi32(two_length, 16);
        // Four words in 64 bits.
        const __m512i even_four = _mm512_or_si512(
            _mm512_and_si512(upper_two, words),
            _mm512_sllv_epi64(_mm512_and_si512(lower_two, words), _mm512_and_si512(upper_length, words)));
        const __m512i odd_four =
            _mm512_or_si512(_mm512_srli_epi64(upper_two, 32),
                            _mm512_sllv_epi64(_mm512_srli_epi64(lower_two, 32), _mm512_srli_epi64(upper_length, 32)));
        _mm512_store_si512(fours[0], even_four);
        _mm512_store_si512(fours[1], odd_four);
        _mm512_store_si512(widths, _mm512_add_epi32(upper_length, _mm512_and_si512(two_length, halves)));
#pragma GCC unroll 16
        for (int i = 15; i >= 0; i--) {
            pending |= fours[i & 1][i >> 1] << count;
            count += widths[i];
            store_word(out, pending);
            out += count >> 3;
            pending >>= count & 56;
            count &= 7;
        }
    }
    writer = {out, pending, static_cast<unsigned>(count)};
    return n;
}

bool has_vector_look_up() { return __builtin_cpu_supports("avx512vbmi"); }

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
#endif
