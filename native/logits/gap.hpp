// The difference d = log q - log p of two softmaxes, entry by entry, accurate where the rows are nearly equal.
//
// KL and JS of near rows are sums of d^2: subtracting two rounded log-probabilities would leave nothing of d in
// float32. Here the data are subtracted first, with the rounding error of the subtraction, and the common shift log sum
// q - log sum p last.
#pragma once

#include "logits/row.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

// a - b = s + difference_error(a, b, s) exactly (D. E. Knuth, The Art of Computer Programming 2, 4.2.2, theorem B); a
// finite number where a - b is infinite or NaN.
template <class V>
PLOGP_INLINE V difference_error(V a, V b, V s) {
    const V part = s - a;
    const V error = (a - (s - part)) - (b + part);
    constexpr auto least = static_cast<__typeof__(s[0] + 0)>(sizeof s[0] == 4 ? -0x1p120 : -0x1p1000);
    return max(error, V{} + least);  // of NaN and a number the number
}

// d = ((a zq - b zp) - shift) / scale. With one temperature a = b = 1 and scale = T. With two, a = Tp, b = Tq and scale
// = Tp Tq: the products are exact in pairs of numbers, where the quotients zq / Tq would not be.
template <class T, bool same_temperature>
class Gap {
    double a_, b_, scale_, shift_, shift_error_;
    Vec<T> high_, low_, inverse_;  // high + low = shift + shift_error

    PLOGP_INLINE void set(double shift, double error) {
        const T high = static_cast<T>(shift);
        shift_ = shift;
        shift_error_ = error;
        high_ = same(high);
        low_ = same(static_cast<T>((shift - high) + error));
    }

    // The rounding error of zq a - zp b = s, given the rounded products q and p.
    PLOGP_INLINE Double error_of(Double zq, Double zp, Double q, Double p, Double s) const {
        const Double products = product_error(zq, all(a_), q) - product_error(zp, all(b_), p);
        return difference_error(q, p, s) + (absolute(s) < __builtin_inf() ? products : Double{});
    }

    PLOGP_INLINE Double of_products(Double zp, Double zq) const {
        const Double q = zq * a_, p = zp * b_, s = q - p;
        return ((s - shift_) + (error_of(zq, zp, q, p, s) - shift_error_)) / scale_;
    }

  public:
    PLOGP_INLINE Gap(const Softmax<T>& p, const Softmax<T>& q, double tp, double tq)
        : a_(same_temperature ? 1 : tp),
          b_(same_temperature ? 1 : tq),
          scale_(same_temperature ? tp : tp * tq),
          inverse_(same(static_cast<T>(1 / scale_))) {
        const Double zq = all(q.peak.top), zp = all(p.peak.top), a = zq * a_, b = zp * b_, tops = a - b;
        const Double sums = all(scale_ * (p.log_sum() - q.log_sum())), shift = tops - sums;
        set(shift[0], error_of(zq, zp, a, b, tops)[0] + difference_error(tops, sums, shift)[0]);
    }

    // The sums of the exponentials have rounding errors, and so the shift. They show in D = sum (q - p), which should
    // be 0.
    PLOGP_INLINE void correct(double sum_of_steps) {
        set(shift_, shift_error_ + scale_ * __builtin_log1p(sum_of_steps));
    }

    PLOGP_INLINE Vec<T> operator()(Vec<T> zp, Vec<T> zq) const {
        if constexpr (same_temperature) {
            const Vec<T> s = zq - zp;
            return ((s - high_) + (difference_error(zq, zp, s) - low_)) * inverse_;
        } else if constexpr (sizeof(T) == 4) {
            return narrow(of_products(widen_low(zp), widen_low(zq)), of_products(widen_high(zp), widen_high(zq)));
        } else {
            return of_products(zp, zq);
        }
    }
};

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
