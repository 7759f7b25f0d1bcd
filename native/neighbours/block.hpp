// The nearest neighbours of all points of a leaf at once, a lane for each: no query waits for the branches of another.
//
// Points of a leaf have nearly the same neighbours. A leaf that is near is read once for all of them, point by point: a
// distance takes its place among the k least of its lane by a cascade of choices. One point at a time, half of these
// were mispredicted branches; this is two to three times as fast.
#pragma once

#include "simd/leaf.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

// The same number in each lane counted up from `first`.
PLOGP_INLINE Int counted_from(int64_t first) {
    Int x;
    for (int i = 0; i < lanes; i++) x[i] = first + i;
    return x;
}

PLOGP_INLINE Int load(const int64_t* p) {
    Int x;
    __builtin_memcpy(&x, p, sizeof x);
    return x;
}

PLOGP_INLINE void store(int64_t* p, Int x) { __builtin_memcpy(p, &x, sizeof x); }

// The k least distances of each point of a leaf, ascending, with the slots they came from.
template <int D>
struct Block {
    const TreeView& tree;
    size_t k;
    double* best;    // (k, leaf_slots)
    int64_t* slots;  // the same
    MustStop must_stop;
    size_t leaf = 0, points = 0, scans = 0;
    double reach = 0;  // the greatest k-th distance of all
    bool stopped = false;

    PLOGP_INLINE size_t d() const { return dimensions<D>(tree); }
    PLOGP_INLINE const double* box(size_t node) const { return tree.boxes + 2 * d() * node; }
    PLOGP_INLINE const double* points_of(size_t one) const { return tree.leaves + one * d() * leaf_slots; }

    PLOGP_INLINE void take(size_t from, Double r, size_t lane, Int nearer) {
        r = nearer ? r : all(__builtin_inf());
        Int slot = all(static_cast<int64_t>(from));
        for (size_t i = 0; i < k; i++) {
            double* const place = best + i * leaf_slots + lane;
            const Double held = load(place);
            store(place, min(r, held));
            const Int less = (Int)(r < held), other = load(slots + i * leaf_slots + lane);
            store(slots + i * leaf_slots + lane, less ? slot : other);
            slot = less ? other : slot;
            r = max(r, held);
        }
    }

    // Takes in the points of a leaf, its own too.
    PLOGP_INLINE void scan(size_t other) {
        const double *const own = points_of(leaf), *const theirs = points_of(other),
                            *const around = box(tree.first_leaf() + other);
        const size_t count = tree.begin(other + 1) - tree.begin(other);
        bool changed = false;
        for (size_t lane = 0; lane < points; lane += lanes) {
            Double far = Double{}, q[D ? D : 1];
            for (size_t j = 0; j < d(); j++) {
                const Double x = load(own + j * leaf_slots + lane);
                if constexpr (D != 0) q[j] = x;
                far = max(far, max(all(around[2 * j]) - x, x - all(around[2 * j + 1])));
            }
            const double* const last = best + (k - 1) * leaf_slots + lane;
            Double reached = load(last);
            if (!any_sign((Int)(far < reached))) continue;
            const Int self = counted_from(static_cast<int64_t>(lane));
            for (size_t slot = 0; slot < count; slot++) {
                Double r{};
                for (size_t j = 0; j < d(); j++) {
                    const Double x = D != 0 ? q[D != 0 ? j : 0] : load(own + j * leaf_slots + lane);
                    r = max(r, absolute(x - all(theirs[j * leaf_slots + slot])));
                }
                Int nearer = (Int)(r < reached);
                if (other == leaf) nearer &= (Int)(self != all(static_cast<int64_t>(slot)));
                if (!any_sign(nearer)) continue;
                take(other * leaf_slots + slot, r, lane, nearer);
                reached = load(last);
                changed = true;
            }
        }
        if (!changed) return;
        reach = 0;
        for (size_t i = 0; i < points; i++)
            reach = best[(k - 1) * leaf_slots + i] > reach ? best[(k - 1) * leaf_slots + i] : reach;
    }

    // How far a node's box is from that of the leaf: 0 where they touch.
    PLOGP_INLINE double gap(size_t node) const {
        const double *const a = box(tree.first_leaf() + leaf), *const b = box(node);
        double far = 0;
        for (size_t j = 0; j < d(); j++) {
            const double below = b[2 * j] - a[2 * j + 1], above = a[2 * j] - b[2 * j + 1];
            const double side = below > above ? below : above;
            far = side > far ? side : far;
        }
        return far;
    }

    // Takes in a subtree, the nearer child first.
    PLOGP_INLINE void descend(size_t node) {
        const size_t first_leaf = tree.first_leaf();
        struct {
            size_t node;
            double gap;
        } stack[64];
        int waiting = 0;
        for (double distance = gap(node);;) {
            if (distance < reach) {
                if (node < first_leaf) {
                    const double left = gap(2 * node), right = gap(2 * node + 1);
                    const bool swap = right < left;
                    stack[waiting++] = {2 * node + !swap, swap ? left : right};
                    node = 2 * node + swap;
                    distance = swap ? right : left;
                    continue;
                }
                scan(node - first_leaf);
                if (++scans % scans_per_question == 0) stopped = must_stop();
                if (stopped) return;
            }
            if (waiting == 0) return;
            node = stack[--waiting].node;
            distance = stack[waiting].gap;
        }
    }

    // From the leaf up: on each level what is under the sibling, as far as it is near enough.
    PLOGP_INLINE void search(size_t own) {
        leaf = own;
        points = tree.begin(leaf + 1) - tree.begin(leaf);
        reach = __builtin_inf();
        // Where distances are infinite nothing is near, and a slot is still named: the first of all.
        for (size_t i = 0; i < k * leaf_slots; i++) slots[i] = 0;
        // Lanes without a point want nothing.
        for (size_t i = 0; i < k * leaf_slots; i++)
            best[i] = i % leaf_slots < points ? __builtin_inf() : -__builtin_inf();
        scan(leaf);
        for (size_t node = leaf + tree.first_leaf(); node > 1 && !stopped; node >>= 1) descend(node ^ 1);
    }
};

template <int D>
void nearest(const TreeView& tree, size_t first, size_t last, size_t k, double* scratch, double* distance,
             int64_t* index, MustStop must_stop) {
    Block<D> block{tree, k, scratch, reinterpret_cast<int64_t*>(scratch + k * leaf_slots), must_stop};
    for (size_t leaf = first; leaf < last && !block.stopped; leaf++) {
        block.search(leaf);
        const uint32_t* const rows = tree.order + tree.begin(leaf);
        for (size_t i = 0; i < block.points; i++) {
            distance[rows[i]] = block.best[(k - 1) * leaf_slots + i];
            for (size_t j = 0; j < k; j++)
                index[rows[i] * k + j] = row_of(tree, static_cast<size_t>(block.slots[j * leaf_slots + i]));
        }
    }
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
