// Random tables of two independent variables with given margins: cell by cell where there are few cells, else by a
// random order of the observations.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "random/hypergeometric.hpp"
#include "thread_pool.hpp"

namespace plogp {

struct Margins {
    const int64_t *rows, *columns;
    std::size_t row_count, column_count;
};

// k log k, and what it grows by from k to k + 1.
class LogWeight {
  public:
    LogWeight() : table_(4096) {
        for (std::size_t k = 2; k < table_.size(); k++) table_[k] = at(static_cast<double>(k));
    }
    double operator()(int64_t k) const {
        return k < static_cast<int64_t>(table_.size()) ? table_[static_cast<std::size_t>(k)]
                                                       : at(static_cast<double>(k));
    }

  private:
    std::vector<double> table_;
    static double at(double k) { return k * std::log(k); }
};

inline const LogWeight log_weight;

// Draws one table and hands over its cells row by row, take(i, j, n): given the cells before it, each is hypergeometric
// (W. M. Patefield, Algorithm AS 159, Applied Statistics 30, 1981).
class CellByCell {
  public:
    explicit CellByCell(const Margins& margins) : margins_(margins), left_(margins.column_count) {}

    template <class Take>
    void draw(Generator& random, const Take& take) {
        std::copy_n(margins_.columns, margins_.column_count, left_.begin());
        int64_t all = std::accumulate(left_.begin(), left_.end(), int64_t{0});
        for (std::size_t i = 0; i < margins_.row_count; i++) {
            poll();
            int64_t need = margins_.rows[i], beyond = all;
            all -= need;
            for (std::size_t j = 0; j < margins_.column_count; j++) {
                beyond -= left_[j];
                const int64_t n = need == 0 ? 0 : hypergeometric(left_[j], beyond, need, random);
                left_[j] -= n;
                need -= n;
                take(i, j, n);
            }
        }
    }

  private:
    Margins margins_;
    std::vector<int64_t> left_;
};

// The same from a random order of the column of each observation (R. A. Fisher, F. Yates; D. E. Knuth, The Art of
// Computer Programming 2, 3.4.2, algorithm P). Of the cells only the sum of k log k is known.
class Shuffled {
  public:
    explicit Shuffled(const Margins& margins) : margins_(margins), cells_(margins.column_count) {
        for (std::size_t j = 0; j < margins.column_count; j++)
            ordered_.insert(ordered_.end(), static_cast<std::size_t>(margins.columns[j]), static_cast<uint32_t>(j));
        order_.resize(ordered_.size());
    }

    double sum(Generator& random) {
        order_ = ordered_;
        double sum = 0;
        std::size_t begin = 0;
        for (std::size_t i = 0; i < margins_.row_count; i++) {
            const std::size_t end = begin + static_cast<std::size_t>(margins_.rows[i]);
            in_order(end - begin, 1 << 16, [&](std::size_t first, std::size_t last) {
                for (std::size_t at = begin + first; at < begin + last; at++) {
                    std::swap(order_[at], order_[at + random.below(static_cast<uint32_t>(order_.size() - at))]);
                    cells_[order_[at]]++;
                }
            });
            for (std::size_t at = begin; at < end; at++) {
                sum += log_weight(cells_[order_[at]]);
                cells_[order_[at]] = 0;  // which counts each cell once
            }
            begin = end;
        }
        return sum;
    }

  private:
    Margins margins_;
    std::vector<uint32_t> ordered_, order_;
    std::vector<int64_t> cells_;
};

}  // namespace plogp
