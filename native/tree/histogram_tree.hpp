// Trees of binary splits over binned columns, grown from counts of bins.
#pragma once

#include "histogram/histogram.hpp"
#include "tree/tree.hpp"

namespace plogp::tree {

// Bin 0 is a missing value, then come the bins of a number, or the levels of a category.
struct Binned {
    BinnedRows by_row;         // where nodes are counted
    const uint8_t* by_column;  // (columns, rows): where they are parted, by one column
    std::size_t rows, columns;
    const int32_t* bins;     // (columns): how many there are, that of missing values included
    const uint8_t* nominal;  // (columns)
    const int32_t* y;        // (rows)
    int classes;
};

struct HistogramOptions {
    double min_cases, confidence;
    bool prune;
    int max_depth;
};

// As `Flat`, but `threshold` holds the last bin that goes left, or the bin that goes left alone.
Flat grow_histogram(const Binned& data, const HistogramOptions& options);

}  // namespace plogp::tree
