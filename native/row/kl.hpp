// Kullback-Leibler divergence of one row from another: one pass over both, another only where their sums differ too
// much.
#pragma once

#include "row/block.hpp"
#include "simd/kl_term.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

struct KlSums {
    double p_total = 0;  // sum p
    double excess = 0;   // sum (q' - p), q' = q (1 + rise)
    double terms = 0;    // sum phi(p, q')
    double low = 0;      // the smallest entry
};

// `any` says whether entries below 2^-500, zeros among them, are to be expected; else they make `terms` meaningless,
// and `low` tells.
template <bool any, bool scaled, class T>
PLOGP_INLINE KlSums kl_sums(const T* p, const T* q, size_t k, double rise) {
    Double p_total{}, excess{}, terms{}, low = all(1.0);
    for (size_t start = 0; start < k; start += block) {
        const size_t end = k - start < block ? k : start + block;
        Double block_p{}, block_excess{}, block_terms{};
        const auto add = [&](Double x, Double y, Double counted) __attribute__((always_inline)) {
            block_p += counted;
            if constexpr (scaled)
                block_excess -= subtract_product(x - y, y, all(rise));
            else
                block_excess += y - x;
            if constexpr (any)
                block_terms += kl_term_of_any<scaled>(x, y, rise);
            else
                block_terms += kl_term<scaled>(x, y, rise);
            low = min(low, min(x, y));
        };
        size_t i = start;
        for (; i + lanes <= end; i += lanes) {
            const Double x = load(p + i);
            add(x, load(q + i), x);
        }
        // Beyond the row both are filled with the same, whose term is 0; the fill must not be counted in the sum.
        if (i < end) {
            const double fill = scaled ? 0.0 : 1.0;
            add(load_first(p + i, end - i, fill), load_first(q + i, end - i, fill), load_first(p + i, end - i, 0.0));
        }
        p_total += block_p;
        excess += block_excess;
        terms += block_terms;
    }
    return {sum(p_total), sum(excess), sum(terms), least(low)};
}

// x - log(1 + x) >= 0.
PLOGP_INLINE double log1p_deficit(double x) {
    if (x * x < 1e-6) return x * x * (0.5 - x * (1.0 / 3 - x * (0.25 - x * (0.2 - x * (1.0 / 6)))));
    return x - __builtin_log1p(x);
}

// With T = sum phi(p, q), D = sum (q - p) and S = sum p, the divergence of the normalised rows is, for any scale of q,
//     KL = sum p/S log((p/S)/(q/(S + D))) = (T - D)/S + log(1 + D/S) = T/S - g(D/S),   g(x) = x - log(1 + x).
// g is of second order in D, at rounding level for rows that are normalised, and then the subtraction is harmless.
// Where g is a good part of T, the rows are proportional rather than equal, and q is rescaled to the mass of p first.
// The rescaling is itself rounded, to some 1e-16 of its rise, and the same identity removes what is left of it.
template <class T>
PLOGP_INLINE bool kl_of_row(const T* p, const T* q, size_t k, double tolerance, double& value, bool& sparse) {
    KlSums s;
    if (!sparse) s = kl_sums<false, false>(p, q, k, 0.0);
    if (sparse || s.low < kl_small) {
        s = kl_sums<true, false>(p, q, k, 0.0);
        sparse = s.low < kl_small;  // rows that follow are likely to have zeros too
    }
    const double q_total = s.p_total + s.excess;
    if (!is_total(s.p_total, tolerance) || !is_total(q_total, tolerance) || s.low < 0) return false;
    double deficit = log1p_deficit(s.excess / s.p_total) * s.p_total;
    if (deficit > 0.25 * s.terms) {
        s = kl_sums<true, true>(p, q, k, -s.excess / q_total);
        deficit = log1p_deficit(s.excess / s.p_total) * s.p_total;
    }
    value = difference(s.terms, deficit) / s.p_total;
    return true;
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
