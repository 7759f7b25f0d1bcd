// Joint counts of two integer columns: cell numbers and range checks for a block at a time in vectors, then the
// increments.
//
// A block of cell numbers stays in L1. Equal neighbours would make an increment wait for the one before, so small
// tables are counted in copies, taken in turn; copies of a large table would push each other out of L2.
#pragma once

#include "counts/counts.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

constexpr size_t block_size = 2048;

// The largest value of an element type. Where there are more levels than that, any value but a negative one is in
// range.
template <class T, class Unsigned>
constexpr Unsigned largest() {
    return T(-1) < T(0) ? static_cast<Unsigned>(-1) >> 1 : static_cast<Unsigned>(-1);
}

// cell[i] = x[i] * stride; returns whether a value lies outside [0, levels). A negative value is a huge unsigned one.
template <class T, class Unsigned>
bool place_first(const void* data, size_t begin, size_t n, uint32_t levels, uint32_t stride, uint32_t* cell) {
    const T* x = static_cast<const T*>(data) + begin;
    const Unsigned limit = static_cast<Unsigned>(levels);
    const bool narrow = sizeof(T) < 4 && levels > largest<T, Unsigned>();
    Unsigned outside = 0;
    for (size_t i = 0; i < n; i++) {
        const Unsigned value = static_cast<Unsigned>(x[i]);
        outside |= value >= limit;
        cell[i] = static_cast<uint32_t>(value) * stride;
    }
    if (narrow) {
        outside = 0;
        for (size_t i = 0; i < n; i++) outside |= x[i] < T(0);
    }
    return outside != 0;
}

// cell[i] += y[i]; the same check.
template <class T, class Unsigned>
bool place_second(const void* data, size_t begin, size_t n, uint32_t levels, uint32_t* cell) {
    const T* y = static_cast<const T*>(data) + begin;
    const Unsigned limit = static_cast<Unsigned>(levels);
    const bool narrow = sizeof(T) < 4 && levels > largest<T, Unsigned>();
    Unsigned outside = 0;
    for (size_t i = 0; i < n; i++) {
        const Unsigned value = static_cast<Unsigned>(y[i]);
        outside |= value >= limit;
        cell[i] += static_cast<uint32_t>(value);
    }
    if (narrow) {
        outside = 0;
        for (size_t i = 0; i < n; i++) outside |= y[i] < T(0);
    }
    return outside != 0;
}

using PlaceFirst = bool (*)(const void*, size_t, size_t, uint32_t, uint32_t, uint32_t*);
using PlaceSecond = bool (*)(const void*, size_t, size_t, uint32_t, uint32_t*);

const PlaceFirst first_places[] = {
    place_first<int8_t, uint8_t>,    place_first<int16_t, uint16_t>,  place_first<int32_t, uint32_t>,
    place_first<int64_t, uint64_t>,  place_first<uint8_t, uint8_t>,   place_first<uint16_t, uint16_t>,
    place_first<uint32_t, uint32_t>, place_first<uint64_t, uint64_t>,
};
const PlaceSecond second_places[] = {
    place_second<int8_t, uint8_t>,    place_second<int16_t, uint16_t>,  place_second<int32_t, uint32_t>,
    place_second<int64_t, uint64_t>,  place_second<uint8_t, uint8_t>,   place_second<uint16_t, uint16_t>,
    place_second<uint32_t, uint32_t>, place_second<uint64_t, uint64_t>,
};

// Calls count(cells, n) for each block of rows; stops before the first block that holds a value out of range.
template <class Count>
bool for_blocks(IntegerColumn x, IntegerColumn y, size_t begin, size_t end, const Count& count) {
    alignas(64) uint32_t cell[block_size];
    const PlaceFirst first = first_places[x.type];
    const PlaceSecond second = second_places[y.type];
    for (size_t i = begin; i < end; i += block_size) {
        const size_t n = end - i < block_size ? end - i : block_size;
        const bool outside_x = first(x.data, i, n, x.levels, y.levels, cell);
        const bool outside_y = second(y.data, i, n, y.levels, cell);
        if (outside_x || outside_y) return false;
        count(cell, n);
    }
    return true;
}

bool joint_small(IntegerColumn x, IntegerColumn y, size_t begin, size_t end, uint32_t* tables, int copies) {
    const size_t cells = static_cast<size_t>(x.levels) * y.levels;
    if (copies < 4)
        return for_blocks(x, y, begin, end, [=](const uint32_t* cell, size_t n) {
            for (size_t i = 0; i < n; i++) tables[cell[i]]++;
        });
    uint32_t *a = tables, *b = a + cells, *c = b + cells, *d = c + cells;
    return for_blocks(x, y, begin, end, [=](const uint32_t* cell, size_t n) {
        size_t i = 0;
        for (; i + 4 <= n; i += 4) {
            a[cell[i]]++;
            b[cell[i + 1]]++;
            c[cell[i + 2]]++;
            d[cell[i + 3]]++;
        }
        for (; i < n; i++) a[cell[i]]++;
    });
}

bool joint(IntegerColumn x, IntegerColumn y, size_t begin, size_t end, int64_t* table) {
    return for_blocks(x, y, begin, end, [=](const uint32_t* cell, size_t n) {
        for (size_t i = 0; i < n; i++) table[cell[i]]++;
    });
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
