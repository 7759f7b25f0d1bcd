// Kullback-Leibler divergence between all pairs of two sets of rows: a matrix product; near pairs once more, exactly.
//
// KL(p||q) = sum p log p - sum p log q: one number a row, and the product of P and log Q. The product is our own and
// not NumPy's: zeros of Q must not meet it as minus infinity, near pairs are mended while their tile is in the cache,
// the chains of additions are short enough for a bound on the error that is of use, and it shares this package's
// threads.
#pragma once

#include "pairwise.hpp"
#include "pairwise/accuracy.hpp"
#include "pairwise/product.hpp"
#include "row/entropy.hpp"
#include "row/kl.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

constexpr size_t words(size_t k) { return (k + 63) / 64; }

// Sets the bits of the entries above zero; whether that is all of them.
template <class T>
PLOGP_INLINE bool mark(const T* row, size_t k, uint64_t* support) {
    bool full = true;
    for (size_t w = 0; w < words(k); w++) {
        const size_t end = k - 64 * w < 64 ? k : 64 * w + 64;
        uint64_t bits = 0;
        for (size_t c = 64 * w; c < end; c++) bits |= static_cast<uint64_t>(row[c] > 0) << (c % 64);
        support[w] = bits;
        full &= bits == ~static_cast<uint64_t>(0) >> (64 * w + 64 - end);
    }
    return full;
}

// Where the row i of panels of `panel` rows begins in packed memory; its entries are `panel` apart.
PLOGP_INLINE double* packed_row(double* packed, size_t i, size_t k, size_t panel) {
    return packed + i / panel * panel * k + i % panel;
}

template <class T>
size_t prepare_kl_rows(const T* p, size_t n, size_t k, double tolerance, KlRows to) {
    for (size_t i = 0; i < n; i++) {
        const T* row = p + i * k;
        double total;
        if (!total_of_row(row, k, tolerance, total)) return i;
        entropy_of_row(row, k, tolerance, to.entropy[i]);
        to.inverse_total[i] = 1 / total;
        mark(row, k, to.support + i * words(k));
        double* packed = packed_row(to.packed, i, k, row_panel);
        for (size_t c = 0; c < k; c++) packed[c * row_panel] = row[c];
    }
    return n;
}

template <class T>
size_t prepare_kl_columns(const T* q, size_t m, size_t k, double tolerance, KlColumns to) {
    for (size_t j = 0; j < m; j++) {
        const T* row = q + j * k;
        double total;
        if (!total_of_row(row, k, tolerance, total)) return j;
        to.log_total[j] = log1p_small(total - 1);
        to.full[j] = mark(row, k, to.support + j * words(k));
        double* packed = packed_row(to.packed, j, k, column_panel);
        for (size_t c = 0; c < k; c += lanes) {
            const size_t left = k - c < lanes ? k - c : lanes;
            const Double x = left < lanes ? load_first(row + c, left, 1.0) : load(row + c);
            const Double logs = log_of_any(x == 0.0 ? all(1.0) : x);
            for (size_t l = 0; l < left; l++) packed[(c + l) * column_panel] = logs[l];
        }
    }
    return m;
}

// In half-ulps the absolute error of a value is at most 64 + k/64 additions and 8 for the logarithm and the scale, of
// the cross-entropy; 32 of the entropy; and 32 for the logarithm of the sum of q, which is near 1.
PLOGP_INLINE double kl_error(double entropy, double value, size_t k) {
    const double chain = static_cast<double>(chain_of_product + k / chain_of_product + 8);
    return half_ulp * (chain * (value + entropy) + 32.0 * entropy + 32.0);
}

PLOGP_INLINE bool off_support(const uint64_t* p, const uint64_t* q, size_t k) {
    for (size_t w = 0; w < words(k); w++)
        if (p[w] & ~q[w]) return true;
    return false;
}

template <class T>
void kl_tile(const T* p, const T* q, KlRows rows, KlColumns columns, size_t k, Tile t, T* out) {
    const auto finish = [&](size_t i, size_t j, double product) __attribute__((always_inline)) {
        const double entropy = rows.entropy[i];
        double value = columns.log_total[j] - product * rows.inverse_total[i] - entropy;
        if (!columns.full[j] && off_support(rows.support + i * words(k), columns.support + j * words(k), k)) {
            value = __builtin_inf();
        } else if (value * wanted<T> < kl_error(entropy, value, k)) {
            bool sparse = !columns.full[j];
            kl_of_row(p + i * k, q + j * k, k, __builtin_inf(), value, sparse);
        }
        out[i * t.m + j] = static_cast<T>(value);
    };
    for (size_t j = t.j; j < t.j_end; j += column_panel) {
        for (size_t i = t.i; i < t.i_end; i += row_panel) {
            Double sums[row_panel][column_vectors] = {};
            for (size_t c = 0; c < k; c += chain_of_product) {
                const size_t length = k - c < chain_of_product ? k - c : chain_of_product;
                add_product(rows.packed + i * k + c * row_panel, columns.packed + j * k + c * column_panel, length,
                            sums);
            }
            for (size_t r = 0; r < row_panel && i + r < t.i_end; r++)
                for (size_t c = 0; c < column_panel && j + c < t.j_end; c++)
                    finish(i + r, j + c, sums[r][c / lanes][c % lanes]);
        }
    }
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
