// Cases of a node with their weights, and the small comparisons of Weka's J48 that decide ties as it does.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

namespace plogp::tree {

// Gains and error estimates that differ by less are equal, as in J48: what is decided must not hang on rounding.
constexpr double slack = 1e-6;
inline bool greater(double a, double b) { return a - b > slack; }
inline bool at_least(double a, double b) { return b - a < slack; }
inline bool equal(double a, double b) { return a - b < slack && b - a < slack; }

inline double x_log_x(double x) { return x < slack ? 0.0 : x * std::log2(x); }

struct Cases {
    std::vector<uint32_t> row;
    std::vector<double> weight;  // a case with a missing value is shared out among branches

    std::size_t size() const { return row.size(); }
    void add(uint32_t r, double w) {
        row.push_back(r);
        weight.push_back(w);
    }
};

inline double total(const std::vector<double>& x) {
    double sum = 0;
    for (double v : x) sum += v;
    return sum;
}

inline double most(const std::vector<double>& x) {
    double best = 0;
    for (double v : x) best = v > best ? v : best;
    return best;
}

}  // namespace plogp::tree
