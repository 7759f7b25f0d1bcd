// Hypergeometric random numbers: how many of `drawn` taken from an urn without putting back are among the `marked`.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "random/generator.hpp"

namespace plogp {

// log n!, from a table up to 1023 and by Stirling's series beyond, where its error is below 1e-16.
class LogFactorial {
  public:
    LogFactorial() : table_(1024) {
        long double sum = 0;
        for (std::size_t n = 1; n < table_.size(); n++)
            table_[n] = static_cast<double>(sum += std::log((long double)n));
    }

    double operator()(int64_t n) const {
        if (n < size()) return table_[static_cast<std::size_t>(n)];
        const double x = static_cast<double>(n);
        return (x + 0.5) * std::log(x) - x + half_log_two_pi + tail(x);
    }

    // log (n + d)! - log n!: of the difference of two large numbers only what is left is computed, so that urns of 1e12
    // are drawn from as exactly as those of 100.
    double step(int64_t n, int64_t d) const {
        if (n < size() || n + d < size()) return (*this)(n + d) - (*this)(n);
        const double x = static_cast<double>(n), y = static_cast<double>(n + d), by = static_cast<double>(d);
        return (x + 0.5) * std::log1p(by / x) + by * (std::log(y) - 1) + (tail(y) - tail(x));
    }

  private:
    static constexpr double half_log_two_pi = 0.91893853320467274178;
    std::vector<double> table_;

    int64_t size() const { return static_cast<int64_t>(table_.size()); }
    static double tail(double x) { return (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / (x * x)) / (x * x)) / x; }
};

inline const LogFactorial log_factorial;

// By searching the distribution from 0 where the mean is small; else by the ratio of uniforms under a hat that fits all
// hypergeometric distributions (E. Stadlober, The ratio of uniforms approach for generating discrete random variates,
// J. Comput. Appl. Math. 31, 1990): a constant time.
inline int64_t hypergeometric(int64_t marked, int64_t others, int64_t drawn, Generator& random) {
    const int64_t all = marked + others, few = std::min(marked, others), many = all - few;
    const int64_t taken = std::min(drawn, all - drawn);  // what is left behind is a draw too
    const double share = static_cast<double>(few) / static_cast<double>(all), mean = static_cast<double>(taken) * share;
    int64_t found = 0;
    if (taken == 0 || few == 0) {
        found = 0;
    } else if (mean < 10) {
        double p = std::exp(log_factorial.step(all, -taken) - log_factorial.step(many, -taken));
        const int64_t last = std::min(few, taken);
        for (double u = random.uniform(); u > p && found < last; found++) {
            u -= p;
            p *= static_cast<double>(few - found) * static_cast<double>(taken - found) /
                 (static_cast<double>(found + 1) * static_cast<double>(many - taken + found + 1));
        }
    } else {
        const double left = static_cast<double>(all - taken) / static_cast<double>(all - 1);
        const double spread = std::sqrt(mean * (1 - share) * left + 0.5);
        const double width = 1.7155277699214135 * spread + 0.8989161620588988;  // 2 sqrt(2/e), 3 - 2 sqrt(3/e)
        const double centre = mean + 0.5;
        const double end = std::min(static_cast<double>(std::min(few, taken)) + 1, std::floor(centre + 16 * spread));
        // Beyond 2^53 the products are rounded: what no urn holds is not drawn.
        const int64_t most = std::min(few, taken);
        const int64_t mode =
            std::min(most, static_cast<int64_t>(static_cast<double>(taken + 1) * static_cast<double>(few + 1) /
                                                static_cast<double>(all + 2)));
        for (;;) {
            const double u = random.uniform(), v = random.uniform(), x = centre + width * (v - 0.5) / u;
            if (!(x >= 0 && x < end)) continue;
            found = std::min(most, static_cast<int64_t>(x));
            const int64_t d = found - mode;
            const double log_ratio =
                -(log_factorial.step(mode, d) + log_factorial.step(few - mode, -d) +
                  log_factorial.step(taken - mode, -d) + log_factorial.step(many - taken + mode, d));
            if (u * (4 - u) - 3 <= log_ratio) break;                             // below the hat for certain …
            if (u * (u - log_ratio) < 1 && 2 * std::log(u) <= log_ratio) break;  // … or by its logarithm
        }
    }
    if (marked > others) found = taken - found;
    return taken == drawn ? found : marked - found;
}

}  // namespace plogp
