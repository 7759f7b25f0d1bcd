// The kernels that count: joint counts of integer columns, and the codes of values for them.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "dispatch.hpp"

namespace plogp {

// The element types of a column, in the order of the tables in counts/joint.hpp and counts/values.hpp.
enum Number { I8, I16, I32, I64, U8, U16, U32, U64, F32, F64 };

// n values of one integer column, and how many levels they may have: each value must lie in [0, levels).
struct IntegerColumn {
    const void* data;
    Number type;
    uint32_t levels;
};

// Values as Arrow lays them out. Bit `offset + i` of `valid` says whether value i is there; null: all of them are.
struct Values {
    const void* data;
    Number type;
    const uint8_t* valid;
    size_t offset;
};

// Two columns of codes, each below its number of levels.
struct CodePair {
    const uint16_t *x, *y;
    uint32_t y_levels;
};

// A table of counts, with a number for each of its rows and columns.
struct CellTable {
    const int64_t* cells;
    size_t columns;
    const double *row, *column;
};

struct CountKernels {
    // Adds the pairs of rows [begin, end) to a table of x.levels * y.levels cells; false if a value is out of range.
    // The small form counts into `copies` tables, one behind the other, which the caller adds up.
    bool (*joint_small)(IntegerColumn x, IntegerColumn y, size_t begin, size_t end, uint32_t* tables, int copies);
    bool (*joint)(IntegerColumn x, IntegerColumn y, size_t begin, size_t end, int64_t* table);
    // The same of codes that were checked, for n rows; the small form is for up to 65,536 cells and 1, 2 or 4 copies.
    void (*cells_small)(CodePair pair, size_t n, uint32_t* tables, size_t cells, int copies);
    void (*cells)(CodePair pair, size_t n, int64_t* table);
    // out[i] = value begin + i as a number, NaN where it is missing, for i < n.
    void (*numbers)(Values x, size_t begin, size_t n, double* out);
    // The cell of each number in a spectrum, its top 22 bits in the order of numbers or `no_cell` for NaN, and a hash.
    void (*places)(const double* x, size_t n, uint32_t* cell, uint64_t* hash);
    // out[i] = how many of the ascending edges lie below x[i]; edges + 1 for NaN, edges + 2 for what is missing.
    void (*bin)(Values x, size_t n, const double* edges, size_t edge_count, uint16_t* out);
    // out[i] = table[x[i] - low], or `missing`; false if a value lies outside the table or its entry is `unknown`.
    bool (*look_up)(Values x, size_t n, int64_t low, const uint16_t* table, size_t size, uint16_t missing,
                    uint16_t* out);
    // sums[q] = sum over the cells of rows [begin, end) of a + b s + c s^2, where s is the row's number plus the
    // column's and a, b, c are coefficients[q][0 … 2][count of the cell], (count, 3, size).
    void (*quadratics)(const CellTable& table, size_t begin, size_t end, const double* coefficients, size_t size,
                       size_t count, double* sums);
};

constexpr uint16_t unknown = 65535;
constexpr uint32_t no_cell = UINT32_MAX;

PLOGP_TABLE(CountKernels, count_kernels)

}  // namespace plogp
