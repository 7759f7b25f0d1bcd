// Sums over the cells of a table of counts, of quadratic functions of a row's number plus a column's: their
// coefficients depend on the count of the cell. Means and variances of estimates from tables are such sums.
#pragma once

#include "counts/counts.hpp"
#include "simd/vector.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

// The numbers of `table` at the indices.
PLOGP_INLINE Double gathered(const double* table, Int index) {
#if defined(__AVX512F__)
    return _mm512_i64gather_pd((__m512i)index, table, 8);
#elif defined(__AVX2__)
    return _mm256_i64gather_pd(table, (__m256i)index, 8);
#else
    Double x;
    for (int i = 0; i < lanes; i++) x[i] = table[index[i]];
    return x;
#endif
}

// Counts beyond the coefficients are taken for the last: the caller sees to it that there are none.
PLOGP_INLINE Int limited(Int count, Int last) { return (Unsigned)count > (Unsigned)last ? last : count; }

void quadratics(const CellTable& table, size_t begin, size_t end, const double* coefficients, size_t size, size_t count,
                double* sums) {
    const Int last = Int{} + static_cast<int64_t>(size - 1);
    for (size_t q = 0; q < count; q++) sums[q] = 0;
    for (size_t i = begin; i < end; i++) {
        const int64_t* const cells = table.cells + i * table.columns;
        for (size_t q = 0; q < count; q++) {
            const double *const a = coefficients + 3 * q * size, *const b = a + size, *const c = b + size;
            const Double row = all(table.row[i]);
            Double total{};
            size_t j = 0;
            for (; j + lanes <= table.columns; j += lanes) {
                Int n;
                __builtin_memcpy(&n, cells + j, sizeof n);
                n = limited(n, last);
                const Double s = row + load(table.column + j);
                total += gathered(a, n) + s * (gathered(b, n) + s * gathered(c, n));
            }
            double rest = 0;
            for (; j < table.columns; j++) {
                const size_t n = static_cast<uint64_t>(cells[j]) < size ? static_cast<size_t>(cells[j]) : size - 1;
                const double s = table.row[i] + table.column[j];
                rest += a[n] + s * (b[n] + s * c[n]);
            }
            sums[q] += sum(total) + rest;
        }
    }
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
