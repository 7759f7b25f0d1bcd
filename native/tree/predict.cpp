// From rows to leaves: known values go one way, missing ones every way in proportion.
#include <cmath>

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

void predict(const Flat& tree, const double* answer, const Data& data, std::size_t begin, std::size_t end,
             double* out) {
    std::vector<double> weight(tree.size());
    for (std::size_t i = 0; i < tree.size(); i++) weight[i] = weight_of(tree, static_cast<int32_t>(i), data.classes);
    for (std::size_t row = begin; row < end; row++)
        Descent{tree, answer, data, weight, row, out + row * data.classes}.go(0, 1.0);
}

}  // namespace plogp::tree
