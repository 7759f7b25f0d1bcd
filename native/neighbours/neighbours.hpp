// The kernels that search neighbours in the maximum norm: the nearest ones, and how many lie within a radius.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "dispatch.hpp"

namespace plogp {

// Points that a leaf holds: two registers of the widest level. Slots without a point hold infinity.
constexpr size_t leaf_slots = 16;

// A balanced k-d tree over n points of d coordinates, as plain pointers. Node 1 is the root, 2u and 2u + 1 are the
// children of u, and the leaves are the last 2^depth nodes. Leaf j holds the points [begin(j), begin(j + 1)) in the
// order of the tree: nothing but n and depth is needed to know which.
struct TreeView {
    size_t n, d;
    int depth;
    const double* leaves;   // (leaf, d, leaf_slots)
    const double* boxes;    // (node, d, 2): the least and the greatest coordinate of its points
    const uint32_t* order;  // (n): the row that each point came from

    __attribute__((always_inline)) size_t first_leaf() const { return size_t(1) << depth; }
    __attribute__((always_inline)) size_t begin(size_t leaf) const { return (leaf * n) >> depth; }  // n < 2^32
};

// Results are written to the rows that the points came from.
struct NeighbourKernels {
    // For the points of leaves [first, last): the distance to the k-th nearest other point, and the rows of the k
    // nearest (k a row, nearest first). Scratch holds 2·k·leaf_slots numbers.
    void (*nearest)(const TreeView& tree, size_t first, size_t last, size_t k, double* scratch, double* distance,
                    int64_t* index, MustStop must_stop);
    // For queries [first, last), rows of d coordinates of another sample: the same of the nearest points.
    // Scratch holds 2·k numbers.
    void (*nearest_across)(const TreeView& tree, const double* queries, size_t first, size_t last, size_t k,
                           double* scratch, double* distance, int64_t* index, MustStop must_stop);
    // For the points of leaves [first, last): how many other points lie within the radius of its row, rim included.
    // Scratch holds d numbers.
    void (*within)(const TreeView& tree, size_t first, size_t last, const double* radius, double* scratch,
                   int64_t* count);
};

// For one coordinate, two, three, four, and any number.
struct NeighbourTable {
    NeighbourKernels of[5];

    const NeighbourKernels& for_dimensions(size_t d) const { return of[d <= 4 ? d - 1 : 4]; }
};

PLOGP_TABLE(NeighbourTable, neighbour_kernels)

}  // namespace plogp
