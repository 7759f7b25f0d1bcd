// Counts of the bytes in each quarter of a block, all four in one pass.
#pragma once

#include "coding/streams.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

PLOGP_ALWAYS_INLINE void count_eight(uint64_t bytes, uint32_t* counts) {
    for (int i = 0; i < 64; i += 8) counts[bytes >> i & 255]++;
}

// Four tables, so that a byte that repeats does not wait for its own last increment; the same four tables tell the
// exact length of each stream before a bit of it is written.
void count_quarters(const uint8_t* content, size_t n, uint32_t (&counts)[4][256]) {
    memset(counts, 0, sizeof counts);
    const Quarters quarters(n);
    const size_t shortest = quarters.begin[4] - quarters.begin[3];
    const size_t together = shortest < quarters.begin[1] ? shortest / 8 * 8 : quarters.begin[1] / 8 * 8;
    for (size_t i = 0; i < together; i += 8)
        for (int k = 0; k < 4; k++) count_eight(load_word<uint64_t>(content + quarters.begin[k] + i), counts[k]);
    for (int k = 0; k < 4; k++)
        for (size_t i = quarters.begin[k] + together; i < quarters.begin[k + 1]; i++) counts[k][content[i]]++;
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
