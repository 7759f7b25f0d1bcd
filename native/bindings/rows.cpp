// Binds the quantities of rows of probabilities.
#include "row/rows.hpp"

#include <algorithm>
#include <atomic>

#include "bindings/bind.hpp"
#include "thread_pool.hpp"

namespace plogp {

using namespace nb::literals;

namespace {

// The rows of an array (..., k), without the array: `shape` points into it.
struct Shape {
    const std::int64_t* shape;
    std::size_t axes, n = 1, k;  // leading axes, rows, entries of a row

    explicit Shape(const Array& a) : shape(a.shape_ptr()), axes(a.ndim() - 1) {
        if (a.ndim() == 0) throw nb::type_error("a distribution has at least one axis");
        if (a.ndim() > max_axes) throw nb::type_error("an array has at most 64 axes");
        for (std::size_t i = 0; i < axes; i++) n *= shape[i];
        k = shape[axes];
    }

    bool operator==(const Shape& other) const {
        return axes == other.axes && std::equal(shape, shape + axes + 1, other.shape);
    }
};

// About 50 microseconds of work, at one nanosecond an entry.
std::size_t rows_per_chunk(std::size_t k) { return std::max<std::size_t>(1, 65536 / std::max<std::size_t>(k, 8)); }

// Runs kernel(begin, count), which returns the first faulty row within its range or count, over n rows of k.
template <class Kernel>
void over_rows(std::size_t n, std::size_t k, const Kernel& kernel) {
    std::atomic<std::size_t> faulty{n};
    if (n * k < 4096) {  // shorter than it takes to release the interpreter and to take it again
        faulty = kernel(0, n);
    } else {
        const Unlocked unlocked;
        share(n, rows_per_chunk(k), [&](std::size_t begin, std::size_t end) {
            const std::size_t row = begin + kernel(begin, end - begin);
            std::size_t first = faulty.load();
            while (row < end && row < first && !faulty.compare_exchange_weak(first, row)) {
            }
        });
    }
    if (faulty < n) throw Fault("row " + std::to_string(faulty) + " is not a distribution");
}

template <class T>
Fresh entropy_of(const Array& p, double tolerance) {
    const Shape shape(p);
    Fresh out = fresh<T>(shape.axes, shape.shape);
    const T* data = static_cast<const T*>(p.data());
    T* values = static_cast<T*>(out.data());
    const auto kernel = PLOGP_CHOSEN(row_kernels).of(T()).entropy;
    over_rows(shape.n, shape.k, [&](std::size_t begin, std::size_t count) {
        return kernel(data + begin * shape.k, count, shape.k, tolerance, values + begin);
    });
    return out;
}

Fresh entropy(const Array& p, double tolerance) {
    if (is<double>(p)) return entropy_of<double>(p, tolerance);
    if (is<float>(p)) return entropy_of<float>(p, tolerance);
    throw nb::type_error("probabilities must be float32 or float64");
}

// A single row beside many stands for as many copies of itself.
template <class T>
Fresh between_of(typename RowKernelsOf<T>::Between kernel, const Array& p, const Array& q, double tolerance) {
    const Shape a(p), b(q);
    if (a.k != b.k || !(a == b || a.axes == 0 || b.axes == 0))
        throw nb::type_error("both must have the same shape, or one of them a single row of the same length");
    const Shape& full = a.axes == 0 ? b : a;
    const Rows<T> x{static_cast<const T*>(p.data()), a.axes == 0 ? 0 : a.k};
    const Rows<T> y{static_cast<const T*>(q.data()), b.axes == 0 ? 0 : b.k};
    Fresh out = fresh<T>(full.axes, full.shape);
    T* values = static_cast<T*>(out.data());
    over_rows(full.n, full.k, [&](std::size_t begin, std::size_t count) {
        const Rows<T> xs{x.data + begin * x.step, x.step}, ys{y.data + begin * y.step, y.step};
        return kernel(xs, ys, count, full.k, tolerance, values + begin);
    });
    return out;
}

// The name is all that differs between the quantities of two rows.
#define PLOGP_BETWEEN(name)                                                                               \
    Fresh name(const Array& p, const Array& q, double tolerance) {                                        \
        const RowKernels& kernels = PLOGP_CHOSEN(row_kernels);                                            \
        if (is<double>(p) && is<double>(q)) return between_of<double>(kernels.f64.name, p, q, tolerance); \
        if (is<float>(p) && is<float>(q)) return between_of<float>(kernels.f32.name, p, q, tolerance);    \
        throw nb::type_error("probabilities must be float32 or float64, and both the same");              \
    }

PLOGP_BETWEEN(cross_entropy)
PLOGP_BETWEEN(kl)
PLOGP_BETWEEN(js)

}  // namespace

void bind_rows(nb::module_& m) {
    m.def("entropy", &entropy, "p"_a.noconvert(), "tolerance"_a, "Entropy of each row of probabilities, in nats.");
    const auto between = [&](const char* name, Fresh (*f)(const Array&, const Array&, double), const char* about) {
        m.def(name, f, "p"_a.noconvert(), "q"_a.noconvert(), "tolerance"_a, about);
    };
    between("cross_entropy", &cross_entropy, "Cross-entropy of each row p under its row q, in nats.");
    between("kl", &kl, "Kullback-Leibler divergence of each row p from its row q, in nats.");
    between("js", &js, "Jensen-Shannon divergence of each row p and its row q, in nats.");
}

}  // namespace plogp
