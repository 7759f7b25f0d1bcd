// The summand of entropies of counts, n·log n.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace plogp {

// Looked up where counts are small.
class CountLog {
  public:
    explicit CountLog(std::size_t n) : of_(std::min<std::size_t>(n, 1 << 17) + 1) {
        for (std::size_t i = 1; i < of_.size(); i++) of_[i] = i * std::log(static_cast<double>(i));
    }
    double operator()(std::size_t n) const { return n < of_.size() ? of_[n] : n * std::log(static_cast<double>(n)); }

  private:
    std::vector<double> of_;
};

}  // namespace plogp
