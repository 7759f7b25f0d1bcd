// The natural logarithm of one vector of doubles, 1 to 2 ulp, for what entropies need.
#pragma once

#include "simd/coefficients.hpp"
#include "simd/vector.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

constexpr double ln2 = 0x1.62e42fefa39efp-1;

// c[0] + c[1] x + … by Horner's rule: the fewest multiplications. That each waits for the one before is hidden by the
// vectors that follow, which the processor works on meanwhile.
template <int n>
PLOGP_INLINE Double evaluate(const double (&c)[n], Double x) {
    Double y = all(c[n - 1]);
#pragma GCC unroll 16
    for (int i = n - 2; i >= 0; i--) y = y * x + c[i];
    return y;
}

#if defined(__AVX512F__)

// x = 2^k z with z in [11/16, 11/8); the four high bits of the mantissa choose c near 1/z from a table, and log x is
// base + log1p(r) with r = z c - 1. No division, so that it is the multiplications alone that bound the speed.
// (P. T. P. Tang, Table-driven implementation of the logarithm function, ACM TOMS 16, 1990.)
struct Reduced {
    Double base, r;
};

PLOGP_INLINE Reduced reduce(Double x, const double (&inverse)[16], const double (&value)[16]) {
    const Unsigned t = bits(x) - 0x3fe6000000000000;
    const __m512i index = (__m512i)(t >> 48);  // the permutation reads the low four bits only
    const Double k = _mm512_cvtepi64_pd((__m512i)((Int)t >> 52));
    const Double z = from_bits(bits(x) - (t & 0xfff0000000000000));
    const Double c = _mm512_permutex2var_pd(load(inverse), index, load(inverse + 8));
    const Double w = _mm512_permutex2var_pd(load(value), index, load(value + 8));
    return {k * ln2 + w, _mm512_fmsub_pd(z, c, all(1.0))};  // one rounding: z c is close to 1
}

// log x for normal x > 0. For x = 0, and for subnormal x, it is finite and about -710, so that 0 * log(0) is 0 without
// a branch.
PLOGP_INLINE Double log(Double x) {
    const auto [base, r] = reduce(x, log_inverse, log_value);
    return base + (r + r * r * (r * evaluate(log1p_tail, r) - 0.5));
}

// The same with an absolute error of 2^-54 beside its rounding, also near x = 1 where log x is small: enough for a
// summand of something larger.
PLOGP_INLINE Double log_short(Double x) {
    const auto [base, r] = reduce(x, log_short_inverse, log_short_value);
    return base + (r + r * r * evaluate(log1p_short, r));
}

#else

// x = 2^k z with z in [2/3, 4/3); with f = z - 1 and s = f / (2 + f): log z = 2 s + s^3 R = f - s (f - s^2 R).
template <int n>
PLOGP_INLINE Double log_by(const double (&tail)[n], Double x) {
    const Unsigned two_thirds = Unsigned{} + 0x3fe5555555555555;
    const Unsigned t = bits(x) - two_thirds;
    // 2^52 + (k + 1023) put together from bits; there is no conversion of 64-bit integers before AVX-512.
    const Double k = from_bits((t + 0x3ff0000000000000) >> 52 | 0x4330000000000000) - (0x1p52 + 1023.0);
    const Double f = from_bits((t & 0x000fffffffffffff) + two_thirds) - 1.0;
    const Double s = f / (2.0 + f);
    const Double z = s * s;
    return k * ln2 + (f - s * (f - z * evaluate(tail, z)));
}

PLOGP_INLINE Double log(Double x) { return log_by(atanh_tail, x); }
PLOGP_INLINE Double log_short(Double x) { return log_by(atanh_tail_short, x); }

#endif

// log x for any x >= 0, subnormal ones and 0 (minus infinity) too.
PLOGP_INLINE Double log_of_any(Double x) {
    const Int subnormal = x < 0x1p-1022;
    const Double y = log(subnormal ? x * 0x1p54 : x) - (subnormal ? all(54 * ln2) : Double{});
    return x == 0.0 ? all(-__builtin_inf()) : y;
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
