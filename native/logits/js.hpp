// Jensen-Shannon divergence of the softmaxes of two rows of logits, with gradients with respect to either or both.
#pragma once

#include "logits/gap.hpp"
#include "simd/log.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

PLOGP_INLINE Float log_of(Float x) { return narrow(log(widen_low(x)), log(widen_high(x))); }
PLOGP_INLINE Double log_of(Double x) { return log(x); }

// The terms of one vector of entries, m = (p + q) / 2, x = d / 2: with m = cosh(x) sqrt(pq) and tanh x = (q - p) / (q +
// p),
//     [p log(p/m) + q log(q/m)] / 2 = m (x tanh x - log cosh x),  log(larger/m) = |x| - log cosh x.
template <class T>
struct JsTerms {
    Vec<T> term;   // >= 0
    Vec<T> step;   // q - p
    Vec<T> log_p;  // log(p/m), anything where p = 0
    Vec<T> log_q;  // log(q/m), anything where q = 0

    // Near d = 0 by polynomials in x^2. Elsewhere, with g = log(m / larger), the term is -(m g + smaller |x|).
    PLOGP_INLINE JsTerms(Vec<T> p, Vec<T> q, Vec<T> d) {
        const Vec<T> width_of_gap = absolute(d), x = T(0.5) * width_of_gap, square = x * x;
        const auto near = width_of_gap < T{1};
        const Vec<T> both = p + q, larger = p > q ? p : q, smaller = p > q ? q : p;
        Vec<T> cosh, even;  // over x^2 at first
        if constexpr (sizeof(T) == 4) {
            cosh = series(log_cosh_f32, square);
            even = series(js_term_f32, square);
        } else {
            cosh = series(log_cosh_f64, square);
            even = series(js_term_f64, square);
        }
        const Vec<T> slope = cosh + even;  // tanh(x) / x
        cosh *= square;
        even *= square;
        Vec<T> g = cosh - x;
        term = T(0.5) * both * even;
        step = T(0.5) * d * both * slope;
        if (any(!near)) {
            const Vec<T> ratio = larger == T{0} ? same(T{1}) : both / (larger + larger);
            const Vec<T> far = -T(0.5) * both * log_of(ratio) - (smaller == T{0} ? Vec<T>{} : smaller * x);
            g = near ? g : log_of(ratio);
            term = near ? term : far;
            step = near ? step : q - p;
        }
        log_p = d > T{0} ? -width_of_gap - g : -g;
        log_q = d > T{0} ? -g : -width_of_gap - g;
    }
};

// d JS/d zq = q (log(q/m) - KL(Q||M)) / (2 Tq), and likewise for p; 0 where the probability is 0. The divergence is at
// most ln 2.
template <bool same_temperature, class T>
PLOGP_INLINE bool js_of_logits(const Row<T>& rp, const Row<T>& rq, size_t k, double& value) {
    const Softmax<T> sp = exponentiate(rp, k), sq = exponentiate(rq, k);
    if (sp.faulty() || sq.faulty()) return false;
    Gap<T, same_temperature> gap(sp, sq, rp.temperature, rq.temperature);
    const Vec<T> fp = same(static_cast<T>(1 / sp.sum())), fq = same(static_cast<T>(1 / sq.sum()));
    const T *const zp = rp.z, *const zq = rq.z;
    T *const gp = rp.gradient, *const gq = rq.gradient;

    double middle_p, middle_q;
    for (bool again = false;; again = true) {
        Total<T> sum, step, to_middle_p, to_middle_q;
        const auto add = [&](size_t i, auto slice) __attribute__((always_inline)) {
            const Vec<T> x = slice.load(zp + i, -__builtin_inf()), y = slice.load(zq + i, -__builtin_inf());
            const Vec<T> p = sp.scaled.exponential(x) * fp, q = sq.scaled.exponential(y) * fq;
            const JsTerms<T> terms(p, q, gap(x, y));
            sum += terms.term;
            step += terms.step;
            to_middle_p += p == T{0} ? Vec<T>{} : p * terms.log_p;
            to_middle_q += q == T{0} ? Vec<T>{} : q * terms.log_q;
        };
        total<T>(k, nowhere, add, sum, step, to_middle_p, to_middle_q);
        value = sum.value() < ln2 ? sum.value() : ln2;  // the bound is exact; the sums of p and q may round above 1
        middle_p = to_middle_p.value();
        middle_q = to_middle_q.value();
        // An error c common to all d adds c^2 / 8, which counts where the divergence itself is of that size. It is D.
        const double error = step.value();
        if (again || error * error <= __builtin_scalbn(1.0, sizeof(T) == 4 ? -24 : -53) * value) break;
        gap.correct(error);
    }
    if (gp == nullptr && gq == nullptr) return true;

    const Vec<T> mp = same(static_cast<T>(middle_p)), mq = same(static_cast<T>(middle_q));
    const Vec<T> per_p = same(static_cast<T>(0.5 / rp.temperature)), per_q = same(static_cast<T>(0.5 / rq.temperature));
    const auto both = [&](size_t i, auto slice) __attribute__((always_inline)) {
        const Vec<T> x = slice.load(zp + i, -__builtin_inf()), y = slice.load(zq + i, -__builtin_inf());
        const Vec<T> p = sp.scaled.exponential(x) * fp, q = sq.scaled.exponential(y) * fq;
        const JsTerms<T> terms(p, q, gap(x, y));
        if (gp != nullptr) slice.store(gp + i, p == T{0} ? Vec<T>{} : p * (terms.log_p - mp) * per_p);
        if (gq != nullptr) slice.store(gq + i, q == T{0} ? Vec<T>{} : q * (terms.log_q - mq) * per_q);
    };
    sweep<T>(0, k, both);
    return true;
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
