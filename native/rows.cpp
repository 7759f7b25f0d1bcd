// The bound loops over rows; compiled once per level of instruction set.
#include "rows.hpp"

#include "row/cross_entropy.hpp"
#include "row/entropy.hpp"
#include "row/js.hpp"
#include "row/kl.hpp"

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

template <class T>
size_t cross_entropy(Rows<T> p, Rows<T> q, size_t n, size_t k, double tolerance, T* out) {
    bool sparse = false;
    for (size_t i = 0; i < n; i++) {
        double value;
        if (!cross_entropy_of_row(p.data + i * p.step, q.data + i * q.step, k, tolerance, value, sparse)) return i;
        out[i] = static_cast<T>(value);
    }
    return n;
}

template <class T>
size_t kl(Rows<T> p, Rows<T> q, size_t n, size_t k, double tolerance, T* out) {
    bool sparse = false;
    for (size_t i = 0; i < n; i++) {
        double value;
        if (!kl_of_row(p.data + i * p.step, q.data + i * q.step, k, tolerance, value, sparse)) return i;
        out[i] = static_cast<T>(value);
    }
    return n;
}

template <class T>
size_t js(Rows<T> p, Rows<T> q, size_t n, size_t k, double tolerance, T* out) {
    for (size_t i = 0; i < n; i++) {
        double value;
        if (!js_of_row(p.data + i * p.step, q.data + i * q.step, k, tolerance, value)) return i;
        out[i] = static_cast<T>(value);
    }
    return n;
}

template <class T>
constexpr RowKernelsOf<T> kernels_of = {entropy<T>, cross_entropy<T>, kl<T>, js<T>};

}  // namespace

const RowKernels row_kernels = {kernels_of<float>, kernels_of<double>};

}  // namespace plogp::PLOGP_LEVEL
