// Counts of pairs of levels as bits in common: one plane of bits a level, AND and population count for a tile of 4 by 4
// planes, whose sixteen sums stay in registers.
#pragma once

#include "column_pairs/column_pairs.hpp"
#include "simd/vector.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

void pack(const uint8_t* code, size_t n, int count, uint64_t* planes, size_t words) {
    for (size_t begin = 0; begin < n; begin += 64) {
        const uint8_t* block = code + begin;
        uint8_t last[64];
        if (n - begin < 64) {
            __builtin_memset(last, 0, sizeof last);
            __builtin_memcpy(last, block, n - begin);
            block = last;
        }
        for (int p = 0; p < count; p++) {
            uint64_t bits = 0;
#if defined(__AVX512BW__)
            bits = _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(block), _mm512_set1_epi8(static_cast<char>(p + 1)));
#elif defined(__x86_64__)
            for (int q = 0; q < 4; q++) {
                const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block) + q);
                const int same = _mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8(static_cast<char>(p + 1))));
                bits |= static_cast<uint64_t>(static_cast<uint32_t>(same)) << (16 * q);
            }
#else
            for (int q = 0; q < 64; q++) bits |= static_cast<uint64_t>(block[q] == p + 1) << q;
#endif
            planes[p * words + begin / 64] = bits;
        }
    }
}

#if defined(__AVX2__)
// Bits of each 64-bit lane, by a table of the bits of four (Mula, Kurz & Lemire 2018, doi:10.1093/comjnl/bxx046).
#if defined(__AVX512BW__)
typedef __m512i Bits;
PLOGP_INLINE Bits bits_of(Bits x) {
    const Bits table = _mm512_broadcast_i32x4(_mm_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4));
    const Bits four = _mm512_set1_epi8(15);
    const Bits low = _mm512_shuffle_epi8(table, _mm512_and_si512(x, four));
    const Bits high = _mm512_shuffle_epi8(table, _mm512_and_si512(_mm512_srli_epi16(x, 4), four));
    return _mm512_sad_epu8(_mm512_add_epi8(low, high), _mm512_setzero_si512());
}
PLOGP_INLINE Bits common(const uint64_t* a, const uint64_t* b) {
    return bits_of(_mm512_and_si512(_mm512_loadu_si512(a), _mm512_loadu_si512(b)));
}
#else
typedef __m256i Bits;
PLOGP_INLINE Bits bits_of(Bits x) {
    const Bits table = _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4));
    const Bits four = _mm256_set1_epi8(15);
    const Bits low = _mm256_shuffle_epi8(table, _mm256_and_si256(x, four));
    const Bits high = _mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi16(x, 4), four));
    return _mm256_sad_epu8(_mm256_add_epi8(low, high), _mm256_setzero_si256());
}
PLOGP_INLINE Bits common(const uint64_t* a, const uint64_t* b) {
    return bits_of(_mm256_and_si256(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(a)),
                                    _mm256_loadu_si256(reinterpret_cast<const __m256i*>(b))));
}
#endif

void tile(const uint64_t* a, const uint64_t* b, size_t apart, size_t words, uint32_t* out, size_t stride) {
    constexpr size_t step = sizeof(Bits) / 8;
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < 4; j++) {
            Unsigned sum{};
            for (size_t w = 0; w < words; w += step) sum += (Unsigned)common(a + i * apart + w, b + j * apart + w);
            uint64_t all = 0;
            for (int l = 0; l < lanes; l++) all += sum[l];
            out[i * stride + j] += static_cast<uint32_t>(all);
        }
}
#else
void tile(const uint64_t* a, const uint64_t* b, size_t apart, size_t words, uint32_t* out, size_t stride) {
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < 4; j++) {
            uint64_t all = 0;
            for (size_t w = 0; w < words; w++)
                all += static_cast<uint64_t>(__builtin_popcountll(a[i * apart + w] & b[j * apart + w]));
            out[i * stride + j] += static_cast<uint32_t>(all);
        }
}
#endif

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
