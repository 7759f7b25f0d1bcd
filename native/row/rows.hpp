// The kernels over many rows of probabilities: one loop per quantity and element type, at every level of instruction
// set.
#pragma once

#include <stddef.h>

#include "dispatch.hpp"

namespace plogp {

// n rows of k entries each; row i of q begins at q + i * step, where step is k, or 0 for one row against all.
template <class T>
struct Rows {
    const T* data;
    size_t step;
};

// Each writes out[i] for n rows and returns the first row that is not a distribution, or n.
template <class T>
struct RowKernelsOf {
    using Of = size_t (*)(const T* p, size_t n, size_t k, double tolerance, T* out);
    using Between = size_t (*)(Rows<T> p, Rows<T> q, size_t n, size_t k, double tolerance, T* out);

    Of entropy;
    Between cross_entropy, kl, js;
};

struct RowKernels {
    RowKernelsOf<float> f32;
    RowKernelsOf<double> f64;

    const RowKernelsOf<float>& of(float) const { return f32; }
    const RowKernelsOf<double>& of(double) const { return f64; }
};

PLOGP_TABLE(RowKernels, row_kernels)

}  // namespace plogp
