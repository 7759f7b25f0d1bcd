// The kernels of histogram trees: the bin of a number, counts of bins and classes in a node, the best cut of a node.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "level.hpp"

namespace plogp {

// A row of the data with its class.
struct Case {
    uint32_t row, y;
};

struct BestCut {
    double gain;  // nats, summed over the cases; 0 or less where there is no cut
    int bin;      // up to it goes left, or it alone, for a nominal column
    int places;   // cuts that leave enough on both sides
};

struct HistogramKernels {
    // out[i] = 1 + how many of 255 ascending edges lie below x[i]; 0 for NaN. Unused edges are infinite.
    void (*bin)(const double* x, size_t n, const double* edges, uint8_t* out);
    // tables[c][b << shift | y]++ for every case and the eight columns c whose bins b are the bytes of block[row]; a
    // table has 256 << shift cells.
    void (*count)(const uint64_t* block, const Case* cases, size_t n, int shift, uint32_t* tables);
    void (*subtract)(const uint32_t* less, size_t n, uint32_t* from);
    // Of one column's table of one node; a cut that tells no more than `floor` need not be found.
    BestCut (*best_cut)(const uint32_t* table, int bins, int classes, int shift, bool nominal, double min_cases,
                        double floor);
};

PLOGP_TABLE(HistogramKernels, histogram_kernels)

}  // namespace plogp
