// Where a hash table of numbers begins its search for one: by a fixed multiplier, until data are met that it does not
// spread.
//
// What comes out must not depend on it. The multiplier next to the golden ratio puts whole numbers and fractions in
// steps on slots of their own, where a drawn one lets some collide, and a bad draw many (D. E. Knuth, The Art of
// Computer Programming 3, section 6.4). But it is known, so that data can be made whose values all fall on one slot: a
// table that finds a number far from its slot draws another multiplier and is filled again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>

namespace plogp {

class SlotHash {
  public:
    // Its leading bits are the place. Where it was drawn, two numbers share one of m places with a probability of at
    // most 2/m (M. Dietzfelbinger et al., A reliable randomized algorithm for the closest-pair problem, J. Algorithms
    // 25, 1997, section 2).
    uint64_t operator()(uint64_t bits) const { return bits * factor_; }

    // Draws another multiplier: odd, and unknown to who made the data.
    void redraw() {
        std::random_device random;
        factor_ = uint64_t{random()} << 32 | random() | 1;
    }

    // The farthest from its slot that a number may stand in a table of which a quarter is filled. Of 2^16 placed at
    // random the farthest stands about 10 away, and every 2 more are a third as probable (B. Pittel, Linear probing:
    // the probable largest search time grows logarithmically with the number of records, J. Algorithms 8, 1987).
    static constexpr std::size_t farthest = 32;

  private:
    uint64_t factor_ = 0x9E3779B97F4A7C15u;
};

}  // namespace plogp
