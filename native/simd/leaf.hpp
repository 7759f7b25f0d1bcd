// One leaf against one query: the distances of all its slots in vectors, and the list of the nearest so far.
#pragma once

#include "neighbours/neighbours.hpp"
#include "simd/vector.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

// One bit a lane: set where the comparison was true.
PLOGP_INLINE uint32_t mask_of(Int x) {
#if defined(__AVX512F__)
    return _mm512_movepi64_mask((__m512i)x);
#elif defined(__AVX2__)
    return _mm256_movemask_pd((__m256d)x);
#elif defined(__x86_64__)
    return _mm_movemask_pd((__m128d)x);
#else
    uint32_t mask = 0;
    for (int i = 0; i < lanes; i++) mask |= uint32_t(x[i] < 0) << i;
    return mask;
#endif
}

// Leaves that are read before it is asked whether to stop: with a k of thousands a millisecond, else a microsecond.
constexpr size_t scans_per_question = 64;

// D is the number of coordinates where it is known to the compiler, else 0.
template <int D>
PLOGP_INLINE size_t dimensions(const TreeView& tree) {
    return D ? D : tree.d;
}

// The row that the point in a slot, counted over all leaves, came from.
PLOGP_INLINE uint32_t row_of(const TreeView& tree, size_t slot) {
    return tree.order[tree.begin(slot / leaf_slots) + slot % leaf_slots];
}

// The distances from q of the slots [slot, slot + lanes) of a leaf.
template <int D>
PLOGP_INLINE Double distances(const double* leaf, size_t d, const double* q, size_t slot) {
    Double r = absolute(load(leaf + slot) - all(q[0]));
    for (size_t j = 1; j < (D ? D : d); j++) r = max(r, absolute(load(leaf + j * leaf_slots + slot) - all(q[j])));
    return r;
}

// The k least distances so far, ascending, with the slots they came from.
struct Nearest {
    double* distance;
    uint64_t* slot;
    size_t k;
    MustStop must_stop;
    size_t scans = 0;  // of leaves
    bool stopped = false;

    PLOGP_INLINE double reach() const { return distance[k - 1]; }

    PLOGP_INLINE void clear() {
        for (size_t i = 0; i < k; i++) distance[i] = __builtin_inf();
        for (size_t i = 0; i < k; i++) slot[i] = 0;
    }

    PLOGP_INLINE void insert(double r, uint64_t from) {
        size_t i = k - 1;
        for (; i > 0 && distance[i - 1] > r; i--) {
            distance[i] = distance[i - 1];
            slot[i] = slot[i - 1];
        }
        distance[i] = r;
        slot[i] = from;
    }
};

// Takes in the points of a leaf.
template <int D>
PLOGP_INLINE void scan(const TreeView& tree, size_t leaf, const double* q, Nearest& nearest) {
    const size_t d = dimensions<D>(tree);
    const double* points = tree.leaves + leaf * d * leaf_slots;
    alignas(64) double r[leaf_slots];
    uint32_t near = 0;
    const Double reach = all(nearest.reach());
    for (size_t slot = 0; slot < leaf_slots; slot += lanes) {
        const Double x = distances<D>(points, d, q, slot);
        store(r + slot, x);
        near |= mask_of((Int)(x < reach)) << slot;
    }
    for (; near; near &= near - 1) {
        const int slot = __builtin_ctz(near);
        if (r[slot] < nearest.reach()) nearest.insert(r[slot], leaf * leaf_slots + slot);
    }
}

template <int D>
PLOGP_INLINE size_t count(const TreeView& tree, size_t leaf, const double* q, double radius) {
    const size_t d = dimensions<D>(tree);
    const double* points = tree.leaves + leaf * d * leaf_slots;
    uint32_t near = 0;
    for (size_t slot = 0; slot < leaf_slots; slot += lanes)
        near |= mask_of((Int)(distances<D>(points, d, q, slot) <= all(radius))) << slot;
    return __builtin_popcount(near);
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
