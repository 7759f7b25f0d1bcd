// Builds the k-d tree: each node is halved at the median of its widest coordinate, level by level.
#include "neighbours/kd_tree.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <new>

#include "neighbours/select.hpp"
#include "thread_pool.hpp"

namespace plogp {
namespace {

// The rows of one level and those of the next, coordinate by coordinate: a level reads one and writes the other.
struct Rows {
    std::unique_ptr<double[]> x;
    std::unique_ptr<uint32_t[]> row;

    Rows(std::size_t n, std::size_t d) : x(new double[n * d]), row(new uint32_t[n]) {}
};

struct Builder {
    TreeView& tree;
    double *leaves, *boxes;
    Rows a, b;

    Rows& from(int level) { return level % 2 == 0 ? a : b; }

    std::size_t begin(std::size_t node, int level) const {
        return ((node - (std::size_t(1) << level)) * tree.n) >> level;
    }

    // Writes the box of a node, and answers its widest coordinate.
    std::size_t bound(std::size_t node, const double* x, std::size_t n) {
        double* box = boxes + 2 * tree.d * node;
        std::size_t widest = 0;
        for (std::size_t j = 0; j < tree.d; j++) {
            poll();
            const double* one = x + j * tree.n;
            // Four at a time, in registers: one least number after another would wait for itself.
            double low[4], high[4];
            for (int lane = 0; lane < 4; lane++) low[lane] = high[lane] = one[0];
            std::size_t i = 0;
            for (; i + 4 <= n; i += 4)
                for (int lane = 0; lane < 4; lane++) {
                    low[lane] = one[i + lane] < low[lane] ? one[i + lane] : low[lane];
                    high[lane] = one[i + lane] > high[lane] ? one[i + lane] : high[lane];
                }
            for (; i < n; i++) {
                low[0] = std::min(low[0], one[i]);
                high[0] = std::max(high[0], one[i]);
            }
            box[2 * j] = std::min(std::min(low[0], low[1]), std::min(low[2], low[3]));
            box[2 * j + 1] = std::max(std::max(high[0], high[1]), std::max(high[2], high[3]));
            if (box[2 * j + 1] - box[2 * j] > box[2 * widest + 1] - box[2 * widest]) widest = j;
        }
        return widest;
    }

    void fill_leaf(std::size_t leaf, const double* x, const uint32_t* row, std::size_t begin, std::size_t n) {
        double* slots = leaves + leaf * tree.d * leaf_slots;
        for (std::size_t j = 0; j < tree.d; j++) {
            std::copy_n(x + j * tree.n, n, slots + j * leaf_slots);
            std::fill_n(slots + j * leaf_slots + n, leaf_slots - n, std::numeric_limits<double>::infinity());
        }
        std::memcpy(const_cast<uint32_t*>(tree.order) + begin, row, n * sizeof *row);
    }

    void split(std::size_t node, int level, std::vector<Keyed>& keys) {
        const std::size_t start = begin(node, level), n = begin(node + 1, level) - start;
        const double* x = from(level).x.get() + start;
        const uint32_t* row = from(level).row.get() + start;
        const std::size_t widest = bound(node, x, n);
        if (level == tree.depth) return fill_leaf(node - tree.first_leaf(), x, row, start, n);
        if (keys.size() < n) keys.resize(n);
        // The coordinate as a fraction of 2^32 of the box's width. What this cannot tell apart is split by its place,
        // and the boxes of two siblings may overlap: no search relies on the contrary.
        const double* box = boxes + 2 * (tree.d * node + widest);
        const double least = box[0] / 2, width = box[1] / 2 - least;  // halves, which do not overflow
        const double scale = width > 0 ? 4294967295.0 / width : 0;
        const double* wide = x + widest * tree.n;
        for (std::size_t i = 0; i < n; i++)
            keys[i] = static_cast<Keyed>(static_cast<int64_t>((wide[i] / 2 - least) * scale)) << 32 | i;
        select(keys.data(), n, begin(2 * node + 1, level + 1) - start);
        uint32_t* next_row = from(level + 1).row.get() + start;
        for (std::size_t i = 0; i < n; i++) next_row[i] = row[static_cast<uint32_t>(keys[i])];
        for (std::size_t j = 0; j < tree.d; j++) {
            poll();
            const double* one = x + j * tree.n;
            double* next = from(level + 1).x.get() + j * tree.n + start;
            for (std::size_t i = 0; i < n; i++) next[i] = one[static_cast<uint32_t>(keys[i])];
        }
    }

    void split_all(std::size_t node, int level, std::vector<Keyed>& keys) {
        split(node, level, keys);
        if (level == tree.depth) return;
        split_all(2 * node, level + 1, keys);
        split_all(2 * node + 1, level + 1, keys);
    }

    // Large nodes one level at a time, shared among threads; then whole subtrees.
    void build() {
        int level = 0;
        for (; level < tree.depth && (tree.n >> level) > 8192; level++) {
            const std::size_t first = std::size_t(1) << level;
            share(first, 1, [&](std::size_t i, std::size_t end) {
                std::vector<Keyed> keys;
                for (; i < end; i++) split(first + i, level, keys);
            });
        }
        const std::size_t first = std::size_t(1) << level;
        share(first, 1, [&](std::size_t i, std::size_t end) {
            std::vector<Keyed> keys;
            for (; i < end; i++) split_all(first + i, level, keys);
        });
    }
};

}  // namespace

void Tree::Aligned::operator()(double* p) const { ::operator delete[](p, std::align_val_t(64)); }

Tree::Tree(const double* rows, std::size_t n, std::size_t d) : view_{n, d, 0, nullptr, nullptr, nullptr} {
    while (((n - 1) >> view_.depth) + 1 > leaf_slots) view_.depth++;
    const std::size_t nodes = 2 * leaves();
    leaves_.reset(
        static_cast<double*>(::operator new[](leaves() * d * leaf_slots * sizeof(double), std::align_val_t(64))));
    boxes_.reset(new double[nodes * 2 * d]);
    order_.reset(new uint32_t[n]);
    view_.leaves = leaves_.get();
    view_.boxes = boxes_.get();
    view_.order = order_.get();
    Builder builder{view_, leaves_.get(), boxes_.get(), Rows(n, d), Rows(n, d)};
    in_order(n, std::max<std::size_t>(1, (std::size_t(1) << 16) / d), [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; i++) {
            for (std::size_t j = 0; j < d; j++) builder.a.x[j * n + i] = rows[i * d + j];
            builder.a.row[i] = uint32_t(i);
        }
    });
    builder.build();
}

}  // namespace plogp
