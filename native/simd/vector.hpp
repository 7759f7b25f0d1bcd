// Vectors as wide as the level's registers: loads with masked tails, choices by lane, sums over the lanes.
//
// Arithmetic is written with the compiler's generic vectors. Their width must equal the register's: wider ones compile,
// but spill in every comparison (three times slower was measured). All of it has internal linkage, see
// weak_symbols.cmake.
#pragma once

#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define PLOGP_INLINE inline __attribute__((always_inline))

namespace plogp::PLOGP_LEVEL {
namespace {

#if defined(__AVX512F__)
constexpr int width = 64;
#elif defined(__AVX2__)
constexpr int width = 32;
#else
constexpr int width = 16;
#endif

constexpr int lanes = width / 8;

typedef double Double __attribute__((vector_size(width)));
using Int = decltype(Double{} < Double{});  // 64 bits a lane; GCC and Clang give the elements different names
typedef uint64_t Unsigned __attribute__((vector_size(width)));
typedef float HalfFloat __attribute__((vector_size(width / 2)));  // as many floats as there are lanes of doubles

PLOGP_INLINE Double all(double x) { return x - Double{}; }
PLOGP_INLINE Int all(int64_t x) { return x - Int{}; }

// Arithmetic on float32 data is done in double: the conversion is one instruction, and the sums do not drift.
PLOGP_INLINE Double load(const double* p) {
    Double x;
    __builtin_memcpy(&x, p, sizeof x);
    return x;
}

PLOGP_INLINE Double load(const float* p) {
    HalfFloat x;
    __builtin_memcpy(&x, p, sizeof x);
    return __builtin_convertvector(x, Double);
}

PLOGP_INLINE void store(double* p, Double x) { __builtin_memcpy(p, &x, sizeof x); }

// The first n < lanes entries of p, and `fill` in the other lanes. Nothing beyond p[n - 1] is touched.
template <class T>
PLOGP_INLINE Double load_first(const T* p, size_t n, double fill) {
#if defined(__AVX512F__)
    const __mmask8 mask = static_cast<__mmask8>((1u << n) - 1);
    if constexpr (sizeof(T) == 8)
        return _mm512_mask_loadu_pd(all(fill), mask, p);
    else
        return _mm512_mask_cvtps_pd(all(fill), mask, _mm256_maskz_loadu_ps(mask, p));
#elif defined(__AVX2__)
    const Int mask = Int{0, 1, 2, 3} < all(static_cast<int64_t>(n));
    if constexpr (sizeof(T) == 8)
        return mask ? (Double)_mm256_maskload_pd(reinterpret_cast<const double*>(p), (__m256i)mask) : all(fill);
    const __m128i narrow =
        _mm256_castsi256_si128(_mm256_permutevar8x32_epi32((__m256i)mask, _mm256_setr_epi32(0, 2, 4, 6, 0, 2, 4, 6)));
    return mask ? (Double)_mm256_cvtps_pd(_mm_maskload_ps(reinterpret_cast<const float*>(p), narrow)) : all(fill);
#else
    Double x = all(fill);  // one entry of two
    for (size_t i = 0; i < n; i++) x[i] = p[i];
    return x;
#endif
}

// Unsigned, since sums of the bits of numbers that are no probabilities may leave the range of signed ones.
PLOGP_INLINE Unsigned bits(Double x) { return (Unsigned)x; }
PLOGP_INLINE Double from_bits(Unsigned x) { return (Double)x; }
PLOGP_INLINE Double absolute(Double x) { return from_bits(bits(x) & INT64_MAX); }

// The smaller of each pair of lanes; b where either is NaN.
PLOGP_INLINE Double min(Double a, Double b) {
#if defined(__AVX512F__)
    return _mm512_min_pd(a, b);
#elif defined(__AVX2__)
    return _mm256_min_pd(a, b);
#elif defined(__x86_64__)
    return _mm_min_pd(a, b);
#else
    return a < b ? a : b;
#endif
}

// The larger of each pair of lanes; b where either is NaN.
PLOGP_INLINE Double max(Double a, Double b) {
#if defined(__AVX512F__)
    return _mm512_max_pd(a, b);
#elif defined(__AVX2__)
    return _mm256_max_pd(a, b);
#elif defined(__x86_64__)
    return _mm_max_pd(a, b);
#else
    return a > b ? a : b;
#endif
}

PLOGP_INLINE double sum(Double x) {
#if defined(__AVX512F__)
    return _mm512_reduce_add_pd(x);
#else
    double s = 0;
    for (int i = 0; i < lanes; i++) s += x[i];
    return s;
#endif
}

// a - b c with one rounding, at every level: only where the exactness counts, since below AVX2 it is slow.
PLOGP_INLINE Double subtract_product(Double a, Double b, Double c) {
#if defined(__AVX512F__)
    return _mm512_fnmadd_pd(b, c, a);
#elif defined(__AVX2__)
    return _mm256_fnmadd_pd(b, c, a);
#else
    for (int i = 0; i < lanes; i++) a[i] = __builtin_fma(-b[i], c[i], a[i]);
    return a;
#endif
}

PLOGP_INLINE double least(Double x) {
#if defined(__AVX512F__)
    return _mm512_reduce_min_pd(x);
#else
    double s = x[0];
    for (int i = 1; i < lanes; i++) s = x[i] < s ? x[i] : s;
    return s;
#endif
}

PLOGP_INLINE double greatest(Double x) {
#if defined(__AVX512F__)
    return _mm512_reduce_max_pd(x);
#else
    double s = x[0];
    for (int i = 1; i < lanes; i++) s = x[i] > s ? x[i] : s;
    return s;
#endif
}

// Whether any lane has its highest bit set: a negative number, or a true comparison.
PLOGP_INLINE bool any_sign(Int x) {
#if defined(__AVX512F__)
    return _mm512_movepi64_mask((__m512i)x) != 0;
#elif defined(__AVX2__)
    return _mm256_movemask_pd((__m256d)x) != 0;
#elif defined(__x86_64__)
    return _mm_movemask_pd((__m128d)x) != 0;
#else
    int64_t s = 0;
    for (int i = 0; i < lanes; i++) s |= x[i];
    return s < 0;
#endif
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
