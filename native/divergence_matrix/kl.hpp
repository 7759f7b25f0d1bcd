// Kullback-Leibler divergence between all pairs of two sets of rows: a matrix product; near pairs once more, exactly.
//
// KL(p||q) = sum p log p - sum p log q: one number a row, and the product of P and log Q. The product is our own and
// not NumPy's: zeros of Q must not meet it as minus infinity, near pairs are mended while their tile is in the cache,
// the chains of additions are short enough for a bound on the error that is of use, and it shares this package's
// threads.
#pragma once

#include "divergence_matrix/accuracy.hpp"
#include "divergence_matrix/divergence_matrix.hpp"
#include "divergence_matrix/product.hpp"
#include "row/entropy.hpp"
#include "row/kl.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

constexpr size_t words(size_t k) { return (k + 63) / 64; }

// Sets the bits of the entries above zero.
template <class T>
void mark(const T* row, size_t k, uint64_t* support) {
    for (size_t c = 0; c < k; c++) {
        if (c % 64 == 0) support[c / 64] = 0;
        support[c / 64] |= static_cast<uint64_t>(row[c] > 0) << (c % 64);
    }
}

template <class T>
size_t prepare_kl_rows(const T* p, size_t n, size_t k, double tolerance, KlRows to) {
    for (size_t i = 0; i < n; i++) {
        const T* row = p + i * k;
        const Extent extent = extent_of(row, k);
        if (!extent.is_distribution(tolerance)) return i;
        entropy_of_row(row, k, tolerance, to.entropy[i]);
        to.inverse_total[i] = 1 / extent.total;
        if (to.support != nullptr) mark(row, k, to.support + i * words(k));
    }
    return n;
}

template <class T>
size_t prepare_kl_columns(const T* q, size_t m, size_t k, double tolerance, KlColumns to) {
    for (size_t start = 0; start < m; start += column_panel) {
        double* packed = to.packed + start * k;
        const size_t count = m - start < column_panel ? m - start : column_panel;
        for (size_t j = start; j < start + count; j++) {
            const T* row = q + j * k;
            const Extent extent = extent_of(row, k);
            if (!extent.is_distribution(tolerance)) return j;
            to.log_total[j] = log1p_small(extent.total - 1);
            to.has_zero[j] = extent.low == 0;
            if (extent.low == 0) mark(row, k, to.support + j * words(k));
            for (size_t c = 0; c < k; c += lanes) {
                const size_t left = k - c < lanes ? k - c : lanes;
                const Double x = left < lanes ? load_first(row + c, left, 1.0) : load(row + c);
                const Double logs = log_of_any(x == 0.0 ? all(1.0) : x);
                for (size_t l = 0; l < left; l++) packed[(c + l) * column_panel + j - start] = logs[l];
            }
        }
        for (size_t j = start + count; j < start + column_panel; j++) {  // beyond the last: any finite numbers
            to.log_total[j] = to.has_zero[j] = 0;
            for (size_t c = 0; c < k; c++) packed[c * column_panel + j - start] = 0;
        }
    }
    return m;
}

// In half-ulps the absolute error of a value is at most 64 + k/64 additions and 8 for the logarithm and the scale, of
// the cross-entropy; 32 of the entropy; and 32 for the logarithm of the sum of q, which is near 1.
PLOGP_INLINE Double kl_error(double entropy, Double value, size_t k) {
    const double chain = static_cast<double>(chain_of_product + k / chain_of_product + 8);
    return half_ulp * (chain * (value + entropy) + (32.0 * entropy + 32.0));
}

PLOGP_INLINE bool off_support(const uint64_t* p, const uint64_t* q, size_t k) {
    for (size_t w = 0; w < words(k); w++)
        if (p[w] & ~q[w]) return true;
    return false;
}

// The value of a pair that may be near, or off the support: infinity if it is off, else the product's if that is right
// enough (the zeros of q met only zeros of p), else that of the kernel of two rows.
template <class T>
__attribute__((noinline)) double kl_of_doubtful(const T* p, const T* q, const KlRows& rows, const KlColumns& columns,
                                                size_t k, size_t i, size_t j, double value) {
    bool zeros = columns.has_zero[j] > 0;
    if (zeros && off_support(rows.support + i * words(k), columns.support + j * words(k), k)) return __builtin_inf();
    if (value * wanted<T> < kl_error(rows.entropy[i], all(value), k)[0])
        kl_of_row(p + i * k, q + j * k, k, __builtin_inf(), value, zeros);
    return value;
}

template <class T>
void kl_tile(const T* p, const T* q, KlRows rows, KlColumns columns, size_t k, Tile t, T* out) {
    for (size_t j = t.j; j < t.j_end; j += column_panel) {
        const size_t across = t.j_end - j < column_panel ? t.j_end - j : column_panel;
        for (size_t i = t.i; i < t.i_end; i += row_panel) {
            const T* panel[row_panel];  // rows beyond the last are the last once more
            for (size_t r = 0; r < row_panel; r++) panel[r] = p + (i + r < t.i_end ? i + r : t.i_end - 1) * k;
            Double sums[row_panel][column_vectors] = {};
            for (size_t c = 0; c < k; c += chain_of_product) {
                const size_t length = k - c < chain_of_product ? k - c : chain_of_product;
                add_product(panel, columns.packed + j * k + c * column_panel, length, sums);
                for (size_t r = 0; r < row_panel; r++) panel[r] += length;
            }
            for (size_t r = 0; r < row_panel && i + r < t.i_end; r++) {
                const double entropy = rows.entropy[i + r];
                double values[column_panel], doubtful[column_panel];
                Int any_doubtful{};
                for (size_t c = 0; c < column_vectors; c++) {
                    const Double log_total = load(columns.log_total + j + c * lanes);
                    const Double value = log_total - sums[r][c] * rows.inverse_total[i + r] - entropy;
                    const Double zero = load(columns.has_zero + j + c * lanes);
                    const Int doubt = (Int)(value * wanted<T> < kl_error(entropy, value, k)) | (Int)(zero > 0.0);
                    store(values + c * lanes, value);
                    store(doubtful + c * lanes, (Double)doubt);
                    any_doubtful |= doubt;
                }
                T* to = out + (i + r) * t.m + j;
                for (size_t c = 0; c < across; c++) to[c] = static_cast<T>(values[c]);
                if (!any_sign(any_doubtful)) continue;
                for (size_t c = 0; c < across; c++)
                    if (__builtin_signbit(doubtful[c]))
                        to[c] = static_cast<T>(kl_of_doubtful(p, q, rows, columns, k, i + r, j + c, values[c]));
            }
        }
    }
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
