// The loop over pairs of normals; compiled once per level of instruction set.
//
// With phi(p, q) = q - p + p log(p/q) of kl_term.hpp, which does not cancel where p and q agree,
//     D = ((s - t)^2 + (m - n)^2) / (2 t^2) + phi(t, s) / t
// for the means m, n and the scales s, t, because r^2 - 1 - 2 log r = (r - 1)^2 + 2 (r - 1 - log r) with r = s/t.
#include "family/normal.hpp"

#include "simd/kl_term.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

constexpr double least_scale = 0x1p-250, greatest_scale = 0x1p250;  // whose squares and quotients are normal numbers

template <class T>
PLOGP_INLINE Double load_some(Column<T> x, size_t i, size_t count, double fill) {
    if (x.step == 0) return all(static_cast<double>(*x.data));
    return count == lanes ? load(x.data + i) : load_first(x.data + i, count, fill);
}

template <class T>
PLOGP_INLINE void store_some(T* out, Double x, size_t count) {
    T values[lanes];
    for (int i = 0; i < lanes; i++) values[i] = static_cast<T>(x[i]);
    __builtin_memcpy(out, values, count == lanes ? sizeof values : count * sizeof(T));
}

template <class T>
size_t normal_kl(const Column<T> (&parameters)[4], size_t n, T* out, Column<T> weights, T* const (&slopes)[4]) {
    for (size_t i = 0; i < n; i += lanes) {
        const size_t count = n - i < lanes ? n - i : lanes;
        const Double mean = load_some(parameters[0], i, count, 0.0), scale = load_some(parameters[1], i, count, 1.0);
        const Double model = load_some(parameters[2], i, count, 0.0), width = load_some(parameters[3], i, count, 1.0);
        const Double narrow = min(scale, width), wide = max(scale, width);
        const Double gap = mean - model, change = scale - width, inverse = 1.0 / width;
        const Int right = (narrow >= least_scale) & (wide <= greatest_scale) & (absolute(gap) < greatest_scale) &
                          (absolute(mean) < greatest_scale) & (scale == scale) & (width == width);
        if (any_sign(~right)) return i;
        const Double u = change * inverse, z = gap * inverse;
        if (out != nullptr) {
            store_some(out + i, 0.5 * (u * u + z * z) + kl_term<false>(width, scale, 0.0) * inverse, count);
            continue;
        }
        const Double weight = load_some(weights, i, count, 0.0);
        const Double by_mean = weight * z * inverse, excess = u * (u + 2.0);  // r^2 - 1
        if (slopes[0] != nullptr) store_some(slopes[0] + i, by_mean, count);
        if (slopes[1] != nullptr) store_some(slopes[1] + i, weight * excess / scale, count);
        if (slopes[2] != nullptr) store_some(slopes[2] + i, -by_mean, count);
        if (slopes[3] != nullptr) store_some(slopes[3] + i, -weight * (excess + z * z) * inverse, count);
    }
    return n;
}

}  // namespace

const FamilyKernels family_kernels = {normal_kl<float>, normal_kl<double>};

}  // namespace plogp::PLOGP_LEVEL
