// One term of the Jensen-Shannon divergence in bits: (p + q) h(t), h even in t = (p - q)/(p + q), right to a few ulp
// everywhere.
//
// With m = (p + q)/2, p = m (1 + t) and q = m (1 - t), so p log(p/m) + q log(q/m) = m [(1+t) log(1+t) + (1-t)
// log(1-t)]: no two terms of opposite sign are ever subtracted where p and q agree. Divided by 2 log 2, h(1) = 1
// exactly, so that the sum over rows of disjoint supports is exactly their mass, and their divergence exactly one bit.
#pragma once

#include "scalar/log.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

// h for d = p - q, mass = p + q, smaller = min(p, q), of n vectors in step: one vector is a long chain of operations
// that wait for each other, and two or more side by side keep the processor busy (measured: 20 % faster than one after
// the other). See coefficients.py for the two polynomials. Lanes choose the coefficients, so that there is one
// evaluation; the logarithm of u = 1 - |t| counts where u <= 1/2, as a summand of what is at least 1/4.
template <int n>
PLOGP_INLINE void js_shares(const Double (&d)[n], const Double (&mass)[n], const Double (&smaller)[n], Double (&h)[n]) {
    Double z[n], u[n], x[n], y[n], logs[n];
    Int near[n];
    for (int i = 0; i < n; i++) {
        // Where p = q = 0, or nearly, t is then small or 0, and not 0/0.
        const Double inverse = 1.0 / max(mass[i], all(0x1p-1022));
        const Double t = d[i] * inverse;
        z[i] = t * t;
        u[i] = (smaller[i] + smaller[i]) * inverse;  // not 1 - |t|, which would round where q is far below p
        near[i] = u[i] > 0.5;
        x[i] = near[i] ? z[i] : u[i];
    }
    constexpr int count = sizeof js_near / sizeof *js_near;
    for (int i = 0; i < n; i++) y[i] = near[i] ? all(js_near[count - 1]) : all(js_far[count - 1]);
#pragma GCC unroll 16
    for (int c = count - 2; c >= 0; c--)
        for (int i = 0; i < n; i++) y[i] = y[i] * x[i] + (near[i] ? all(js_near[c]) : all(js_far[c]));
    for (int i = 0; i < n; i++) logs[i] = log_short(u[i]);
    for (int i = 0; i < n; i++) h[i] = near[i] ? z[i] * y[i] : u[i] * (0.5 / ln2) * logs[i] + y[i];
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
