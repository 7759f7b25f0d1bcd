// Selection of the smallest keys: partitions without branches, around pivots taken from a sample.
//
// Quickselect waits for half of its comparisons to be mispredicted; here every step is the same few instructions, which
// is three times as fast on random keys. A key is one word, no two are equal, and half as many bytes move as with a
// double beside its row.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace plogp {

// What is selected by in the upper half of the word, and which it is in the lower.
using Keyed = uint64_t;

// Moves the keys below the pivot to the front, and answers how many there are.
inline std::size_t partition_all(Keyed* a, std::size_t n, Keyed pivot) {
    std::size_t front = 0;
    for (std::size_t i = 0; i < n; i++) {
        const Keyed x = a[i];
        a[i] = a[front];
        a[front] = x;
        front += x < pivot;
    }
    return front;
}

// Brings the `rank` smallest of n distinct keys to the front, in any order.
inline void select(Keyed* a, std::size_t n, std::size_t rank) {
    constexpr std::size_t sampled = 32;
    while (n > 2 * sampled) {
        Keyed sample[sampled];
        for (std::size_t i = 0; i < sampled; i++) sample[i] = a[(2 * i + 1) * n / (2 * sampled)];
        // A pivot a little to the far side of the rank leaves the smaller part of the work. It is never the least of
        // the keys, so that each partition sets some aside.
        const std::size_t expected = rank * sampled / n, margin = 3;
        const std::size_t at =
            2 * rank < n ? std::min(expected + margin, sampled - 1) : std::max(expected, margin + 1) - margin;
        std::nth_element(sample, sample + at, sample + sampled);
        const std::size_t front = partition_all(a, n, sample[at]);
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
