// Softmax and its logarithm of one row of logits.
#pragma once

#include "logits/row.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

// p = e^z' / (1 + rest), or log p = z' - log1p(rest), of terms <= 0: the largest keeps its relative accuracy near 0. To
// row.gradient.
template <class T>
PLOGP_INLINE bool softmax_of_logits(const Row<T>& row, size_t k, bool logarithm) {
    const Softmax<T> softmax = exponentiate(row, k);
    if (softmax.faulty()) return false;
    const T* const z = row.z;
    if (logarithm) {
        const Vec<T> log_sum = same(static_cast<T>(softmax.log_sum()));
        write(row.gradient, k, row.streaming, [&](size_t i, auto slice) __attribute__((always_inline)) {
            return softmax.scaled(slice.load(z + i, T{0})) - log_sum;
        });
    } else {
        const Vec<T> factor = same(static_cast<T>(1 / softmax.sum()));
        write(row.gradient, k, row.streaming, [&](size_t i, auto slice) __attribute__((always_inline)) {
            return softmax.scaled.exponential(slice.load(z + i, T{0})) * factor;
        });
    }
    return true;
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
