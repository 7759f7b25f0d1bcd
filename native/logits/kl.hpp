// Kullback-Leibler divergence of the softmaxes of two rows of logits, with gradients with respect to either or both.
#pragma once

#include "logits/gap.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

// x - log1p(x) >= 0, without the cancellation near 0.
PLOGP_INLINE double minus_log1p(double x) {
    if (x * x < 1e-6) return x * x * (0.5 - x * (1.0 / 3 - x * (0.25 - x * (0.2 - x * (1.0 / 6)))));
    return x - __builtin_log1p(x);
}

// The terms of one vector of entries: step = q - p and excess = q - p - p d = p (e^d - 1 - d) >= 0.
template <class T>
struct KlTerms {
    Vec<T> step, excess;

    // Near d = 0 both come from d by a polynomial. Elsewhere from q and p, so that a subnormal p with e^d = inf does no
    // harm; p = 0 gives q, and p > 0 = q gives inf, also where p is too small for its type.
    PLOGP_INLINE KlTerms(Vec<T> p, Vec<T> q, Vec<T> d) {
        const auto near = absolute(d) < T{1};
        const Vec<T> first = p == T{0} ? Vec<T>{} : p * d;
        Vec<T> second;
        if constexpr (sizeof(T) == 4)
            second = first * d * series(excess_f32, d);
        else
            second = first * d * series(excess_f64, d);
        step = near ? first + second : q - p;
        excess = near ? second : q - p - first;
        excess = d == T(-__builtin_inf()) ? same(T(__builtin_inf())) : excess;
    }
};

// KL = sum p (-d) = X - (D - log1p(D)) with X = sum of the excesses and D = sum (q - p): for any error c common to all
// d, the terms become those of q e^c, and D = e^c - 1 takes it out again. D would be 0 without rounding.
//
// d KL/d zq = (q - p) / Tq, also where the value is infinite; d KL/d zp = p (-d - KL) / Tp, and 0 for the whole row
// where the value is infinite: there it stays infinite for all finite changes.
//
// The second pass needs the exponentials of the first again, and to keep them is faster than to compute them twice:
// `kept` holds both rows' of them.
template <bool same_temperature, class T>
PLOGP_INLINE bool kl_of_logits(const Row<T>& rp, const Row<T>& rq, size_t k, T* kept, double& value) {
    T *const ep = kept, *const eq = kept + k;
    const Softmax<T> sp = exponentiate(rp, k, ep), sq = exponentiate(rq, k, eq);
    if (sp.faulty() || sq.faulty()) return false;
    Gap<T, same_temperature> gap(sp, sq, rp.temperature, rq.temperature);
    const Vec<T> fp = same(static_cast<T>(1 / sp.sum())), fq = same(static_cast<T>(1 / sq.sum()));
    const Vec<T> per_tp = same(static_cast<T>(1 / rp.temperature)), per_tq = same(static_cast<T>(1 / rq.temperature));
    const T *const zp = rp.z, *const zq = rq.z;
    T *const gp = rp.gradient, *const gq = rq.gradient;

    // The gradient of q needs no sum: unless that of p will need both rows again, it is written while the value is
    // summed.
    const bool at_once = gq != nullptr && gp == nullptr;
    const bool streaming = rq.streaming && reinterpret_cast<uintptr_t>(gq) % width == 0;
    Total<T> excess, step;
    const auto add = [&](size_t i, auto slice) __attribute__((always_inline)) {
        const Vec<T> x = slice.load(zp + i, -__builtin_inf()), y = slice.load(zq + i, -__builtin_inf());
        const KlTerms<T> terms(slice.load(ep + i, 0) * fp, slice.load(eq + i, 0) * fq, gap(x, y));
        excess += terms.excess;
        step += terms.step;
        if (at_once) slice.put(gq + i, terms.step * per_tq, streaming);
    };
    total<T>(k, nowhere, add, excess, step);
    const double least = excess.value() - minus_log1p(step.value());
    value = least > 0 ? least : 0;  // mathematically >= 0 (Jensen); rounding may leave -1e-20
    if (gp == nullptr) return true;

    gap.correct(step.value());
    const bool finite = value < __builtin_inf();
    const Vec<T> middle = same(static_cast<T>(finite ? value : 0));
    write(gp, k, rp.streaming && gq == nullptr, [&](size_t i, auto slice) __attribute__((always_inline)) {
        const Vec<T> x = slice.load(zp + i, -__builtin_inf()), y = slice.load(zq + i, -__builtin_inf());
        const Vec<T> p = slice.load(ep + i, 0) * fp, d = gap(x, y);
        if (gq != nullptr) {
            const KlTerms<T> terms(p, slice.load(eq + i, 0) * fq, d);
            slice.store(gq + i, terms.step * per_tq);
        }
        return p == T{0} || !finite ? Vec<T>{} : p * (-d - middle) * per_tp;
    });
    return true;
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
