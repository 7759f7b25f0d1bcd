// The kernels that count many pairs of columns: every column beside one, and every column beside every other.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "dispatch.hpp"

namespace plogp {

struct PairKernels {
    // tables[copy][base[i] + code[i]]++ for n rows, where base[i] + code[i] < cells; the caller adds up the copies.
    void (*cross)(const uint8_t* code, const uint16_t* base, size_t n, uint32_t* tables, size_t cells, int copies);
    // planes[p * words + i / 64], bit i % 64: whether code[i] == p + 1, for p < count; the rest of the words is left.
    void (*pack)(const uint8_t* code, size_t n, int count, uint64_t* planes, size_t words);
    // out[i * stride + j] += bits that planes i and j have in common, for i, j < 4; `words` is a multiple of 8, and the
    // planes of each side lie `apart` words from each other.
    void (*tile)(const uint64_t* a, const uint64_t* b, size_t apart, size_t words, uint32_t* out, size_t stride);
    // Up to this many levels a column is counted faster by planes than by increments.
    int plane_levels;
};

PLOGP_TABLE(PairKernels, pair_kernels)

// The tile of processors that count bits in vectors; null where they do not.
decltype(PairKernels::tile) vector_popcount_tile();

}  // namespace plogp
