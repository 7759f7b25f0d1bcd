// The kernels of histogram trees: the bin of a number, counts of bins and classes in a node, the best cut of a node.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "dispatch.hpp"

namespace plogp {

struct BestCut {
    double gain;  // nats, summed over the cases; 0 or less where there is no cut
    int bin;      // up to it goes left, or it alone, for a nominal column
    int places;   // cuts that leave enough on both sides
};

// Counts of one class in the bins of one column: as many as a byte has values.
constexpr size_t table_size = 256;

// Bins of columns, eight to a word; the words of a row lie side by side.
struct BinnedRows {
    const uint64_t* word;
    size_t words;  // of a row: all in one line of the cache, or as many whole lines
    size_t columns;
};

struct HistogramKernels {
    // out[i] = 1 + how many of 255 ascending edges lie below x[i]; 0 for NaN. Unused edges are infinite.
    void (*bin)(const double* x, size_t n, const double* edges, uint8_t* out);
    // counts[c][b] = how many of the rows listed have bin b of column c.
    void (*count)(const BinnedRows& bins, const uint32_t* rows, size_t n, uint32_t* counts);
    // Takes those counted from all of them; then the two change places, if so asked.
    void (*subtract)(uint32_t* counted, uint32_t* all, size_t n, bool exchanged);
    // Of one column of one node; the tables of the classes lie so far apart. A cut that tells less than `least` need
    // not be found.
    BestCut (*best_cut)(const uint32_t* counts, size_t apart, int bins, int classes, bool nominal, double min_cases,
                        double least);
};

PLOGP_TABLE(HistogramKernels, histogram_kernels)

}  // namespace plogp
