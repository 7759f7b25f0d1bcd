// Bins by halving, a block of values at a time: each step is one gather for all of them, and no branch.
#pragma once

#include "histogram/histogram.hpp"
#include "simd/vector.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

void bin(const double* x, size_t n, const double* edges, uint8_t* out) {
    constexpr size_t block = 64;
    for (size_t begin = 0; begin < n; begin += block) {
        const size_t m = n - begin < block ? n - begin : block;
        double value[block];
        int64_t below[block];
        for (size_t i = 0; i < block; i++) below[i] = 0;
        for (size_t i = 0; i < block; i++) value[i] = i < m ? x[begin + i] : 0;
        for (int64_t half = 128; half > 0; half /= 2)
            for (size_t i = 0; i < block; i++) below[i] += edges[below[i] + half - 1] < value[i] ? half : 0;
        for (size_t i = 0; i < m; i++)
            out[begin + i] = value[i] != value[i] ? 0 : static_cast<uint8_t>(1 + below[i] - (below[i] == 255));
    }
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
