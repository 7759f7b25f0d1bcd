// The kernels of the matrix between two sets of rows, at every level of instruction set.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "dispatch.hpp"

namespace plogp {

// What a matrix of Kullback-Leibler divergences needs of its rows P and its columns Q, in memory of the caller's.
// Support: one bit an entry, 64 to a word, set where it is above zero.
struct KlRows {
    double* entropy;
    double* inverse_total;  // 1 / sum p
    uint64_t* support;      // null if no column has a zero
};

struct KlColumns {
    double* packed;     // log q, and 0 where q = 0: by panel of columns, then by entry, as the product reads it
    double* log_total;  // log of sum q
    double* has_zero;   // 1 or 0, a number for the sake of vectors
    uint64_t* support;  // of the columns that have a zero
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
    size_t column_panel;  // columns that the product takes together
    PairwiseKernelsOf<float> f32;
    PairwiseKernelsOf<double> f64;

    const PairwiseKernelsOf<float>& of(float) const { return f32; }
    const PairwiseKernelsOf<double>& of(double) const { return f64; }
};

PLOGP_TABLE(PairwiseKernels, pairwise_kernels)

// Rows of the matrix of Jensen-Shannon divergences are padded to this, so that the loop over them has no tail.
constexpr size_t padded(size_t k) { return (k + 7) / 8 * 8; }

}  // namespace plogp
