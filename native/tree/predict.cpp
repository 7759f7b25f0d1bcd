// From rows to leaves: known values go one way, missing ones every way in proportion.
#include <algorithm>
#include <cmath>

#include "thread_pool.hpp"
#include "tree/tree.hpp"

namespace plogp::tree {
namespace {

double weight_of(const Flat& tree, int32_t node, int classes) {
    double sum = 0;
    for (int c = 0; c < classes; c++) sum += tree.cases[std::size_t(node) * classes + c];
    return sum;
}

struct Descent {
    const Flat& tree;
    const double* answer;
    const Data& data;
    const std::vector<double>& weight;  // of each node
    std::size_t row;
    double* out;

    int heaviest(int32_t node) const {
        int best = 0;
        for (int i = 1; i < tree.children[node]; i++)
            if (weight[tree.first_child[node] + i] > weight[tree.first_child[node] + best]) best = i;
        return best;
    }

    int branch(int32_t node, double value) const {
        if (tree.map[node] < 0) return value <= tree.threshold[node] ? 0 : 1;
        const int32_t level = static_cast<int32_t>(value);
        return level < data.levels[tree.feature[node]] ? tree.branch[tree.map[node] + level] : heaviest(node);
    }

    void go(int32_t node, double share) const {
        while (tree.feature[node] >= 0) {
            const double value = data.at(tree.feature[node], row);
            int child = std::isnan(value) ? tree.missing[node] : branch(node, value);
            if (child < 0) {
                double all = 0;
                for (int i = 0; i < tree.children[node]; i++) all += weight[tree.first_child[node] + i];
                for (int i = 0; i < tree.children[node]; i++) {
                    const int32_t next = tree.first_child[node] + i;
                    if (weight[next] > 0) go(next, share * weight[next] / all);
                }
                return;
            }
            node = tree.first_child[node] + child;
        }
        for (int c = 0; c < data.classes; c++) out[c] += share * answer[std::size_t(node) * data.classes + c];
    }
};

}  // namespace

const char* fault_of(const Flat& tree, std::size_t columns, const int32_t* levels) {
    const std::size_t nodes = tree.size();
    if (nodes == 0) return "a tree has at least one node";
    std::vector<int> depth(nodes);
    std::size_t next = 1;  // children come in the order of their parents, so that each node has one parent
    for (std::size_t i = 0; i < nodes; i++) {
        const int32_t feature = tree.feature[i], children = tree.children[i];
        if (feature < 0) continue;
        if (static_cast<std::size_t>(feature) >= columns) return "a node splits by a column that is not there";
        if (i >= next || children < 2 || static_cast<std::size_t>(children) > nodes - next ||
            static_cast<std::size_t>(tree.first_child[i]) != next)
            return "the children of a node are not where they must be";
        if (tree.missing[i] < -1 || tree.missing[i] >= children) return "missing values have no child to go to";
        if (depth[i] == deepest) return "the tree is deeper than any that is grown";
        std::fill_n(depth.begin() + static_cast<std::ptrdiff_t>(next), children, depth[i] + 1);
        next += static_cast<std::size_t>(children);
        if (tree.map[i] < 0) continue;
        const std::size_t map = static_cast<std::size_t>(tree.map[i]), size = tree.branch.size();
        if (levels[feature] < 1 || map > size || size - map < static_cast<std::size_t>(levels[feature]))
            return "the levels of a column have no branches";
        for (int32_t level = 0; level < levels[feature]; level++)
            if (tree.branch[map + level] < 0 || tree.branch[map + level] >= children)
                return "a level has no child to go to";
    }
    return next == nodes ? nullptr : "a node has no parent";
}

void predict(const Flat& tree, const double* answer, const Data& data, double* out) {
    std::vector<double> weight(tree.size());
    for (std::size_t i = 0; i < tree.size(); i++) weight[i] = weight_of(tree, static_cast<int32_t>(i), data.classes);
    share(data.rows, 4096, [&](std::size_t begin, std::size_t end) {
        for (std::size_t row = begin; row < end; row++) {
            if (row % 16 == 0) poll();  // where values are missing a row may go through all of the tree
            Descent{tree, answer, data, weight, row, out + row * data.classes}.go(0, 1.0);
        }
    });
}

}  // namespace plogp::tree
