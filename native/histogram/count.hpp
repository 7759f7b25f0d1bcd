// Increments: the key of a row says its node and class, the bin the place within them; eight cell numbers at a time,
// two tables in turn.
#pragma once

#include "histogram.hpp"
#include "vector.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

template <class Key>
void count(const uint8_t* bin, const Key* key, size_t n, int stride, uint32_t* tables, size_t cells) {
    typedef Key Eight __attribute__((vector_size(8 * sizeof(Key))));
    typedef uint8_t Bytes __attribute__((vector_size(8)));
    uint32_t *a = tables, *b = tables + cells;
    const Key step = static_cast<Key>(stride);
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        Bytes bytes;
        Eight keys;
        __builtin_memcpy(&bytes, bin + i, sizeof bytes);
        __builtin_memcpy(&keys, key + i, sizeof keys);
        alignas(32) Key cell[8];
        const Eight at = keys + __builtin_convertvector(bytes, Eight) * step;
        __builtin_memcpy(cell, &at, sizeof at);
        a[cell[0]]++;
        b[cell[1]]++;
        a[cell[2]]++;
        b[cell[3]]++;
        a[cell[4]]++;
        b[cell[5]]++;
        a[cell[6]]++;
        b[cell[7]]++;
    }
    for (; i < n; i++) a[key[i] + step * bin[i]]++;
    for (size_t c = 0; c < cells; c++) a[c] += b[c];
}

void count16(const uint8_t* bin, const uint16_t* key, size_t n, int stride, uint32_t* tables, size_t cells) {
    count(bin, key, n, stride, tables, cells);
}

void count32(const uint8_t* bin, const uint32_t* key, size_t n, int stride, uint32_t* tables, size_t cells) {
    count(bin, key, n, stride, tables, cells);
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
