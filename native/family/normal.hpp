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

// Means and scales of P, then those of Q. Each kernel writes out[i], and where `gradient` is not null those of its four
// arrays that are not; it returns the first pair with a parameter outside of its domain, or with a scale so far from 1
// that the equation is to be asked, or n.
template <class T>
using NormalKl = size_t (*)(const Column<T> (&parameters)[4], size_t n, T* out, T* const* gradient);

struct FamilyKernels {
    NormalKl<float> normal_kl_f32;
    NormalKl<double> normal_kl_f64;

    NormalKl<float> of(float) const { return normal_kl_f32; }
    NormalKl<double> of(double) const { return normal_kl_f64; }
};

PLOGP_TABLE(FamilyKernels, family_kernels)

}  // namespace plogp
