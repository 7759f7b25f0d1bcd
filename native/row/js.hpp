// Jensen-Shannon divergence of two rows: one pass over both, another only where their sums differ too much.
#pragma once

#include "row/block.hpp"
#include "simd/js_term.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

struct JsSums {
    double mass = 0;    // sum (p + q'), q' = q (1 + rise)
    double excess = 0;  // sum (q' - p)
    double terms = 0;   // sum of js_terms, twice p log(p/m) + q' log(q'/m)
    double low = 0;     // the smallest entry
    double common = 0;  // the largest of the smaller of p and q': 0 if their supports are disjoint
};

template <bool scaled, class T>
PLOGP_INLINE JsSums js_sums(const T* p, const T* q, size_t k, double rise) {
    Double mass{}, excess{}, terms{}, low{}, common{};
    for (size_t start = 0; start < k; start += block) {
        const size_t end = k - start < block ? k : start + block;
        Double block_mass{}, block_excess{}, block_terms{};
        const auto add = [&](Double x, Double y) __attribute__((always_inline)) {
            Double d = x - y, both = x + y;
            if constexpr (scaled) {
                d = subtract_product(d, y, all(rise));  // what is left may be 1e-9 of the product
                both += y * rise;
                y += y * rise;
            }
            const Double smaller = min(x, y);
            block_mass += both;
            block_excess -= d;
            block_terms += js_term(d, both, smaller, max(x, y));
            low = min(low, smaller);
            common = max(common, smaller);
        };
        size_t i = start;
        for (; i + lanes <= end; i += lanes) add(load(p + i), load(q + i));
        if (i < end) add(load_first(p + i, end - i, 0.0), load_first(q + i, end - i, 0.0));
        mass += block_mass;
        excess += block_excess;
        terms += block_terms;
    }
    return {sum(mass), sum(excess), sum(terms), least(low), greatest(common)};
}

// Rows that agree but for entries so small that their squares underflow, or are subnormal, one entry at a time.
template <class T>
__attribute__((noinline)) double js_terms_of_tiny(const T* p, const T* q, size_t k, double rise) {
    double terms = 0;
    for (size_t i = 0; i < k; i++) {
        const double a = p[i], b = q[i], larger = a > b ? a : b, lift = larger < 0x1p-500 ? 0x1p500 : 1.0;
        if (a == b && rise == 0) continue;
        const Double x = all(a * lift), y = all(b * lift), d = subtract_product(x - y, y, all(rise));
        terms += js_term(d, x + y, min(x, y), max(x, y))[0] / lift;
    }
    return terms;
}

// With M = sum (p + q) and T = sum of twice the terms, JS = T / (2 M) for rows of equal mass, and log 2 for disjoint
// supports, exactly. Where q weighs 1 + e times p, T/(2 M) is off by less than e relatively, and by e^2/8 absolutely:
// dJS/de = KL(Q||M)/2 <= JS and d2JS/de2 = 1/4 at rows that are equal. The second is subtracted. The first is accepted
// up to the rounding of T; beyond, q is rescaled to the mass of p. A float32 result cannot show 1e-7, and float32 rows
// are seldom normalised better.
template <class T>
PLOGP_INLINE bool js_of_row(const T* p, const T* q, size_t k, double tolerance, double& value) {
    constexpr double accepted = sizeof(T) == 4 ? 6e-8 : 4e-15;
    JsSums s = js_sums<false>(p, q, k, 0.0);
    const double p_total = 0.5 * (s.mass - s.excess), q_total = 0.5 * (s.mass + s.excess);
    if (!is_total(p_total, tolerance) || !is_total(q_total, tolerance) || s.low < 0) return false;
    double e = s.excess / p_total, rise = 0;
    if (__builtin_fabs(e) > accepted || 2 * e * e > s.terms) {
        rise = -s.excess / q_total;
        s = js_sums<true>(p, q, k, rise);
        e = s.excess / p_total;
    }
    if (s.common == 0) {
        value = ln2;
        return true;
    }
    if (s.terms < 1e-280) s.terms = js_terms_of_tiny(p, q, k, rise);
    value = difference(0.5 * (s.terms / s.mass), 0.125 * e * e);
    if (value > ln2) value = ln2;  // by rounding, where the supports are nearly disjoint
    return true;
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
