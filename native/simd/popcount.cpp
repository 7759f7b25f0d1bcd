// The tile of bit planes for processors that count the bits of a vector in one instruction; a level of its own would be
// too much for one function.
#include "column_pairs/column_pairs.hpp"

#if defined(__x86_64__)
#include <immintrin.h>

namespace plogp {
namespace {

__attribute__((target("avx512f,avx512vpopcntdq"))) void tile(const uint64_t* a, const uint64_t* b, size_t apart,
                                                             size_t words, uint32_t* out, size_t stride) {
    __m512i sum[4][4];
    for (auto& row : sum)
        for (auto& s : row) s = _mm512_setzero_si512();
    for (size_t w = 0; w < words; w += 8) {
        const __m512i a0 = _mm512_loadu_si512(a + w), a1 = _mm512_loadu_si512(a + apart + w);
        const __m512i a2 = _mm512_loadu_si512(a + 2 * apart + w), a3 = _mm512_loadu_si512(a + 3 * apart + w);
#pragma GCC unroll 4
        for (int j = 0; j < 4; j++) {
            const __m512i y = _mm512_loadu_si512(b + j * apart + w);
            sum[0][j] = _mm512_add_epi64(sum[0][j], _mm512_popcnt_epi64(_mm512_and_si512(a0, y)));
            sum[1][j] = _mm512_add_epi64(sum[1][j], _mm512_popcnt_epi64(_mm512_and_si512(a1, y)));
            sum[2][j] = _mm512_add_epi64(sum[2][j], _mm512_popcnt_epi64(_mm512_and_si512(a2, y)));
            sum[3][j] = _mm512_add_epi64(sum[3][j], _mm512_popcnt_epi64(_mm512_and_si512(a3, y)));
        }
    }
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < 4; j++) out[i * stride + j] += static_cast<uint32_t>(_mm512_reduce_add_epi64(sum[i][j]));
}

}  // namespace

decltype(PairKernels::tile) vector_popcount_tile() {
    __builtin_cpu_init();
    return level() == 2 && __builtin_cpu_supports("avx512vpopcntdq") ? tile : nullptr;
}

}  // namespace plogp

#else

namespace plogp {
decltype(PairKernels::tile) vector_popcount_tile() { return nullptr; }
}  // namespace plogp

#endif
