// Searches of the tree top-down: the nearest points of a stranger, and counts within a radius.
//
// A difference is rounded, but rounding keeps order: a box whose nearest side is as far as the k-th neighbour holds no
// nearer point, also in the rounded distances, so every search is exact.
#pragma once

#include "simd/leaf.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

// How far a box is from q: 0 inside.
template <int D>
PLOGP_INLINE double gap(const double* box, size_t d, const double* q) {
    double far = 0;
    for (size_t j = 0; j < (D ? D : d); j++) {
        const double below = box[2 * j] - q[j], above = q[j] - box[2 * j + 1];
        const double side = below > above ? below : above;
        far = side > far ? side : far;
    }
    return far;
}

struct Waiting {
    size_t node;
    double gap;
};

// Takes in a subtree that lies `distance` from q, the nearer child first.
template <int D>
PLOGP_INLINE void descend(const TreeView& tree, size_t node, double distance, const double* q, Nearest& nearest) {
    const size_t d = dimensions<D>(tree), first_leaf = tree.first_leaf();
    Waiting stack[64];
    int waiting = 0;
    for (;;) {
        if (distance < nearest.reach()) {
            if (node < first_leaf) {
                const double* boxes = tree.boxes + 4 * d * node;
                const double left = gap<D>(boxes, d, q), right = gap<D>(boxes + 2 * d, d, q);
                const bool swap = right < left;
                stack[waiting++] = {2 * node + !swap, swap ? left : right};
                node = 2 * node + swap;
                distance = swap ? right : left;
                continue;
            }
            scan<D>(tree, node - first_leaf, q, nearest);
            if (++nearest.scans % scans_per_question == 0) nearest.stopped = nearest.must_stop();
            if (nearest.stopped) return;
        }
        if (waiting == 0) return;
        node = stack[--waiting].node;
        distance = stack[waiting].gap;
    }
}

template <int D>
PLOGP_INLINE void coordinates(const TreeView& tree, size_t leaf, size_t slot, double* q) {
    const size_t d = dimensions<D>(tree);
    for (size_t j = 0; j < d; j++) q[j] = tree.leaves[(leaf * d + j) * leaf_slots + slot];
}

// The rows that the nearest points came from.
PLOGP_INLINE void name(const TreeView& tree, const Nearest& nearest, int64_t* index) {
    for (size_t i = 0; i < nearest.k; i++) index[i] = row_of(tree, nearest.slot[i]);
}

template <int D>
void nearest_across(const TreeView& tree, const double* queries, size_t first, size_t last, size_t k, double* scratch,
                    double* distance, int64_t* index, MustStop must_stop) {
    Nearest nearest{scratch, reinterpret_cast<uint64_t*>(scratch + k), k, must_stop};
    for (size_t i = first; i < last && !nearest.stopped; i++) {
        nearest.clear();
        descend<D>(tree, 1, 0, queries + i * dimensions<D>(tree), nearest);
        distance[i] = nearest.reach();
        name(tree, nearest, index + i * k);
    }
}

// The other points within the radius: a box that lies inside counts as a whole, one that lies outside not at all.
template <int D>
PLOGP_INLINE size_t count_around(const TreeView& tree, const double* q, double radius) {
    const size_t d = dimensions<D>(tree), first_leaf = tree.first_leaf();
    size_t stack[64], points = 0;
    int waiting = 0;
    stack[waiting++] = 1;
    while (waiting) {
        const size_t node = stack[--waiting];
        const double* box = tree.boxes + 2 * d * node;
        bool inside = true, outside = false;
        for (size_t j = 0; j < (D ? D : d); j++) {
            inside &= (box[2 * j + 1] - q[j] <= radius) & (q[j] - box[2 * j] <= radius);
            outside |= (box[2 * j] - q[j] > radius) | (q[j] - box[2 * j + 1] > radius);
        }
        if (outside) continue;
        if (inside) {
            const int below = tree.depth - (63 - __builtin_clzll(node));  // levels between this node and the leaves
            const size_t leaf = (node << below) - first_leaf;
            points += tree.begin(leaf + (size_t(1) << below)) - tree.begin(leaf);
        } else if (node >= first_leaf) {
            points += count<D>(tree, node - first_leaf, q, radius);
        } else {
            stack[waiting++] = 2 * node;
            stack[waiting++] = 2 * node + 1;
        }
    }
    return points;
}

template <int D>
void within(const TreeView& tree, size_t first, size_t last, const double* radius, double* scratch, int64_t* counts) {
    double own[D ? D : 1];
    double* q = D ? own : scratch;
    for (size_t leaf = first; leaf < last; leaf++) {
        const size_t begin = tree.begin(leaf), points = tree.begin(leaf + 1) - begin;
        for (size_t slot = 0; slot < points; slot++) {
            coordinates<D>(tree, leaf, slot, q);
            const size_t row = tree.order[begin + slot];
            counts[row] = static_cast<int64_t>(count_around<D>(tree, q, radius[row])) - 1;
        }
    }
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
