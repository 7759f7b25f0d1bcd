// Binds the quantities of parametric families.
#include <algorithm>
#include <atomic>
#include <vector>

#include "bindings/bind.hpp"
#include "family/normal.hpp"
#include "thread_pool.hpp"

namespace plogp {

using namespace nb::literals;

namespace {

constexpr std::size_t chunk = 16384;  // pairs, some 50 microseconds of work

// The value, or the slopes by those of the four parameters whose bit is set, times the weights.
template <class T>
nb::object normal_kl_of(const Array* const (&held)[4], const Array* weights, unsigned asked) {
    const Array* full = held[0];
    for (const Array* x : held)
        if (x->size() > full->size()) full = x;
    const std::size_t n = full->size();
    Column<T> columns[4];
    for (int i = 0; i < 4; i++) {
        const bool one = held[i]->size() == 1;
        const bool same = held[i]->ndim() == full->ndim() &&
                          std::equal(full->shape_ptr(), full->shape_ptr() + full->ndim(), held[i]->shape_ptr());
        if (!one && !same) throw nb::type_error("the parameters must have one shape, or be single numbers");
        columns[i] = {static_cast<const T*>(held[i]->data()), one && !same ? std::size_t{0} : std::size_t{1}};
    }
    std::vector<std::size_t> shape(full->shape_ptr(), full->shape_ptr() + full->ndim());
    std::vector<Fresh> made;  // the value, and the slopes that are asked for
    const auto another = [&] {
        made.push_back(empty_aligned(shape.size(), shape.data(), nb::dtype<T>()));
        return static_cast<T*>(made.back().data());
    };
    T* values = weights == nullptr ? another() : nullptr;
    T* slopes[4] = {};
    Column<T> weight{};
    if (weights != nullptr) {
        if (weights->size() != 1 && weights->size() != n) throw nb::type_error("there must be a weight for each pair");
        weight = {static_cast<const T*>(weights->data()), weights->size() == n ? std::size_t{1} : std::size_t{0}};
        for (unsigned i = 0; i < 4; i++)
            if (asked >> i & 1) slopes[i] = another();
    }
    const auto kernel = PLOGP_CHOSEN(family_kernels).of(T());
    std::atomic<bool> refused{false};
    {
        const Unlocked unlocked;
        share(n, chunk, [&](std::size_t begin, std::size_t end) {
            Column<T> part[4];
            T* by[4] = {};
            for (int i = 0; i < 4; i++) {
                part[i] = {columns[i].data + begin * columns[i].step, columns[i].step};
                if (slopes[i] != nullptr) by[i] = slopes[i] + begin;
            }
            const Column<T> w{weight.data + begin * weight.step, weight.step};
            T* at = values == nullptr ? nullptr : values + begin;
            if (kernel(part, end - begin, at, w, by) < end - begin) refused = true;
        });
    }
    if (refused) throw Fault("a parameter is outside of its domain, or far from 1");
    if (weights == nullptr) return nb::cast(made[0]);
    nb::list answer;
    for (Fresh& x : made) answer.append(std::move(x));
    return answer;
}

nb::object normal_kl_for(const Array* const (&held)[4], const Array* weights, unsigned asked) {
    const auto all_are = [&](auto like) {
        using T = decltype(like);
        return std::all_of(held, held + 4, [](const Array* x) { return is<T>(*x); }) &&
               (weights == nullptr || is<T>(*weights));
    };
    if (all_are(double())) return normal_kl_of<double>(held, weights, asked);
    if (all_are(float())) return normal_kl_of<float>(held, weights, asked);
    throw nb::type_error("parameters must be float32 or float64, and all the same");
}

nb::object normal_kl(const Array& loc, const Array& scale, const Array& other_loc, const Array& other_scale) {
    return normal_kl_for({&loc, &scale, &other_loc, &other_scale}, nullptr, 0);
}

nb::object normal_kl_slopes(const Array& loc, const Array& scale, const Array& other_loc, const Array& other_scale,
                            const Array& weights, unsigned asked) {
    return normal_kl_for({&loc, &scale, &other_loc, &other_scale}, &weights, asked);
}

}  // namespace

void bind_families(nb::module_& m) {
    m.def("normal_kl", &normal_kl, "loc"_a.noconvert(), "scale"_a.noconvert(), "other_loc"_a.noconvert(),
          "other_scale"_a.noconvert(), "Kullback-Leibler divergence of pairs of normals, in nats.");
    m.def("normal_kl_slopes", &normal_kl_slopes, "loc"_a.noconvert(), "scale"_a.noconvert(), "other_loc"_a.noconvert(),
          "other_scale"_a.noconvert(), "weights"_a.noconvert(), "asked"_a,
          "The slopes of normal_kl by those of the four parameters whose bit is set, times the weights.");
}

}  // namespace plogp
