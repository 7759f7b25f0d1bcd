// Counts of two columns by increments, for the levels that are too many for planes of bits.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "column_pairs/column_pairs.hpp"

namespace plogp {

inline int copies_of(std::size_t cells) { return cells <= 2048 ? 4 : (cells <= 8192 ? 2 : 1); }

inline bool below(const uint8_t* code, std::size_t n, int32_t levels) {
    uint8_t most = 0;
    for (std::size_t i = 0; i < n; i++) most = std::max(most, code[i]);
    return n == 0 || most < levels;
}

// Counts of one column beside another, of which base[i] is the number of the first cell of row i.
inline void count(const uint8_t* code, const uint16_t* base, std::size_t n, std::size_t cells,
                  std::vector<uint32_t>& tables) {
    const int copies = copies_of(cells);
    tables.assign(cells * copies, 0);
    PLOGP_CHOSEN(pair_kernels).cross(code, base, n, tables.data(), cells, copies);
    for (int copy = 1; copy < copies; copy++)
        for (std::size_t cell = 0; cell < cells; cell++) tables[cell] += tables[copy * cells + cell];
}

}  // namespace plogp
