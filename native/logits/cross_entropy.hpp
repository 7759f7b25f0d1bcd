// Cross-entropy of labels or of soft targets with the softmax of one row of logits, and its gradient (softmax - target)
// / T.
//
// Where the value is infinite, because the target has mass on a logit of -inf, the gradient is still softmax - target.
#pragma once

#include "logits/row.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

// The target is (1 - eps) onehot(y) + eps / k, so the loss is log1p(rest) + (1 - eps) (-z'_y) + eps mean(-z'), of terms
// >= 0 (C. Szegedy et al., Rethinking the Inception architecture for computer vision, 2016, section 7).
template <class T>
PLOGP_INLINE bool cross_entropy_of_label(size_t y, const Row<T>& row, double smoothing, size_t k, double& value) {
    Total<T> depths;
    const auto dig = [&](size_t, auto slice, Vec<T> x, Vec<T>)
                         __attribute__((always_inline)) { depths += slice.keep(-x); };
    const Softmax<T> softmax = smoothing > 0 ? exponentiate(row, k, dig, depths) : exponentiate(row, k);
    if (softmax.faulty()) return false;
    const double depth = (static_cast<double>(softmax.peak.top) - row.z[y]) / row.temperature;
    const double share = smoothing / static_cast<double>(k);
    value = softmax.log_sum() + (smoothing > 0 ? share * depths.value() : 0) +
            (smoothing < 1 ? (1 - smoothing) * depth : 0);
    if (row.gradient == nullptr) return true;

    const Vec<T> factor = same(static_cast<T>(1 / (softmax.sum() * row.temperature)));
    const Vec<T> smallest = same(static_cast<T>(share / row.temperature));
    const T* const z = row.z;
    write(row.gradient, k, row.streaming, [&](size_t i, auto slice) __attribute__((always_inline)) {
        return softmax.scaled.exponential(slice.load(z + i, T{0})) * factor - smallest;
    });
    // p_y - 1 = (e^z'_y - 1 - rest) / sum, both parts <= 0: a confident prediction's gradient has all its digits.
    const double lack = (__builtin_expm1(-depth) - softmax.rest) / softmax.sum();
    row.gradient[y] = static_cast<T>((lack + (smoothing - share)) / row.temperature);
    return true;
}

// Loss: log1p(rest) + sum p (-z') / sum p, where p = 0 and z = -inf meet 0.
template <class T>
PLOGP_INLINE bool cross_entropy_of_probs(const T* p, double tolerance, const Row<T>& row, size_t k, double& value) {
    using Mask = typename Kind<T>::Mask;
    Total<T> mass, depths;
    Mask wrong{};
    const auto weigh = [&](size_t i, auto slice, Vec<T> x, Vec<T>) __attribute__((always_inline)) {
        const Vec<T> w = slice.load(p + i, T{0});
        mass += w;
        wrong |= w < T{0};  // NaN and infinity show in the sum
        depths += w == T{0} ? Vec<T>{} : w * -x;
    };
    const Softmax<T> softmax = exponentiate(row, k, weigh, mass, depths);
    if (softmax.faulty()) return false;
    const double at_peak = p[softmax.peak.where], total = mass.value() + at_peak;
    if (any(wrong) || at_peak < 0 || !(__builtin_fabs(total - 1) <= tolerance && total > 0)) return false;
    value = softmax.log_sum() + depths.value() / total;
    if (row.gradient == nullptr) return true;

    const Vec<T> factor = same(static_cast<T>(1 / (softmax.sum() * row.temperature)));
    const Vec<T> weight = same(static_cast<T>(1 / (total * row.temperature)));
    const T* const z = row.z;
    write(row.gradient, k, row.streaming, [&](size_t i, auto slice) __attribute__((always_inline)) {
        return softmax.scaled.exponential(slice.load(z + i, T{0})) * factor - slice.load(p + i, T{0}) * weight;
    });
    return true;
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
