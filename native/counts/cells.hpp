// Joint counts of two columns of codes that are known to be in range: many pairs of few columns, each column read
// often.
//
// The cell numbers of eight rows fill two words, taken apart in registers. Equal neighbours would make an increment
// wait for the one before: small tables are counted in two or four copies, in turn.
#pragma once

#include "counts/counts.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

typedef uint16_t Eight __attribute__((vector_size(16)));

template <int copies>
void cells_copies(CodePair pair, size_t n, uint32_t* tables, size_t cells) {
    uint32_t* t[4] = {tables, tables + (copies > 1 ? cells : 0), tables + (copies > 2 ? 2 * cells : 0),
                      tables + (copies > 2 ? 3 * cells : (copies > 1 ? cells : 0))};
    const uint16_t stride = static_cast<uint16_t>(pair.y_levels);
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        Eight x, y;
        __builtin_memcpy(&x, pair.x + i, sizeof x);
        __builtin_memcpy(&y, pair.y + i, sizeof y);
        const Eight cell = x * stride + y;
        uint64_t words[2];
        __builtin_memcpy(words, &cell, sizeof words);
        for (const uint64_t word : words) {
            t[0][word & 0xffff]++;
            t[1][word >> 16 & 0xffff]++;
            t[2][word >> 32 & 0xffff]++;
            t[3][word >> 48]++;
        }
    }
    for (; i < n; i++) t[0][static_cast<size_t>(pair.x[i]) * pair.y_levels + pair.y[i]]++;
}

void cells_small(CodePair pair, size_t n, uint32_t* tables, size_t cells, int copies) {
    if (copies == 4)
        cells_copies<4>(pair, n, tables, cells);
    else if (copies == 2)
        cells_copies<2>(pair, n, tables, cells);
    else
        cells_copies<1>(pair, n, tables, cells);
}

void cells(CodePair pair, size_t n, int64_t* table) {
    for (size_t i = 0; i < n; i++) table[static_cast<size_t>(pair.x[i]) * pair.y_levels + pair.y[i]]++;
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
