// Entropy of the softmax of one row of logits beside the log-probability of one of its outcomes, and a gradient of
// both.
#pragma once

#include "logits/row.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

// The upstream gradients of one row: what is written is entropy * dH/dz + log_prob * d(log p_y)/dz.
struct Upstream {
    double entropy, log_prob;
};

// With A = sum p (-z'): H = log1p(rest) + A, log p_y = z'_y - log1p(rest), and the gradients are p (-z' - A) / T and
// (onehot(y) - p) / T.
template <class T>
PLOGP_INLINE bool policy_of_logits(size_t y, const Row<T>& row, const Upstream& upstream, size_t k, double& entropy,
                                   double& log_prob) {
    Total<T> weighted;
    const auto weigh = [&](size_t, auto, Vec<T> x, Vec<T> e) __attribute__((always_inline)) {
        weighted += e == T{0} ? Vec<T>{} : e * -x;  // 0 * inf
    };
    const Softmax<T> softmax = exponentiate(row, k, weigh, weighted);
    if (softmax.faulty()) return false;
    const double mean = weighted.value() / softmax.sum();
    const double depth = (static_cast<double>(softmax.peak.top) - row.z[y]) / row.temperature;
    entropy = softmax.log_sum() + mean;
    log_prob = -(softmax.log_sum() + depth);
    if (row.gradient == nullptr) return true;

    // e (a (-z' - A) - b) with a, b the upstream gradients by sum e and T.
    const double scale = 1 / (softmax.sum() * row.temperature);
    const Vec<T> slope = same(static_cast<T>(upstream.entropy * scale)),
                 shift = same(static_cast<T>((upstream.entropy * mean + upstream.log_prob) * scale));
    const T* const z = row.z;
    write(row.gradient, k, row.streaming, [&](size_t i, auto slice) __attribute__((always_inline)) {
        const Vec<T> x = slice.load(z + i, T{0}), e = softmax.scaled.exponential(x);
        return e == T{0} ? Vec<T>{} : e * (-softmax.scaled(x) * slope - shift);
    });
    // 1 - p_y from parts >= 0, as in cross_entropy.hpp.
    const double e = __builtin_exp(-depth), lack = (softmax.rest - __builtin_expm1(-depth)) / softmax.sum();
    const double own = e > 0 ? upstream.entropy * e * (depth - mean) / softmax.sum() : 0;
    row.gradient[y] = static_cast<T>((own + upstream.log_prob * lack) / row.temperature);
    return true;
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
