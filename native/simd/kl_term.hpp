// One term of the Kullback-Leibler divergence, phi(p, q) = q - p + p log(p/q) >= 0, right to a few ulp also where p and
// q agree.
//
// Summed over rows of equal mass the terms give KL(P||Q), and no term is negative, so that near-equal rows do not
// cancel. The plain sum of p log(p/q) would: its terms have both signs and are some 1/|log(p/q)| times larger than the
// divergence.
#pragma once

#include "simd/log.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

// Below this (and above 0) a probability goes the slow way, since the ratio of the two may leave the range of doubles.
constexpr double kl_small = 0x1p-500;

// C = 2^-k and k, the nearest integer to log2(q/p) as read from the difference of the bit patterns, which is log2(q/p)
// to within 0.0861 because a mantissa 1 + m has log2(1 + m) between m and m + 0.0861 (J. N. Mitchell, Computer
// multiplication and division using binary logarithms, IRE Trans. EC-11, 1962): the ratio q C / p lies in [2/3, 3/2].
struct Power {
    Double c, k;
};

PLOGP_INLINE Power power_near_ratio(Double q, Double p) {
    const Unsigned u = bits(q) - bits(p) + 0x0008000000000000;
    const Double c = from_bits(0x3ff0000000000000 - (u & 0xfff0000000000000));
#if defined(__AVX512F__)
    return {c, _mm512_cvtepi64_pd((__m512i)((Int)u >> 52))};
#else
    const Unsigned shifted = (u + 0x4000000000000000) >> 52;  // k + 1024, put into the bits of 2^52 + k + 1024
    return {c, from_bits(shifted | 0x4330000000000000) - (0x1p52 + 1024.0)};
#endif
}

// phi(p, q (1 + rise)) for p, q >= 2^-500 and |rise| small; the rise is how q is rescaled to the mass of p without
// rounding q.
//
// With d = p - q C, exact by Sterbenz' lemma, and s = d / (p + q C), |s| <= 1/5,
//     log(p / (q C)) = 2 s + s^3 R(s^2)   and   2 p s = d + d s, because 2 p = (p + q C) + d.
// Put together, with log C = -k log 2:
//     phi = q - p + p (log(p/(q C)) - k log 2) = [q (1 - C) - p k log 2] + s (d + p s^2 R(s^2)).
// The bracket is exactly 0 when k = 0, and phi is exactly 0 when p = q. Where k is not 0 phi is at least 0.045 p (at
// q/p = 4/3, k = 1) and the roundings of the bracket, of p k log 2 and of log 2 itself, are below 2^-53.4 p: at worst 8
// ulp of phi.
template <bool scaled>
PLOGP_INLINE Double kl_term(Double p, Double q, double rise) {
    const auto [c, k] = power_near_ratio(q, p);
    const Double qc = q * c;
    Double d = p - qc, mass = p + qc, there = q;
    if constexpr (scaled) {
        d = subtract_product(d, qc, all(rise));  // what is left may be 1e-9 of the product
        mass += qc * rise;
        there += q * rise;
    }
    const Double s = d / mass, z = s * s;
    return (there * (1.0 - c) - p * (k * ln2)) + s * (d + p * (z * evaluate(atanh_tail, z)));
}

// The same for any p, q >= 0: q where p = 0, infinity where p has mass and q none. Zeros are a choice by lane, the rest
// of what kl_term cannot take is so rare that it goes one by one.
template <bool scaled>
PLOGP_INLINE Double kl_term_of_any(Double p, Double q, double rise) {
    const Int zero = p == 0.0;
    const Int odd = ~zero & (Int)(min(p, q) < kl_small);
    const Int plain = ~(zero | odd);
    Double term = kl_term<scaled>(plain ? p : all(1.0), plain ? q : all(1.0), rise);
    term = zero ? q * (1.0 + rise) : plain ? term : Double{};
    if (any_sign(odd)) {
        for (int i = 0; i < lanes; i++) {
            if (!odd[i]) continue;
            const double a = p[i], b = q[i];
            if (b == 0)
                term[i] = __builtin_inf();
            else if (a < 0x1p-400 && b < 0x1p-400)  // both are small: lift them, exactly
                term[i] = kl_term<scaled>(all(a * 0x1p600), all(b * 0x1p600), rise)[0] * 0x1p-600;
            else  // far apart, |log(p/q)| > 69: nothing cancels
                term[i] = b - a + a * (__builtin_log(a) - __builtin_log(b));
        }
    }
    return term;
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
