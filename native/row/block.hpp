// How a row is summed, and when its sum is that of a distribution.
#pragma once

#include "simd/vector.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

// Sums are formed in blocks of 16 vectors: a row of 1,000 then has at most some 50 additions in a chain, and the bound
// on the rounding of the sum, 50 half-ulps, stays below 1e-14 at every vector width.
constexpr size_t block = 16 * lanes;

// False for NaN and infinity, so that the sum also tells whether all entries were finite.
PLOGP_INLINE bool is_total(double sum, double tolerance) { return __builtin_fabs(sum - 1) <= tolerance && sum > 0; }

// Asked where a sign bit was seen, to tell a negative entry from -0.0.
template <class T>
bool has_negative(const T* p, size_t k) {
    for (size_t i = 0; i < k; i++)
        if (p[i] < 0) return true;
    return false;
}

// log(1 + x). Sums of rows are so close to 1 that the series ends after six terms, without a call.
PLOGP_INLINE double log1p_small(double x) {
    if (x * x < 1e-6) return x - x * x * (0.5 - x * (1.0 / 3 - x * (0.25 - x * (0.2 - x * (1.0 / 6)))));
    return __builtin_log1p(x);
}

// a - b for a >= b >= 0 that carry rounding: where less is left than that, they are equal.
PLOGP_INLINE double difference(double a, double b) { return b < (1 - 0x1p-44) * a ? a - b : 0.0; }

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
