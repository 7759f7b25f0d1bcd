// Jensen-Shannon divergence between all pairs of two sets of rows: one logarithm a term; near pairs once more, exactly.
#pragma once

#include "divergence_matrix/accuracy.hpp"
#include "divergence_matrix/divergence_matrix.hpp"
#include "row/entropy.hpp"
#include "row/js.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

template <class T>
size_t prepare_js(const T* p, size_t n, size_t k, double tolerance, JsRows to) {
    const size_t step = padded(k);
    for (size_t i = 0; i < n; i++) {
        const T* row = p + i * k;
        const Extent extent = extent_of(row, k);
        if (!extent.is_distribution(tolerance)) return i;
        entropy_of_row(row, k, tolerance, to.entropy[i]);
        for (size_t c = 0; c < step; c++) to.rows[i * step + c] = c < k ? row[c] / extent.total : 0.0;
    }
    return n;
}

// sum (p + q) log(p + q) of one row with n others side by side; 0 log 0 is 0 in the padding too.
template <int n>
PLOGP_INLINE void mix(const double* p, const double* const (&q)[n], size_t step, double (&result)[n]) {
    Double total[n] = {};
    for (size_t start = 0; start < step; start += block) {
        const size_t end = step - start < block ? step : start + block;
        Double part[n] = {};
        for (size_t c = start; c < end; c += lanes) {
            Double x[n], logs[n];
            for (int j = 0; j < n; j++) x[j] = load(p + c) + load(q[j] + c);
            for (int j = 0; j < n; j++) logs[j] = log_short(x[j]);
            for (int j = 0; j < n; j++) part[j] += x[j] * logs[j];
        }
        for (int j = 0; j < n; j++) total[j] += part[j];
    }
    for (int j = 0; j < n; j++) result[j] = sum(total[j]);
}

// JS = H((p + q)/2) - (H(p) + H(q))/2 = log 2 - (sum (p+q) log(p+q) + H(p) + H(q)) / 2: one logarithm a term and no
// division.
//
// This cancels where the rows agree. In half-ulps its absolute error is at most, of half of sum (p+q) |log(p+q)|,
// itself at most (H(p) + H(q))/2 + log 2: one for each addition in a chain of 16 + k/(16 lanes), and 8 for the
// logarithm, the product and the normalisation; then 32 of each entropy, and 32 for the polynomial and the rest. Below
// error / wanted it is computed again.
template <bool symmetric, class T>
void js_tile(const T* p, const T* q, JsRows rows, JsRows columns, size_t k, Tile t, T* out) {
    const size_t step = padded(k);
    const double chain = 16.0 + 8.0 + static_cast<double>(step / block);
    const auto finish = [&](size_t i, size_t j, double mixture) __attribute__((always_inline)) {
        const double entropies = 0.5 * (rows.entropy[i] + columns.entropy[j]);
        const double error = half_ulp * (chain * (entropies + ln2) + 32.0 * entropies + 32.0);
        double value = ln2 - 0.5 * mixture - entropies;
        if (value * wanted<T> < error) js_of_row(p + i * k, q + j * k, k, __builtin_inf(), value);
        out[i * t.m + j] = static_cast<T>(value);
        if constexpr (symmetric) out[j * t.m + i] = static_cast<T>(value);
    };
    for (size_t i = t.i; i < t.i_end; i++) {
        const double* row = rows.rows + i * step;
        size_t j = t.j;
        if (symmetric && j <= i) {
            out[i * t.m + i] = 0;  // a row and itself
            j = i + 1;
        }
        // Four side by side: the chains of one hide the waiting of the others.
        const double* column = columns.rows + j * step;
        double mixture[4], last[1];
        for (; j + 4 <= t.j_end; j += 4, column += 4 * step) {
            mix<4>(row, {column, column + step, column + 2 * step, column + 3 * step}, step, mixture);
            for (size_t c = 0; c < 4; c++) finish(i, j + c, mixture[c]);
        }
        for (; j < t.j_end; j++, column += step) {
            mix<1>(row, {column}, step, last);
            finish(i, j, last[0]);
        }
    }
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
