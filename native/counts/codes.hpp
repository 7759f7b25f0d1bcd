// The codes that values are counted by: the bin of a number, and the level of a dictionary's entry.
#pragma once

#include "counts.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

// Few edges: compare with each of them, a block of values at a time, all in L1.
template <class T>
void bin_linear(const T* x, size_t n, const double* edges, size_t edge_count, uint16_t* out) {
    constexpr size_t block = 256;
    double value[block];
    int64_t below[block];
    for (size_t begin = 0; begin < n; begin += block) {
        const size_t m = n - begin < block ? n - begin : block;
        for (size_t i = 0; i < m; i++) value[i] = static_cast<double>(x[begin + i]);
        for (size_t i = 0; i < m; i++) below[i] = value[i] != value[i] ? static_cast<int64_t>(edge_count + 1) : 0;
        for (size_t e = 0; e < edge_count; e++) {
            const double edge = edges[e];
            for (size_t i = 0; i < m; i++) below[i] += value[i] > edge;  // false for NaN
        }
        for (size_t i = 0; i < m; i++) out[begin + i] = static_cast<uint16_t>(below[i]);
    }
}

// Many edges: halve the range, without a branch that depends on the value.
template <class T>
void bin_search(const T* x, size_t n, const double* edges, size_t edge_count, uint16_t* out) {
    for (size_t i = 0; i < n; i++) {
        const double value = static_cast<double>(x[i]);
        const double* low = edges;
        for (size_t left = edge_count; left > 0;) {
            const size_t half = (left + 1) / 2;
            low += half * (low[half - 1] < value);
            left -= half;
        }
        out[i] = static_cast<uint16_t>(value != value ? edge_count + 1 : static_cast<size_t>(low - edges));
    }
}

template <class T>
void bin(const T* x, size_t n, const double* edges, size_t edge_count, uint16_t* out) {
    if (edge_count <= 40)
        bin_linear(x, n, edges, edge_count, out);
    else
        bin_search(x, n, edges, edge_count, out);
}

bool look_up(const int32_t* index, size_t n, const uint16_t* table, size_t size, uint16_t* out) {
    uint32_t highest = 0;
    for (size_t i = 0; i < n; i++) {
        const uint32_t at = static_cast<uint32_t>(index[i]);
        highest = at > highest ? at : highest;
    }
    if (n > 0 && highest >= size) return false;
    for (size_t i = 0; i < n; i++) out[i] = table[index[i]];
    return true;
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
