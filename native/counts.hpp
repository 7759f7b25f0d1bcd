// The kernels that count: joint counts of two integer columns, and the codes of values for them.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "level.hpp"

namespace plogp {

// The element types of an integer column, in the order of the tables in counts/joint.hpp.
enum Integer { I8, I16, I32, I64, U8, U16, U32, U64 };

// n values of one column, and how many levels they may have: each value must lie in [0, levels).
struct IntegerColumn {
    const void* data;
    Integer type;
    uint32_t levels;
};

struct CountKernels {
    // Adds the pairs of rows [begin, end) to a table of x.levels * y.levels cells; false if a value is out of range.
    // The small form counts into `copies` tables, one behind the other, which the caller adds up.
    bool (*joint_small)(IntegerColumn x, IntegerColumn y, size_t begin, size_t end, uint32_t* tables, int copies);
    bool (*joint)(IntegerColumn x, IntegerColumn y, size_t begin, size_t end, int64_t* table);
    // out[i] = how many of the ascending edges lie below x[i]; edges + 1 for NaN.
    void (*bin_f64)(const double* x, size_t n, const double* edges, size_t edge_count, uint16_t* out);
    void (*bin_f32)(const float* x, size_t n, const double* edges, size_t edge_count, uint16_t* out);
    void (*bin_i64)(const int64_t* x, size_t n, const double* edges, size_t edge_count, uint16_t* out);
    // out[i] = table[index[i]]; false if an index is out of range.
    bool (*look_up)(const int32_t* index, size_t n, const uint16_t* table, size_t size, uint16_t* out);
};

PLOGP_TABLE(CountKernels, count_kernels)

}  // namespace plogp
