// One term of the Jensen-Shannon divergence, p log(p/m) + q log(q/m) with m = (p + q)/2, right to a few ulp everywhere.
//
// It is phi(p, m) + phi(q, m), phi(a, b) = b - a + a log(a/b) >= 0 as in kl_term.hpp: no two numbers of opposite sign
// are subtracted where p and q agree. All is doubled here, 2 m = p + q, so that nothing is halved.
#pragma once

#include "simd/kl_term.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

// Twice the term, from d = p - q, mass = p + q and the smaller and the larger of the two.
//
// The larger one, a, with s = (2 a - 2 m)/(2 a + 2 m) = |d|/(2 a + mass) <= 1/3 (twice the mean is at least a):
//     2 phi(a, m) = s (|d| + 2 a s^2 R(s^2)).
// The smaller one, b, is reduced by C = 2^-k as in kl_term, with D = 2 b - C mass = (1 - C) mass - |d|, s = D/(2 b + C
// mass):
//     2 phi(b, m) = [(1 - C) mass - 2 b k log 2] + s (D + 2 b s^2 R(s^2)).
// In both, |d| and not a difference with the rounded mass carries what p and q differ by. Where b is below mass 2^-60
// it is taken as that: b log(b/m) is then below 1e-16 of the term, and zeros and subnormal numbers need no case of
// their own.
PLOGP_INLINE Double js_term(Double d, Double mass, Double smaller, Double larger) {
    const Double tiny = all(0x1p-1022);  // where p = q = 0 a quotient is then 0, and not 0/0
    const Double distance = absolute(d), a = larger + larger;
    const Double s = distance / max(a + mass, tiny), z = s * s;
    const Double of_larger = s * (distance + a * (z * evaluate(atanh_tail_wide, z)));

    Double b = max(smaller, mass * 0x1p-60);
    b += b;
    const auto [c, k] = power_near_ratio(mass, b);
    const Double reduced = mass * (1.0 - c), rest = reduced - distance;
    const Double r = rest / max(b + mass * c, tiny), y = r * r;
    return of_larger + ((reduced - b * (k * ln2)) + r * (rest + b * (y * evaluate(atanh_tail, y))));
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
