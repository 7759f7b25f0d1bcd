// Where a hash table begins its search: by numbers drawn anew in each process, so that no data can be made to collide.
//
// What comes out must not depend on it. Data whose values all fall on one slot made tables a thousand times slower as
// long as the multiplier was known.
#pragma once

#include <cstdint>
#include <random>

namespace plogp {

struct HashSeeds {
    uint64_t added = drawn(), factor = drawn() | 1;

  private:
    static uint64_t drawn() {
        std::random_device random;
        return uint64_t{random()} << 32 | random();
    }
};

inline const HashSeeds hash_seeds;

// The two halves of a product with a secret, as in wyhash (Wang Yi, 2019): all bits depend on all bits.
inline uint64_t seeded_hash(uint64_t bits) {
    const auto product = static_cast<unsigned __int128>(bits ^ hash_seeds.added) * hash_seeds.factor;
    return static_cast<uint64_t>(product >> 64) ^ static_cast<uint64_t>(product);
}

}  // namespace plogp
