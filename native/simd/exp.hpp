// The exponential of one vector of floats or doubles for arguments up to 0, as differences from a row's maximum are: 1
// ulp.
#pragma once

#include "simd/exp_coefficients.hpp"
#include "simd/logits.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

// c[0] + c[1] x + … by Horner's rule, for either kind of vector; see log.hpp.
template <class T, int n>
PLOGP_INLINE Vec<T> series(const T (&c)[n], Vec<T> x) {
    Vec<T> y = same(c[n - 1]);
#pragma GCC unroll 16
    for (int i = n - 2; i >= 0; i--) y = y * x + c[i];
    return y;
}

// e^x for x <= 0: subnormal results are rounded once, below -104 it is 0 (e^-104 < 2^-150), e^0 is 1, NaN stays NaN.
// x = n ln2 + r; e^r = 1 + r + r^2 P(r); ln2 in two parts, the first so short that n times it is exact (W. J. Cody, W.
// Waite, Software Manual for the Elementary Functions, 1980, ch. 6).
PLOGP_INLINE Float exp(Float x) {
    x = max(same(-104.0f), x);                              // in this order NaN passes
    const Float shifted = x * 0x1.715476p+0f + 0x1.8p+23f;  // rounds to an integer, which lies in the low bits
    const Float n = shifted - 0x1.8p+23f;
    const Float r = (x - n * 0x1.63p-1f) - n * -0x1.bd0106p-13f;
    const Float e = 1.0f + (r + r * r * series(exp_tail_f32, r));
#if defined(__AVX512F__)
    return _mm512_maskz_scalef_ps(-1, e, n);
#else
    // 2^(n + 64) is normal for all n >= -150; the second factor rounds, once, into the subnormals.
    return e * (Float)(((Unsigned32)shifted + (127 + 64)) << 23) * 0x1p-64f;
#endif
}

// e^(x + low) for x <= 0 and a correction |low| of a few ulps of x: e^-700 keeps all its digits though x has only 53
// bits.
PLOGP_INLINE Double exp(Double x, Double low) {
    x = max(all(-746.0), x);
    const Double shifted = x * 0x1.71547652b82fep+0 + 0x1.8p+52;
    const Double n = shifted - 0x1.8p+52;
    const Double r = (x - n * 0x1.62e42feep-1) - (n * 0x1.a39ef35793c76p-33 - low);
    const Double e = 1.0 + (r + r * r * series(exp_tail_f64, r));
#if defined(__AVX512F__)
    return _mm512_maskz_scalef_pd(-1, e, n);
#else
    return e * from_bits((bits(shifted) + (1023 + 512)) << 52) * 0x1p-512;
#endif
}

PLOGP_INLINE Double exp(Double x) { return exp(x, Double{}); }

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
