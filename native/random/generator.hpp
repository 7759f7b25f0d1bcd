// Random numbers for many threads: a generator of its own for every replicate, so that no result depends on who draws
// what.
#pragma once

#include <cstdint>

namespace plogp {

// xoshiro256++ (D. Blackman, S. Vigna, Scrambled linear pseudorandom number generators, ACM TOMS 47, 2021), its state
// filled by SplitMix64 (G. Steele et al., OOPSLA 2014), which sends near seeds far apart.
class Generator {
  public:
    Generator(uint64_t seed, uint64_t replicate) {
        uint64_t x = mixed(seed) ^ replicate;
        for (uint64_t& word : state_) word = mixed(x += 0x9e3779b97f4a7c15);
    }

    uint64_t bits() {
        const uint64_t result = rotated(state_[0] + state_[3], 23) + state_[0], t = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= t;
        state_[3] = rotated(state_[3], 45);
        return result;
    }

    // Uniform in (0, 1].
    double uniform() { return static_cast<double>((bits() >> 11) + 1) * 0x1p-53; }

    // Uniform in [0, n) (D. Lemire, Fast random integer generation in an interval, ACM TOMACS 29, 2019).
    uint32_t below(uint32_t n) {
        uint64_t product = (bits() >> 32) * n;
        if (static_cast<uint32_t>(product) < n)
            for (const uint32_t least = -n % n; static_cast<uint32_t>(product) < least;) product = (bits() >> 32) * n;
        return static_cast<uint32_t>(product >> 32);
    }

  private:
    uint64_t state_[4];

    static uint64_t rotated(uint64_t x, int k) { return x << k | x >> (64 - k); }
    static uint64_t mixed(uint64_t x) {
        x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
        x = (x ^ x >> 27) * 0x94d049bb133111eb;
        return x ^ x >> 31;
    }
};

}  // namespace plogp
