// Columns as Arrow lays them out, as the bindings take them: an array of any type of number, and a bit for each value.
#pragma once

#include <nanobind/stl/optional.h>

#include <optional>

#include "bindings/bind.hpp"
#include "counts/counts.hpp"

namespace plogp {

using Valid = std::optional<nb::ndarray<const uint8_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>>;

inline Number number_type(const Array& a) {
    if (is<int64_t>(a)) return I64;
    if (is<int32_t>(a)) return I32;
    if (is<double>(a)) return F64;
    if (is<float>(a)) return F32;
    if (is<uint8_t>(a) || is<bool>(a)) return U8;
    if (is<uint16_t>(a)) return U16;
    if (is<int8_t>(a)) return I8;
    if (is<int16_t>(a)) return I16;
    if (is<uint32_t>(a)) return U32;
    if (is<uint64_t>(a)) return U64;
    throw nb::type_error("a column holds integers, float32 or float64");
}

inline Values values_of(const Array& x, const Valid& valid, std::size_t offset) {
    if (valid && (8 * valid->size() < x.size() || 8 * valid->size() - x.size() < offset))
        throw Fault("there are fewer bits than values");
    return {x.data(), number_type(x), valid ? valid->data() : nullptr, offset};
}

// Calls body(values, begin, n) for consecutive ranges of the values of an array, which begin at `begin`.
template <class Body>
void in_ranges(const Array& x, const Values& values, const Body& body) {
    in_order(x.size(), 1 << 16, [&](std::size_t begin, std::size_t end) {
        const char* data = static_cast<const char*>(values.data) + begin * x.itemsize();
        body(Values{data, values.type, values.valid, values.offset + begin}, begin, end - begin);
    });
}

}  // namespace plogp
