// The kernels of the matrix between two sets of rows, at every level of instruction set.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "level.hpp"

namespace plogp {

// What a matrix of Kullback-Leibler divergences needs of its rows P and its columns Q, laid out in memory of the
// caller's. Packed: panel by panel of so many rows each, then entry by entry, then row by row within the panel, as a
// product reads it; rows beyond the last are filled up with zeros. Support: one bit an entry, 64 to a word, set where
// the row is above zero.
struct KlRows {
    double* packed;  // p
    double* entropy;
    double* inverse_total;  // 1 / sum p
    uint64_t* support;
};

struct KlColumns {
    double* packed;  // log q, and 0 where q = 0
    double* log_total;
    uint64_t* support;
    bool* full;  // no zero in the row
};

// What a matrix of Jensen-Shannon divergences needs of each side.
struct JsRows {
    double* rows;  // normalised, each padded with zeros to a multiple of eight entries
    double* entropy;
};

// The part of the matrix that one call fills: rows [i, i_end) and columns [j, j_end) of m.
struct Tile {
    size_t i, i_end, j, j_end, m;
};

// Each `prepare` returns the first row that is not a distribution, or n. Its rows must begin at a multiple of the
// panel.
template <class T>
struct PairwiseKernelsOf {
    size_t (*prepare_kl_rows)(const T* p, size_t n, size_t k, double tolerance, KlRows rows);
    size_t (*prepare_kl_columns)(const T* q, size_t m, size_t k, double tolerance, KlColumns columns);
    void (*kl)(const T* p, const T* q, KlRows rows, KlColumns columns, size_t k, Tile tile, T* out);

    size_t (*prepare_js)(const T* p, size_t n, size_t k, double tolerance, JsRows rows);
    void (*js)(const T* p, const T* q, JsRows rows, JsRows columns, size_t k, Tile tile, T* out);
    void (*js_symmetric)(const T* p, const T* q, JsRows rows, JsRows columns, size_t k, Tile tile, T* out);
};

struct PairwiseKernels {
    size_t row_panel, column_panel;  // rows of P and of Q that the product takes together
    PairwiseKernelsOf<float> f32;
    PairwiseKernelsOf<double> f64;

    const PairwiseKernelsOf<float>& of(float) const { return f32; }
    const PairwiseKernelsOf<double>& of(double) const { return f64; }
};

PLOGP_TABLE(PairwiseKernels, pairwise_kernels)

// Rows of the matrix of Jensen-Shannon divergences are padded to this, so that the loop over them has no tail.
constexpr size_t padded(size_t k) { return (k + 7) / 8 * 8; }

}  // namespace plogp
