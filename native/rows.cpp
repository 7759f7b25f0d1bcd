// The bound loops over rows; compiled once per level of instruction set.
#include "rows.hpp"

#include "row/entropy.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

template <class T>
size_t entropy(const T* p, size_t n, size_t k, double tolerance, T* out) {
    for (size_t i = 0; i < n; i++) {
        double value;
        if (!entropy_of_row(p + i * k, k, tolerance, value)) return i;
        out[i] = static_cast<T>(value);
    }
    return n;
}

}  // namespace

const RowKernels row_kernels = {{entropy<float>}, {entropy<double>}};

}  // namespace plogp::PLOGP_LEVEL
