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

template <class T>
nb::tuple normal_kl_of(const Array* const (&held)[4], unsigned asked) {
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
    T* values = another();
    T* gradient[4] = {};
    for (unsigned i = 0; i < 4; i++)
        if (asked >> i & 1) gradient[i] = another();
    const auto kernel = PLOGP_CHOSEN(family_kernels).of(T());
    std::atomic<bool> refused{false};
    {
        const Unlocked unlocked;
        share(n, chunk, [&](std::size_t begin, std::size_t end) {
            Column<T> part[4];
            T* by[4] = {};
            for (int i = 0; i < 4; i++) {
                part[i] = {columns[i].data + begin * columns[i].step, columns[i].step};
                if (gradient[i] != nullptr) by[i] = gradient[i] + begin;
            }
            if (kernel(part, end - begin, values + begin, asked ? by : nullptr) < end - begin) refused = true;
        });
    }
    if (refused) throw Fault("a parameter is outside of its domain, or far from 1");
    nb::list answer;
    for (Fresh& x : made) answer.append(std::move(x));
    return nb::tuple(answer);
}

nb::tuple normal_kl(const Array& loc, const Array& scale, const Array& other_loc, const Array& other_scale,
                    unsigned asked) {
    const Array* const held[4] = {&loc, &scale, &other_loc, &other_scale};
    if (std::all_of(held, held + 4, [](const Array* x) { return is<double>(*x); }))
        return normal_kl_of<double>(held, asked);
    if (std::all_of(held, held + 4, [](const Array* x) { return is<float>(*x); }))
        return normal_kl_of<float>(held, asked);
    throw nb::type_error("parameters must be float32 or float64, and all the same");
}

}  // namespace

void bind_families(nb::module_& m) {
    m.def(
        "normal_kl", &normal_kl, "loc"_a.noconvert(), "scale"_a.noconvert(), "other_loc"_a.noconvert(),
        "other_scale"_a.noconvert(), "asked"_a,
        "Kullback-Leibler divergence of pairs of normals, in nats, and its slopes by the parameters whose bit is set.");
}

}  // namespace plogp
