// When a value of a matrix is too small for the fast way to have it right: both ways to compute one subtract entropies.
#pragma once

#include "row/block.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

constexpr double half_ulp = 0x1p-53;

// The relative error that a value may have; where the bound on its absolute error exceeds that, the kernel of two rows
// is asked.
template <class T>
constexpr double wanted = sizeof(T) == 4 ? 3e-8 : 1e-12;

// The sum of a row, and whether it is that of a distribution without a negative entry.
template <class T>
bool total_of_row(const T* p, size_t k, double tolerance, double& total) {
    Double all_blocks{}, low{};
    for (size_t start = 0; start < k; start += block) {
        const size_t end = k - start < block ? k : start + block;
        Double part{};
        for (size_t c = start; c < end; c += lanes) {
            const Double x = end - c < lanes ? load_first(p + c, end - c, 0.0) : load(p + c);
            part += x;
            low = min(low, x);
        }
        all_blocks += part;
    }
    total = sum(all_blocks);
    return is_total(total, tolerance) && least(low) >= 0;
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
