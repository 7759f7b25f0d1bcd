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

struct Extent {
    double total = 0, low = 0;  // the sum of a row, and its smallest entry

    bool is_distribution(double tolerance) const { return is_total(total, tolerance) && low >= 0; }
};

template <class T>
Extent extent_of(const T* p, size_t k) {
    Double total{}, low = all(1.0);
    for (size_t start = 0; start < k; start += block) {
        const size_t end = k - start < block ? k : start + block;
        Double part{};
        for (size_t c = start; c < end; c += lanes) {
            const bool whole = end - c >= lanes;
            part += whole ? load(p + c) : load_first(p + c, end - c, 0.0);
            low = min(low, whole ? load(p + c) : load_first(p + c, end - c, 1.0));
        }
        total += part;
    }
    return {sum(total), least(low)};
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
