// Entropy of the softmax of one row of logits, and its gradient.
#pragma once

#include "logits/row.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

// With A = sum p (-z'): H = log1p(rest) + A, of terms >= 0; dH/dz = -p (log p + H) / T = p (-z' - A) / T, and 0 where p
// = 0.
template <class T>
PLOGP_INLINE bool entropy_of_logits(const Row<T>& row, size_t k, double& value) {
    Total<T> weighted;
    const auto weigh = [&](size_t, auto, Vec<T> x, Vec<T> e) __attribute__((always_inline)) {
        weighted += e == T{0} ? Vec<T>{} : e * -x;  // 0 * inf
    };
    const Softmax<T> softmax = exponentiate(row, k, weigh, weighted);
    if (softmax.faulty()) return false;
    const double mean = weighted.value() / softmax.sum();
    value = softmax.log_sum() + mean;
    if (row.gradient == nullptr) return true;

    const Vec<T> factor = same(static_cast<T>(1 / (softmax.sum() * row.temperature))),
                 middle = same(static_cast<T>(mean));
    const T* const z = row.z;
    write(row.gradient, k, row.streaming, [&](size_t i, auto slice) __attribute__((always_inline)) {
        const Vec<T> x = slice.load(z + i, T{0}), e = softmax.scaled.exponential(x);
        return e == T{0} ? Vec<T>{} : e * factor * (-softmax.scaled(x) - middle);
    });
    return true;
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
