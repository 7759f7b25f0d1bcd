// Where a hash table begins its search: by numbers drawn anew in each process, so that no data can be made to collide.
//
// What comes out must not depend on it. Data whose values all fall on one slot made tables a thousand times slower as
// long as the multiplier was known.
#pragma once

#include <cstdint>
#include <random>

namespace plogp {

// Odd, and unknown to who made the data.
inline const uint64_t hash_factor = [] {
    std::random_device random;
    return uint64_t{random()} << 32 | random() | 1;
}();

// Its leading bits are the place: two numbers share one of m places with a probability of at most 2/m (M.
// Dietzfelbinger et al., A reliable randomized algorithm for the closest-pair problem, J. Algorithms 25, 1997, section
// 2).
inline uint64_t seeded_hash(uint64_t bits) { return bits * hash_factor; }

}  // namespace plogp
