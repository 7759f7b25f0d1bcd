// Columns of codes, made ready to be counted beside any further column: what the choice of features asks for at each
// step.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "column_pairs/count_log.hpp"

namespace plogp {

class CountedColumns {
  public:
    // x (columns, rows) and weight (rows; null: ones) must outlive this.
    CountedColumns(const uint8_t* x, std::size_t columns, std::size_t rows, const int32_t* levels,
                   const double* weight);

    bool in_range() const { return in_range_; }
    std::size_t columns() const { return columns_; }
    std::size_t rows() const { return rows_; }
    int levels(std::size_t column) const { return levels_[column]; }

    // out (columns, 2): the entropy in nats of each column together with z, whose codes lie in [0, z_levels), and
    // together with z / inner, of which z_levels is a multiple.
    void beside(const int32_t* z, int z_levels, int inner, double* out) const;

    // out (z_levels, levels of the column): the weight of rows in each cell.
    void table(std::size_t column, const int32_t* z, int z_levels, double* out) const;

  private:
    const uint8_t* x_;
    std::size_t columns_, rows_;
    std::vector<int32_t> levels_;
    const double* weight_;
    double total_;
    CountLog log_;
    bool in_range_ = true;
    // Columns that are counted by planes of bits, those of fewest levels first, and where the planes of each begin.
    // Level 0 has no plane: what it shares with others is what is left of their margins.
    std::vector<std::size_t> few_, first_;
    std::size_t words_ = 0;
    std::unique_ptr<uint64_t[]> planes_;
    std::vector<std::vector<uint32_t>> margin_;  // of those

    void pack();
    std::size_t by_planes(const int32_t* z, int z_levels, int inner, double* out) const;
    void by_increments(std::size_t column, const int32_t* z, int z_levels, int inner, double* out) const;
    double entropy(double sum) const;
};

}  // namespace plogp
