// Increments, one a cycle at best: all columns of a row lie in a line of memory, and counters of sixteen bits let the
// tables of all of them stay in the first cache. Equal bins of neighbouring rows lie far enough apart not to wait for
// each other.
#pragma once

#include "histogram/histogram.hpp"
#include "simd/vector.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

// Further ahead than memory is slow, for the rows of a deep node lie far apart; but the first cache is full of tables.
constexpr size_t far = 32, near = 4;

constexpr size_t line = 8;  // words

constexpr size_t most_rows = UINT16_MAX;

void count_line(const uint64_t* word, size_t words, const uint32_t* rows, size_t n, size_t columns, uint16_t* counts) {
    const size_t whole = columns / 8, rest = columns % 8;
    for (size_t i = 0; i < n; i++) {
        __builtin_prefetch(word + words * rows[i + far < n ? i + far : i], 0, 2);
        __builtin_prefetch(word + words * rows[i + near < n ? i + near : i]);
        const uint64_t* of_row = word + words * rows[i];
        uint16_t* of = counts;
        for (size_t w = 0; w < whole; w++, of += 8 * table_size) {
            const uint64_t bins = of_row[w];
#pragma GCC unroll 8
            for (int c = 0; c < 8; c++) of[c * table_size + (bins >> 8 * c & 255)]++;
        }
        if (rest == 0) continue;
        uint64_t bins = of_row[whole];
        for (size_t c = 0; c < rest; c++, bins >>= 8, of += table_size) of[bins & 255]++;
    }
}

void count(const BinnedRows& bins, const uint32_t* rows, size_t n, uint32_t* counts) {
    alignas(64) uint16_t few[8 * line * table_size];
    for (size_t c = 0; c < bins.columns; c += 8 * line, counts += 8 * line * table_size) {
        const size_t left = bins.columns - c, columns = left < 8 * line ? left : 8 * line, cells = columns * table_size;
        for (size_t i = 0; i == 0 || i < n; i += most_rows) {
            for (size_t j = 0; j < cells; j++) few[j] = 0;
            count_line(bins.word + c / 8, bins.words, rows + i, n - i < most_rows ? n - i : most_rows, columns, few);
            for (size_t j = 0; j < cells; j++) counts[j] = (i == 0 ? 0 : counts[j]) + few[j];
        }
    }
}

void subtract(uint32_t* counted, uint32_t* all, size_t n, bool exchanged) {
    if (exchanged) {
        for (size_t i = 0; i < n; i++) {
            const uint32_t rest = all[i] - counted[i];
            all[i] = counted[i];
            counted[i] = rest;
        }
    } else {
        for (size_t i = 0; i < n; i++) all[i] -= counted[i];
    }
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
