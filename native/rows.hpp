// The kernels over many rows of probabilities: one loop per quantity and element type, at every level of instruction
// set.
#pragma once

#include <stddef.h>

#include "level.hpp"

namespace plogp {

template <class T>
struct RowKernelsOf {
    // out[i] of n rows of k entries each; returns the first row that is not a distribution, or n.
    size_t (*entropy)(const T* p, size_t n, size_t k, double tolerance, T* out);
};

struct RowKernels {
    RowKernelsOf<float> f32;
    RowKernelsOf<double> f64;

    const RowKernelsOf<float>& of(float) const { return f32; }
    const RowKernelsOf<double>& of(double) const { return f64; }
};

PLOGP_TABLE(RowKernels, row_kernels)

}  // namespace plogp
