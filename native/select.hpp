// Selection of the smallest keys: partitions without branches, around pivots taken from a sample.
//
// Quickselect waits for half of its comparisons to be mispredicted; here every step is the same few instructions, which
// is three times as fast on random keys.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace plogp {

struct Keyed {
    double key;
    uint32_t index;
};

inline bool operator<(const Keyed& a, const Keyed& b) { return a.key < b.key; }

// Moves the elements for which below(element) holds to the front, and answers how many there are.
template <class Below>
std::size_t partition_all(Keyed* a, std::size_t n, const Below& below) {
    std::size_t front = 0;
    for (std::size_t i = 0; i < n; i++) {
        const Keyed x = a[i];
        a[i] = a[front];
        a[front] = x;
        front += below(x);
    }
    return front;
}

// Brings the `rank` smallest of n elements to the front, in any order.
inline void select(Keyed* a, std::size_t n, std::size_t rank) {
    constexpr std::size_t sampled = 32;
    while (n > 2 * sampled) {
        Keyed sample[sampled];
        for (std::size_t i = 0; i < sampled; i++) sample[i] = a[(2 * i + 1) * n / (2 * sampled)];
        // A pivot a little to the far side of the rank leaves the smaller part of the work.
        const std::size_t expected = rank * sampled / n, margin = 3;
        const std::size_t at =
            2 * rank < n ? std::min(expected + margin, sampled - 1) : (expected > margin ? expected - margin : 0);
        std::nth_element(sample, sample + at, sample + sampled);
        const double pivot = sample[at].key;
        const auto less = [=](const Keyed& x) { return x.key < pivot; };
        const auto not_greater = [=](const Keyed& x) { return x.key <= pivot; };
        std::size_t front;
        if (2 * rank < n) {
            front = partition_all(a, n, less);
            if (front == 0) {  // the pivot is the least key: set all its equals aside, or many of them would never end
                front = partition_all(a, n, not_greater);
                if (rank <= front) return;
            }
        } else {
            front = partition_all(a, n, not_greater);
            if (front == n) {  // the pivot is the greatest key
                front = partition_all(a, n, less);
                if (rank >= front) return;
            }
        }
        if (rank == front) return;
        if (rank < front) {
            n = front;
        } else {
            a += front;
            n -= front;
            rank -= front;
        }
    }
    std::nth_element(a, a + rank, a + n);
}

}  // namespace plogp
