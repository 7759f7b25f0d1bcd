// The Kullback-Leibler divergence of normals, one pair at a time, with its gradient by all four parameters.
#pragma once

#include <stddef.h>

#include "dispatch.hpp"

namespace plogp {

// n numbers, or one that stands for n where the step is 0.
template <class T>
struct Column {
    const T* data;
    size_t step;
};

// Means and scales of P, then those of Q. Each kernel writes the value of each pair to `out`, or, where that is null,
// those of the four slopes of the value that are not null, times the weights. It returns the first pair with a
// parameter outside of its domain, or with a scale so far from 1 that the equation is to be asked, or n.
template <class T>
using NormalKl = size_t (*)(const Column<T> (&parameters)[4], size_t n, T* out, Column<T> weights,
                            T* const (&slopes)[4]);

struct FamilyKernels {
    NormalKl<float> normal_kl_f32;
    NormalKl<double> normal_kl_f64;

    NormalKl<float> of(float) const { return normal_kl_f32; }
    NormalKl<double> of(double) const { return normal_kl_f64; }
};

PLOGP_TABLE(FamilyKernels, family_kernels)

}  // namespace plogp
