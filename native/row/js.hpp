// Jensen-Shannon divergence of two rows: one pass over both, another only where their sums differ too much.
#pragma once

#include "row/block.hpp"
#include "scalar/js_term.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

struct JsSums {
    double mass = 0;    // sum (p + q'), q' = q (1 + rise)
    double excess = 0;  // sum (q' - p)
    double terms = 0;   // sum (p + q') h
    double low = 0;     // the smallest entry
};

template <bool scaled, class T>
PLOGP_INLINE JsSums js_sums(const T* p, const T* q, size_t k, double rise) {
    Double mass{}, excess{}, terms{}, low{};
    for (size_t start = 0; start < k; start += block) {
        const size_t end = k - start < block ? k : start + block;
        Double block_mass{}, block_excess{}, block_terms{};
        const auto add = [&]<int n>(const Double(&p)[n], const Double(&q)[n]) __attribute__((always_inline)) {
            Double d[n], both[n], smaller[n], h[n];
            for (int i = 0; i < n; i++) {
                Double x = p[i], y = q[i];
                d[i] = x - y, both[i] = x + y;
                if constexpr (scaled) {
                    d[i] = subtract_product(d[i], y, all(rise));  // what is left may be 1e-9 of the product
                    both[i] += y * rise;
                    y += y * rise;
                }
                smaller[i] = min(x, y);
            }
            js_shares(d, both, smaller, h);
            for (int i = 0; i < n; i++) {
                block_mass += both[i];
                block_excess -= d[i];
                block_terms += both[i] * h[i];
                low = min(low, smaller[i]);
            }
        };
        size_t i = start;
        for (; i + 2 * lanes <= end; i += 2 * lanes)
            add({load(p + i), load(p + i + lanes)}, {load(q + i), load(q + i + lanes)});
        for (; i < end; i += lanes) {
            const size_t left = end - i < lanes ? end - i : lanes;
            if (left == lanes)
                add({load(p + i)}, {load(q + i)});
            else
                add({load_first(p + i, left, 0.0)}, {load_first(q + i, left, 0.0)});
        }
        mass += block_mass;
        excess += block_excess;
        terms += block_terms;
    }
    return {sum(mass), sum(excess), sum(terms), least(low)};
}

// Rows that agree but for entries so small that their squares underflow, or are subnormal, one entry at a time.
template <class T>
__attribute__((noinline)) double js_terms_of_tiny(const T* p, const T* q, size_t k, double rise) {
    double terms = 0;
    for (size_t i = 0; i < k; i++) {
        const double a = p[i], b = q[i], larger = a > b ? a : b, lift = larger < 0x1p-500 ? 0x1p500 : 1.0;
        if (a == b && rise == 0) continue;
        const Double x = all(a * lift), y = all(b * lift), d = subtract_product(x - y, y, all(rise));
        Double h[1];
        js_shares({d}, {x + y}, {min(x, y)}, h);
        terms += (x[0] + y[0]) * h[0][0] / lift;
    }
    return terms;
}

// With M = sum (p + q) and T = sum (p + q) h, JS = log(2) T / M for rows of equal mass. Where q weighs 1 + e times p, T
// is off by less than e relatively, and by e^2/8 absolutely: dJS/de = KL(Q||M)/2 <= JS and d2JS/de2 = 1/4 at rows that
// are equal. The second is subtracted. The first is accepted up to the rounding of T; beyond, q is rescaled to the mass
// of p. A float32 result cannot show 1e-7, and float32 rows are seldom normalised better.
template <class T>
PLOGP_INLINE bool js_of_row(const T* p, const T* q, size_t k, double tolerance, double& value) {
    constexpr double accepted = sizeof(T) == 4 ? 6e-8 : 4e-15;
    JsSums s = js_sums<false>(p, q, k, 0.0);
    const double p_total = 0.5 * (s.mass - s.excess), q_total = 0.5 * (s.mass + s.excess);
    if (!is_total(p_total, tolerance) || !is_total(q_total, tolerance) || s.low < 0) return false;
    double e = s.excess / p_total, rise = 0;
    if (__builtin_fabs(e) > accepted || e * e > s.terms) {
        rise = -s.excess / q_total;
        s = js_sums<true>(p, q, k, rise);
        e = s.excess / p_total;
    }
    if (s.terms < 1e-280) s.terms = js_terms_of_tiny(p, q, k, rise);
    value = difference(ln2 * (s.terms / s.mass), 0.125 * e * e);
    return true;
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
