// Cross-entropy of one row under another: one pass, a second one only where nearly all the mass of p sits where q is
// near 1.
#pragma once

#include "row/block.hpp"
#include "simd/log.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

struct CrossSums {
    double p_total = 0;  // sum p
    double q_total = 0;  // sum q
    double p_log_q = 0;  // sum p log q
    double low = 0;      // the smallest q
    bool sign = false;   // some p has its sign bit set: it is negative, or -0.0
};

// `any` says whether zeros and subnormal entries of q are to be expected; else they make p_log_q meaningless, and `low`
// tells.
template <bool any, class T>
PLOGP_INLINE CrossSums cross_sums(const T* p, const T* q, size_t k) {
    Double p_total{}, q_total{}, p_log_q{}, low = all(1.0);
    Int sign{};
    for (size_t start = 0; start < k; start += block) {
        const size_t end = k - start < block ? k : start + block;
        Double block_p{}, block_q{}, block_p_log_q{};
        const auto add = [&](Double x, Double y, Double counted) __attribute__((always_inline)) {
            block_p += x;
            block_q += counted;
            if constexpr (any)
                block_p_log_q += x == 0.0 ? Double{} : x * log_of_any(y);
            else
                block_p_log_q += x * log_short(y);
            low = min(low, y);
            sign |= (Int)bits(x);
        };
        size_t i = start;
        for (; i + lanes <= end; i += lanes) {
            const Double y = load(q + i);
            add(load(p + i), y, y);
        }
        // Beyond the row q is 1, whose logarithm is 0; but it must not be counted in the sum.
        if (i < end) {
            const size_t left = end - i;
            add(load_first(p + i, left, 0.0), load_first(q + i, left, 1.0), load_first(q + i, left, 0.0));
        }
        p_total += block_p;
        q_total += block_q;
        p_log_q += block_p_log_q;
    }
    return {sum(p_total), sum(q_total), sum(p_log_q), least(low), any_sign(sign)};
}

// Where the value is small, the rounding of sum q, and of log q near q = 1, would count. With u the share of the other
// entries of q, the largest one gives -p log1p(-u), and every term of
//     -p log1p(-u) + sum over the others of p (log sum q - log q)
// is positive, so that nothing cancels.
template <class T>
__attribute__((noinline)) double cross_entropy_of_peaked(const T* p, const T* q, size_t k) {
    size_t peak = 0;
    for (size_t i = 1; i < k; i++)
        if (q[i] > q[peak]) peak = i;
    const size_t next = peak + 1;
    const CrossSums a = cross_sums<true>(p, q, peak), b = cross_sums<true>(p + next, q + next, k - next);
    const double rest_p = a.p_total + b.p_total, rest_q = a.q_total + b.q_total;
    const double p_total = rest_p + p[peak], q_total = rest_q + q[peak];
    const double others = rest_p * log1p_small(q_total - 1) - (a.p_log_q + b.p_log_q);
    return (-__builtin_log1p(-rest_q / q_total) * p[peak] + others) / p_total;
}

template <class T>
PLOGP_INLINE bool cross_entropy_of_row(const T* p, const T* q, size_t k, double tolerance, double& value,
                                       bool& sparse) {
    CrossSums s;
    if (!sparse) s = cross_sums<false>(p, q, k);
    if (sparse || s.low < 0x1p-1022) {
        s = cross_sums<true>(p, q, k);
        sparse = s.low < 0x1p-1022;  // rows that follow are likely to have zeros too
    }
    if (!is_total(s.p_total, tolerance) || !is_total(s.q_total, tolerance) || s.low < 0) return false;
    if (s.sign && has_negative(p, k)) return false;
    value = log1p_small(s.q_total - 1) - s.p_log_q / s.p_total;
    if (value < 0.5) value = cross_entropy_of_peaked(p, q, k);
    return true;
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
