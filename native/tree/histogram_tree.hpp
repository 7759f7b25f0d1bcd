// Trees of binary splits over binned columns, grown level by level from counts of bins.
#pragma once

#include "tree/tree.hpp"

namespace plogp::tree {

// Columns of bins, eight of them side by side: byte c of bin[b * rows + r] is the bin of row r in column 8 * b + c. Bin
// 0 is a missing value, then come the bins of a number, or the levels of a category.
struct Binned {
    const uint64_t* bin;  // (blocks, rows)
    std::size_t rows, columns;
    const int32_t* bins;     // (columns): how many there are, that of missing values included
    const uint8_t* nominal;  // (columns)
    const int32_t* y;        // (rows)
    int classes;

    static constexpr std::size_t width = 8;  // columns of a block
    std::size_t blocks() const { return (columns + width - 1) / width; }
    uint8_t at(std::size_t column, std::size_t row) const {
        return static_cast<uint8_t>(bin[column / width * rows + row] >> column % width * 8);
    }
};

struct HistogramOptions {
    double min_cases, confidence;
    bool prune;
    int max_depth;
};

// As `Flat`, but `threshold` holds the last bin that goes left, or the bin that goes left alone.
Flat grow_histogram(const Binned& data, const HistogramOptions& options);

}  // namespace plogp::tree
