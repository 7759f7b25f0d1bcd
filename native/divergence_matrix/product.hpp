// The product of a few rows and a packed panel of columns: all its sums stay in registers.
#pragma once

#include "simd/vector.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

// As many sums as there are registers, less those for the vectors of the columns and for the entry that multiplies
// them.
#if defined(__AVX512F__)
constexpr int row_panel = 8;
#else
constexpr int row_panel = 4;
#endif
constexpr int column_vectors = 3;
constexpr int column_panel = column_vectors * lanes;

// Sums run over so many entries before they are added to `sums`: short chains round less, and the additions cost 1
// in 20.
constexpr size_t chain_of_product = 64;

// Adds to sums[r][c] the sum over k entries of rows[r][entry] * columns[entry][c].
template <class T>
PLOGP_INLINE void add_product(const T* const (&rows)[row_panel], const double* columns, size_t k,
                              Double (&sums)[row_panel][column_vectors]) {
    Double part[row_panel][column_vectors] = {};
    for (size_t e = 0; e < k; e++, columns += column_panel) {
        Double column[column_vectors];
#pragma GCC unroll 3
        for (int c = 0; c < column_vectors; c++) column[c] = load(columns + c * lanes);
#pragma GCC unroll 8
        for (int r = 0; r < row_panel; r++) {
            const Double x = all(rows[r][e]);
#pragma GCC unroll 3
            for (int c = 0; c < column_vectors; c++) part[r][c] += x * column[c];
        }
    }
#pragma GCC unroll 8
    for (int r = 0; r < row_panel; r++)
#pragma GCC unroll 3
        for (int c = 0; c < column_vectors; c++) sums[r][c] += part[r][c];
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
