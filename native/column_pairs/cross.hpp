// Increments for one column beside a fixed one: the cell numbers of eight rows at a time, tables in turn.
#pragma once

#include "column_pairs/column_pairs.hpp"
#include "simd/vector.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

typedef uint8_t Codes8 __attribute__((vector_size(8)));
typedef uint16_t Cells8 __attribute__((vector_size(16)));

// Equal neighbours would make an increment wait for the one before: two or four tables, in turn.
template <int copies>
void cross_copies(const uint8_t* code, const uint16_t* base, size_t n, uint32_t* tables, size_t cells) {
    uint32_t* t[4] = {tables, tables + (copies > 1 ? cells : 0), tables + (copies > 2 ? 2 * cells : 0),
                      tables + (copies > 2 ? 3 * cells : (copies > 1 ? cells : 0))};
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        Codes8 c;
        Cells8 b;
        __builtin_memcpy(&c, code + i, sizeof c);
        __builtin_memcpy(&b, base + i, sizeof b);
        const Cells8 cell = b + __builtin_convertvector(c, Cells8);
        uint64_t low, high;
        __builtin_memcpy(&low, &cell, 8);
        __builtin_memcpy(&high, reinterpret_cast<const char*>(&cell) + 8, 8);
        t[0][low & 0xffff]++;
        t[1][(low >> 16) & 0xffff]++;
        t[2][(low >> 32) & 0xffff]++;
        t[3][low >> 48]++;
        t[0][high & 0xffff]++;
        t[1][(high >> 16) & 0xffff]++;
        t[2][(high >> 32) & 0xffff]++;
        t[3][high >> 48]++;
    }
    for (; i < n; i++) t[0][base[i] + code[i]]++;
}

void cross(const uint8_t* code, const uint16_t* base, size_t n, uint32_t* tables, size_t cells, int copies) {
    if (copies == 4)
        cross_copies<4>(code, base, n, tables, cells);
    else if (copies == 2)
        cross_copies<2>(code, base, n, tables, cells);
    else
        cross_copies<1>(code, base, n, tables, cells);
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
