// How many errors to expect of a leaf: those seen, and as many more as the upper limit of their confidence interval
// says (Quinlan 1993, section 4.2).
#pragma once

#include <algorithm>
#include <cmath>

namespace plogp::tree {

class Pessimistic {
  public:
    explicit Pessimistic(double confidence) : confidence_(confidence), z_(quantile(1 - confidence)) {}

    double operator()(double n, double errors) const { return errors + more(n, errors); }

  private:
    double confidence_, z_;

    double more(double n, double e) const {
        if (e < 1) {  // the normal approximation fails; exact for none, and linear in between
            const double none = n * (1 - std::pow(confidence_, 1 / n));
            return e == 0 ? none : none + e * (more(n, 1) - none);
        }
        if (e + 0.5 >= n) return std::max(n - e, 0.0);
        const double f = (e + 0.5) / n, zz = z_ * z_;
        const double upper = (f + zz / (2 * n) + z_ * std::sqrt(f / n - f * f / n + zz / (4 * n * n))) / (1 + zz / n);
        return upper * n - e;
    }

    // Of the standard normal distribution: bisection of erfc, once a tree.
    static double quantile(double p) {
        double low = -40, high = 40;
        for (int i = 0; i < 200; i++) {
            const double middle = (low + high) / 2;
            (0.5 * std::erfc(-middle / std::sqrt(2.0)) < p ? low : high) = middle;
        }
        return (low + high) / 2;
    }
};

}  // namespace plogp::tree
