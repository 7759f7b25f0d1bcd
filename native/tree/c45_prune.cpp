// The order of the steps and their tolerances are those of Weka's J48, after release 8 of C4.5.
#include "tree/c45_prune.hpp"

#include "thread_pool.hpp"

namespace plogp::tree {
namespace {

double wrong(const std::vector<double>& cases) { return total(cases) - most(cases); }

double wrong_below(const C45Node& node) {
    if (node.leaf()) return wrong(node.cases);
    double sum = 0;
    for (const auto& son : node.sons) sum += wrong_below(*son);
    return sum;
}

void close(C45Node& node) {
    node.sons.clear();
    node.branch.clear();
    node.feature = -1;
}

}  // namespace

void C45Pruner::collapse(C45Node& node) {
    if (node.leaf()) return;
    if (wrong_below(node) >= wrong(node.cases) - 1e-3) return close(node);
    for (auto& son : node.sons) collapse(*son);
}

double C45Pruner::estimated(const std::vector<double>& cases) const {
    const double all = total(cases);
    return equal(all, 0) ? 0 : error_(all, wrong(cases));
}

double C45Pruner::estimated_below(const C45Node& node) const {
    if (node.leaf()) return estimated(node.cases);
    double sum = 0;
    for (const auto& son : node.sons) sum += estimated_below(*son);
    return sum;
}

// The same if these were its cases.
double C45Pruner::estimated_for(const C45Node& node, const Cases& cases) {
    poll();
    if (node.leaf()) return estimated(branching_.by_class(cases));
    const auto parts = branching_.part(node, static_cast<int>(node.sons.size()), cases);
    double sum = 0;
    for (std::size_t i = 0; i < parts.size(); i++) sum += estimated_for(*node.sons[i], parts[i]);
    return sum;
}

void C45Pruner::refill(C45Node& node, Cases cases) {
    node.cases = branching_.by_class(cases);
    node.empty = node.empty && equal(total(node.cases), 0);
    if (!node.leaf()) {
        auto parts = branching_.part(node, static_cast<int>(node.sons.size()), cases);
        for (std::size_t i = 0; i < parts.size(); i++) refill(*node.sons[i], std::move(parts[i]));
    }
    node.train = std::move(cases);
}

void C45Pruner::prune(C45Node& node) {
    while (!node.leaf()) {
        poll();
        for (auto& son : node.sons) prune(*son);
        std::size_t largest = 0;
        double most_cases = 0;
        for (std::size_t i = 0; i < node.sons.size(); i++)
            if (at_least(total(node.sons[i]->cases), most_cases)) {
                most_cases = total(node.sons[i]->cases);
                largest = i;
            }
        const double of_branch = raise_ ? estimated_for(*node.sons[largest], node.train) : 0;
        const double of_leaf = estimated(node.cases), of_tree = estimated_below(node);
        if (at_least(of_tree + 0.1, of_leaf) && (!raise_ || at_least(of_branch + 0.1, of_leaf))) return close(node);
        if (!raise_ || !at_least(of_tree + 0.1, of_branch)) return;
        Cases cases = std::move(node.train);
        auto branch = std::move(node.sons[largest]);
        node = std::move(*branch);
        refill(node, std::move(cases));
    }
}

}  // namespace plogp::tree
