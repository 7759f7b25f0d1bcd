// Binds the quantities of rows of probabilities.
#include <algorithm>
#include <atomic>
#include <vector>

#include "bind.hpp"
#include "pool.hpp"
#include "rows.hpp"

namespace plogp {

using namespace nb::literals;

namespace {

struct Shape {
    std::vector<std::size_t> leading;
    std::size_t n = 1, k = 0;

    explicit Shape(const Array& a) : leading(a.ndim() ? a.ndim() - 1 : 0) {
        if (a.ndim() == 0) throw nb::type_error("a distribution has at least one axis");
        for (std::size_t i = 0; i < leading.size(); i++) n *= leading[i] = a.shape(i);
        k = a.shape(leading.size());
    }
};

// About 50 microseconds of work, at one nanosecond an entry.
std::size_t rows_per_chunk(std::size_t k) { return std::max<std::size_t>(1, 65536 / std::max<std::size_t>(k, 4)); }

// Runs kernel(begin, count), which returns the first faulty row within its range or count, over all rows.
template <class Kernel>
void over_rows(const Shape& shape, const Kernel& kernel) {
    std::atomic<std::size_t> faulty{shape.n};
    {
        nb::gil_scoped_release unlocked;
        share(shape.n, rows_per_chunk(shape.k), [&](std::size_t begin, std::size_t end) {
            const std::size_t row = begin + kernel(begin, end - begin);
            std::size_t first = faulty.load();
            while (row < end && row < first && !faulty.compare_exchange_weak(first, row)) {
            }
        });
    }
    if (faulty < shape.n) throw Fault("row " + std::to_string(faulty) + " is not a distribution");
}

template <class T>
Fresh entropy_of(const Array& p, double tolerance) {
    const Shape shape(p);
    auto out = fresh<T>(shape.leading.size(), shape.leading.data());
    const T* data = static_cast<const T*>(p.data());
    T* values = static_cast<T*>(out.data());
    const auto kernel = PLOGP_CHOSEN(row_kernels).of(T()).entropy;
    over_rows(shape, [&](std::size_t begin, std::size_t count) {
        return kernel(data + begin * shape.k, count, shape.k, tolerance, values + begin);
    });
    return out;
}

Fresh entropy(const Array& p, double tolerance) {
    if (is<double>(p)) return entropy_of<double>(p, tolerance);
    if (is<float>(p)) return entropy_of<float>(p, tolerance);
    throw nb::type_error("probabilities must be float32 or float64");
}

}  // namespace

void bind_rows(nb::module_& m) {
    m.def("entropy", &entropy, "p"_a.noconvert(), "tolerance"_a, "Entropy of each row of probabilities, in nats.");
}

}  // namespace plogp
