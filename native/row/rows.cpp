// The bound loops over rows; compiled once per level of instruction set.
#include "row/rows.hpp"

#include "row/cross_entropy.hpp"
#include "row/entropy.hpp"
#include "row/js.hpp"
#include "row/kl.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

// Writes the value of each row that value_of(i, value) finds; returns the first row that it refuses, or n.
template <class T, class ValueOf>
PLOGP_INLINE size_t over_rows(size_t n, T* out, const ValueOf& value_of) {
    for (size_t i = 0; i < n; i++) {
        double value;
        if (!value_of(i, value)) return i;
        out[i] = static_cast<T>(value);
    }
    return n;
}

template <class T>
size_t entropy(const T* p, size_t n, size_t k, double tolerance, T* out) {
    return over_rows(n, out, [=](size_t i, double& value) __attribute__((always_inline)) {
        return entropy_of_row(p + i * k, k, tolerance, value);
    });
}

template <class T>
size_t cross_entropy(Rows<T> p, Rows<T> q, size_t n, size_t k, double tolerance, T* out) {
    bool sparse = false;
    return over_rows(n, out, [=, &sparse](size_t i, double& value) __attribute__((always_inline)) {
        return cross_entropy_of_row(p.data + i * p.step, q.data + i * q.step, k, tolerance, value, sparse);
    });
}

template <class T>
size_t kl(Rows<T> p, Rows<T> q, size_t n, size_t k, double tolerance, T* out) {
    bool sparse = false;
    return over_rows(n, out, [=, &sparse](size_t i, double& value) __attribute__((always_inline)) {
        return kl_of_row(p.data + i * p.step, q.data + i * q.step, k, tolerance, value, sparse);
    });
}

template <class T>
size_t js(Rows<T> p, Rows<T> q, size_t n, size_t k, double tolerance, T* out) {
    return over_rows(n, out, [=](size_t i, double& value) __attribute__((always_inline)) {
        return js_of_row(p.data + i * p.step, q.data + i * q.step, k, tolerance, value);
    });
}

template <class T>
constexpr RowKernelsOf<T> kernels_of = {entropy<T>, cross_entropy<T>, kl<T>, js<T>};

}  // namespace

const RowKernels row_kernels = {kernels_of<float>, kernels_of<double>};

}  // namespace plogp::PLOGP_LEVEL
