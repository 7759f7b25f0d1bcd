// The codes that values are counted by: the bin of a number, and the level of a whole number or a dictionary's entry.
#pragma once

#include "counts/values.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

constexpr size_t values_at_a_time = 256;  // all in L1

// Few edges: compare with each of them.
void bin_linear(const double* value, size_t n, const double* edges, size_t edge_count, uint16_t* out) {
    int64_t below[values_at_a_time];
    for (size_t i = 0; i < n; i++) below[i] = value[i] != value[i] ? static_cast<int64_t>(edge_count + 1) : 0;
    for (size_t e = 0; e < edge_count; e++) {
        const double edge = edges[e];
        for (size_t i = 0; i < n; i++) below[i] += value[i] > edge;  // false for NaN
    }
    for (size_t i = 0; i < n; i++) out[i] = static_cast<uint16_t>(below[i]);
}

// Many edges: halve the range, without a branch that depends on the value.
void bin_search(const double* x, size_t n, const double* edges, size_t edge_count, uint16_t* out) {
    for (size_t i = 0; i < n; i++) {
        const double value = x[i];
        const double* low = edges;
        for (size_t left = edge_count; left > 0;) {
            const size_t half = (left + 1) / 2;
            low += half * (low[half - 1] < value);
            left -= half;
        }
        out[i] = static_cast<uint16_t>(value != value ? edge_count + 1 : static_cast<size_t>(low - edges));
    }
}

void bin(Values x, size_t n, const double* edges, size_t edge_count, uint16_t* out) {
    double value[values_at_a_time];
    for (size_t begin = 0; begin < n; begin += values_at_a_time) {
        const size_t m = n - begin < values_at_a_time ? n - begin : values_at_a_time;
        numbers(x, begin, m, value);
        if (edge_count <= 40)
            bin_linear(value, m, edges, edge_count, out + begin);
        else
            bin_search(value, m, edges, edge_count, out + begin);
        blot(x, begin, m, static_cast<uint16_t>(edge_count + 2), out + begin);
    }
}

bool look_up(Values x, size_t n, int64_t low, const uint16_t* table, size_t size, uint16_t missing, uint16_t* out) {
    int64_t value[values_at_a_time];
    bool known = true;
    for (size_t begin = 0; begin < n && known; begin += values_at_a_time) {
        const size_t m = n - begin < values_at_a_time ? n - begin : values_at_a_time;
        to_integer[x.type](x.data, begin, m, value);
        uint64_t outside = 0;
        uint16_t most = 0;
        for (size_t i = 0; i < m; i++) value[i] = static_cast<int64_t>(static_cast<uint64_t>(value[i]) - low);
        blot<int64_t>(x, begin, m, 0, value);
        for (size_t i = 0; i < m; i++) outside |= static_cast<uint64_t>(value[i]) >= size;
        if (outside) return false;
        for (size_t i = 0; i < m; i++) out[begin + i] = table[value[i]];
        blot(x, begin, m, missing, out + begin);
        for (size_t i = 0; i < m; i++) most = out[begin + i] > most ? out[begin + i] : most;
        known = most != unknown;
    }
    return known;
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
