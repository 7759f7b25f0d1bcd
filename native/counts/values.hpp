// A block of a column's values as numbers of one type, whatever type they are stored in.
#pragma once

#include "counts/counts.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

template <class T, class Out>
void convert(const void* data, size_t begin, size_t n, Out* out) {
    const T* x = static_cast<const T*>(data) + begin;
    for (size_t i = 0; i < n; i++) out[i] = static_cast<Out>(x[i]);
}

template <class Out>
using Convert = void (*)(const void*, size_t, size_t, Out*);

const Convert<double> to_double[] = {
    convert<int8_t, double>,  convert<int16_t, double>,  convert<int32_t, double>,  convert<int64_t, double>,
    convert<uint8_t, double>, convert<uint16_t, double>, convert<uint32_t, double>, convert<uint64_t, double>,
    convert<float, double>,   convert<double, double>,
};
const Convert<int64_t> to_integer[] = {
    convert<int8_t, int64_t>,  convert<int16_t, int64_t>,  convert<int32_t, int64_t>,  convert<int64_t, int64_t>,
    convert<uint8_t, int64_t>, convert<uint16_t, int64_t>, convert<uint32_t, int64_t>, convert<uint64_t, int64_t>,
};

// out[i] = value where the bit of row begin + i is not set.
template <class Out>
void blot(Values x, size_t begin, size_t n, Out value, Out* out) {
    if (x.valid == nullptr) return;
    for (size_t i = 0; i < n; i++) {
        const size_t at = x.offset + begin + i;
        out[i] = x.valid[at / 8] >> (at % 8) & 1 ? out[i] : value;
    }
}

void numbers(Values x, size_t begin, size_t n, double* out) {
    to_double[x.type](x.data, begin, n, out);
    blot(x, begin, n, __builtin_nan(""), out);
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
