// The kernels of histogram trees: the bin of a number, counts of bins and classes in every node, the best cut of a
// node.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "level.hpp"

namespace plogp {

struct BestCut {
    double gain;  // nats, summed over the cases; 0 or less where there is no cut
    int bin;      // up to it goes left, or it alone, for a nominal column
    int places;   // cuts that leave enough on both sides
};

struct HistogramKernels {
    // out[i] = 1 + how many of 255 ascending edges lie below x[i]; 0 for NaN. Unused edges are infinite.
    void (*bin)(const double* x, size_t n, const double* edges, uint8_t* out);
    // table[key[i] + stride * bin[i]]++, in two tables that are added up in the first.
    void (*count16)(const uint8_t* bin, const uint16_t* key, size_t n, int stride, uint32_t* tables, size_t cells);
    void (*count32)(const uint8_t* bin, const uint32_t* key, size_t n, int stride, uint32_t* tables, size_t cells);
    // Of the table (bins, classes) of one node.
    BestCut (*best_cut)(const uint32_t* table, int bins, int classes, bool nominal, double min_cases);
};

PLOGP_TABLE(HistogramKernels, histogram_kernels)

}  // namespace plogp
