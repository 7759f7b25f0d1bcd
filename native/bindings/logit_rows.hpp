// Rows of logits as Python hands them in: their shape, the loop over them, and the memory for what is made of them.
#pragma once

#include <algorithm>
#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "bindings/bind.hpp"
#include "logits/logits.hpp"
#include "thread_pool.hpp"

namespace plogp {

using Writable = nb::ndarray<nb::c_contig, nb::device::cpu>;
using Gradient = std::optional<Writable>;

// Beyond this an output is written around the caches: it would not be found there again.
constexpr std::size_t third_level_cache = std::size_t{32} << 20;

// The rows of one array, or of two of which one may be a single row for all rows of the other.
struct Rows {
    std::vector<std::size_t> shape;
    std::size_t n = 1, k = 0;

    explicit Rows(const Array& a) { take(a); }

    Rows(const Array& a, const Array& b) {
        if (a.dtype() != b.dtype()) throw nb::type_error("the two arrays differ in type");
        take(a.ndim() >= b.ndim() ? a : b);
        if (!fits(a) || !fits(b)) throw Fault("the shapes do not match");
    }

    void take(const Array& a) {
        if (a.ndim() == 0) throw nb::type_error("a distribution has at least one axis");
        for (std::size_t i = 0; i < a.ndim(); i++) shape.push_back(a.shape(i));
        k = shape.back();
        for (std::size_t i = 0; i + 1 < shape.size(); i++) n *= shape[i];
    }

    template <class A>
    bool is_full(const A& a) const {
        if (a.ndim() != shape.size()) return false;
        for (std::size_t i = 0; i < shape.size(); i++)
            if (a.shape(i) != shape[i]) return false;
        return true;
    }

    bool fits(const Array& a) const { return is_full(a) || (a.ndim() == 1 && a.shape(0) == k); }
    std::size_t stride(const Array& a) const { return a.ndim() == 1 && shape.size() > 1 ? 0 : k; }

    // About 50 microseconds of work, but some rows where there are many, since the first row of a range is not
    // prefetched.
    std::size_t per_chunk() const {
        return std::max({std::size_t{1}, 65536 / std::max<std::size_t>(k, 32), std::min<std::size_t>(8, n / 8)});
    }
};

// Runs kernel(begin, end), which returns the first faulty row or end, over all rows.
template <class Kernel>
void over_rows(const Rows& rows, const Kernel& kernel) {
    std::atomic<std::size_t> faulty{rows.n};
    {
        const Unlocked unlocked;
        share(rows.n, rows.per_chunk(), [&](std::size_t begin, std::size_t end) {
            const std::size_t row = kernel(begin, end);
            std::size_t first = faulty.load();
            while (row < end && row < first && !faulty.compare_exchange_weak(first, row)) {
            }
        });
    }
    if (faulty < rows.n) throw Fault("row " + std::to_string(faulty) + " is not what it must be");
}

template <class T>
LogitRows<T> logits(const Rows& rows, const Array& z, double temperature, const Gradient& gradient) {
    // Beyond these bounds 1/T or a product with it would leave float32.
    if (!(temperature >= 1e-30 && temperature <= 1e30)) throw Fault("the temperature must lie between 1e-30 and 1e30");
    LogitRows<T> logits{static_cast<const T*>(z.data()), rows.stride(z), temperature, nullptr, false};
    if (gradient) {
        if (gradient->dtype() != nb::dtype<T>()) throw nb::type_error("the output differs in type from the logits");
        if (!rows.is_full(*gradient)) throw Fault("the output has not the shape of the rows");
        logits.gradient = static_cast<T*>(gradient->data());
        if (logits.gradient == logits.data && logits.stride == 0)
            throw Fault("one row for all cannot be written in place");
        // Such stores need an address that is a multiple of their size, which no step by whole numbers leads to from
        // here.
        const bool aligned = reinterpret_cast<std::uintptr_t>(logits.gradient) % sizeof(T) == 0;
        logits.streaming = aligned && logits.gradient != logits.data && rows.n * rows.k * sizeof(T) > third_level_cache;
    }
    return logits;
}

template <class T>
Fresh values(const Rows& rows) {
    return fresh<T>(rows.shape.size() - 1, rows.shape.data());
}

// Calls body(T()) with the element type of the logits.
template <class Body>
auto by_type(const Array& z, const Body& body) {
    if (is<double>(z)) return body(double());
    if (is<float>(z)) return body(float());
    throw nb::type_error("logits must be float32 or float64");
}

}  // namespace plogp
