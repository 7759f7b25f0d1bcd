// Entropy of one row of probabilities: one pass, a second one over the row only where most of the mass sits in one
// entry.
#pragma once

#include "row/block.hpp"
#include "simd/log.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

struct Mass {
    double total = 0;    // sum p
    double p_log_p = 0;  // sum p log p
    bool sign = false;   // some entry has its sign bit set: it is negative, or -0.0
};

// The short logarithm is enough: its error, times a sum of 1, stands beside a value of 0.5 or more, or, in a row with a
// peak, beside logarithms of numbers below 1/2.
template <class T>
PLOGP_INLINE Mass measure(const T* p, size_t k) {
    Double total{}, p_log_p{};
    Int sign{};
    for (size_t start = 0; start < k; start += block) {
        const size_t end = k - start < block ? k : start + block;
        Double block_total{}, block_p_log_p{};
        const auto add = [&](Double x) __attribute__((always_inline)) {
            block_total += x;
            block_p_log_p += x * log_short(x);
            sign |= (Int)bits(x);
        };
        size_t i = start;
        for (; i + lanes <= end; i += lanes) add(load(p + i));
        if (i < end) add(load_first(p + i, end - i, 0.0));
        total += block_total;
        p_log_p += block_p_log_p;
    }
    return {sum(total), sum(p_log_p), any_sign(sign)};
}

// H where one entry holds most of the mass. H = log S - T/S would keep the rounding of S, about 1e-16, as an absolute
// error, and H may be far smaller. With u the share of the other entries, the largest entry gives -(1-u) log1p(-u), and
// every term is >= 0:
//     H = -(1-u) log1p(-u) + sum over the others of p/S (log S - log p).
template <class T>
__attribute__((noinline)) double entropy_of_peaked(const T* p, size_t k) {
    size_t peak = 0;
    for (size_t i = 1; i < k; i++)
        if (p[i] > p[peak]) peak = i;
    const Mass before = measure(p, peak), after = measure(p + peak + 1, k - peak - 1);
    const double rest = before.total + after.total, total = rest + p[peak], u = rest / total;
    double p_log_p = before.p_log_p + after.p_log_p;
    if (rest == 0) return 0;
    if (rest < 1e-290) {  // subnormal entries may count here, and the vector logarithm does not know them
        p_log_p = 0;
        for (size_t i = 0; i < k; i++)
            if (i != peak && p[i] > 0) p_log_p += p[i] * __builtin_log(static_cast<double>(p[i]));
    }
    return -(1 - u) * __builtin_log1p(-u) + (rest * log1p_small(total - 1) - p_log_p) / total;
}

// Writes H(p / sum p) and returns true; returns false if p is not a distribution. NaN and infinity show in the sum.
template <class T>
PLOGP_INLINE bool entropy_of_row(const T* p, size_t k, double tolerance, double& value) {
    const Mass m = measure(p, k);
    if (!is_total(m.total, tolerance)) return false;
    if (m.sign && has_negative(p, k)) return false;
    value = log1p_small(m.total - 1) - m.p_log_p / m.total;
    if (value < 0.5) value = entropy_of_peaked(p, k);
    return true;
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
