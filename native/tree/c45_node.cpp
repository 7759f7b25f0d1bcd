// Parts cases by the split of a node, with the fractional cases of C4.5.
#include "tree/c45_node.hpp"

#include "thread_pool.hpp"

namespace plogp::tree {
namespace {

int side_of(const Data& data, const C45Node& node, uint32_t row) {
    const double v = data.at(node.feature, row);
    if (std::isnan(v)) return -1;
    return node.branch.empty() ? (v <= node.threshold ? 0 : 1) : node.branch[static_cast<int>(v)];
}

}  // namespace

std::vector<double> Branching::by_class(const Cases& cases) const {
    std::vector<double> n(data_.classes);
    in_order(cases.size(), 1 << 16, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; i++) n[data_.y[cases.row[i]]] += cases.weight[i];
    });
    return n;
}

std::vector<Cases> Branching::part(const C45Node& node, int branches, const Cases& cases) {
    std::vector<Cases> parts(branches);
    std::vector<double> bag(branches);
    for (std::size_t i = 0; i < cases.size(); i++) {
        if (i % 65536 == 0) poll();
        const int s = side_of(data_, node, cases.row[i]);
        side_[cases.row[i]] = s;
        if (s >= 0) bag[s] += cases.weight[i];
    }
    const double known = total(bag);
    for (std::size_t i = 0; i < cases.size(); i++) {
        if (i % 65536 == 0) poll();
        const int s = side_[cases.row[i]];
        if (s >= 0) {
            parts[s].add(cases.row[i], cases.weight[i]);
            continue;
        }
        for (int b = 0; b < branches; b++) {
            const double portion = equal(known, 0) ? 1.0 / branches : bag[b] / known;
            if (greater(portion, 0)) parts[b].add(cases.row[i], portion * cases.weight[i]);
        }
    }
    return parts;
}

}  // namespace plogp::tree
