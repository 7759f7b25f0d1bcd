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

// The sums of n pairs of rows side by side: each row is a chain of operations that wait for each other, above all at
// its end.
template <bool scaled, int n, class T>
PLOGP_INLINE void js_sums(const T* const (&p)[n], const T* const (&q)[n], size_t k, double rise, JsSums (&sums)[n]) {
    Double mass[n] = {}, excess[n] = {}, terms[n] = {}, low[n] = {};
    for (size_t start = 0; start < k; start += block) {
        const size_t end = k - start < block ? k : start + block;
        Double block_mass[n] = {}, block_excess[n] = {}, block_terms[n] = {};
        const auto add = [&](const auto& load_at) __attribute__((always_inline)) {
            Double d[n], both[n], smaller[n], h[n];
            for (int i = 0; i < n; i++) {
                Double x = load_at(p[i]), y = load_at(q[i]);
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
                block_mass[i] += both[i];
                block_excess[i] -= d[i];
                block_terms[i] += both[i] * h[i];
                low[i] = min(low[i], smaller[i]);
            }
        };
        size_t c = start;
        for (; c + lanes <= end; c += lanes)
            add([&](const T* row) __attribute__((always_inline)) {
                // So much is computed between two loads that the processor does not see the next ones in time by
                // itself.
                __builtin_prefetch(row + c + 4096 / sizeof(T));
                return load(row + c);
            });
        if (c < end)
            add([&](const T* row) __attribute__((always_inline)) { return load_first(row + c, end - c, 0.0); });
        for (int i = 0; i < n; i++) mass[i] += block_mass[i], excess[i] += block_excess[i], terms[i] += block_terms[i];
    }
    for (int i = 0; i < n; i++) sums[i] = {sum(mass[i]), sum(excess[i]), sum(terms[i]), least(low[i])};
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
PLOGP_INLINE bool js_of_sums(JsSums s, const T* p, const T* q, size_t k, double tolerance, double& value) {
    constexpr double accepted = sizeof(T) == 4 ? 6e-8 : 4e-15;
    const double p_total = 0.5 * (s.mass - s.excess), q_total = 0.5 * (s.mass + s.excess);
    if (!is_total(p_total, tolerance) || !is_total(q_total, tolerance) || s.low < 0) return false;
    double e = s.excess / p_total, rise = 0;
    if (__builtin_fabs(e) > accepted || e * e > s.terms) {
        rise = -s.excess / q_total;
        JsSums again[1];
        js_sums<true, 1, T>({p}, {q}, k, rise, again);
        s = again[0];
        e = s.excess / p_total;
    }
    if (s.terms < 1e-280) s.terms = js_terms_of_tiny(p, q, k, rise);
    value = difference(ln2 * (s.terms / s.mass), 0.125 * e * e);
    return true;
}

// Writes the values of n pairs of rows; returns how many there were before one that is not a distribution.
template <int n, class T>
PLOGP_INLINE int js_of_rows(const T* const (&p)[n], const T* const (&q)[n], size_t k, double tolerance,
                            double (&values)[n]) {
    JsSums sums[n];
    js_sums<false, n, T>(p, q, k, 0.0, sums);
    for (int i = 0; i < n; i++)
        if (!js_of_sums(sums[i], p[i], q[i], k, tolerance, values[i])) return i;
    return n;
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
