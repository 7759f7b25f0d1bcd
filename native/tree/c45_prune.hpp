// Makes a grown C4.5 tree smaller: collapsing, and pessimistic pruning with subtree raising.
#pragma once

#include "tree/c45_node.hpp"
#include "tree/pessimistic.hpp"

namespace plogp::tree {

class C45Pruner {
  public:
    C45Pruner(double confidence, bool raise, Branching& branching)
        : error_(confidence), raise_(raise), branching_(branching) {}

    // A subtree that is no better on the training cases than a leaf becomes one.
    void collapse(C45Node& node);

    // From the leaves upwards: a leaf, or the largest branch in the place of its parent, where that is expected to err
    // no more than a tenth of a case beyond the tree.
    void prune(C45Node& node);

  private:
    const Pessimistic error_;
    const bool raise_;
    Branching& branching_;

    double estimated(const std::vector<double>& cases) const;
    double estimated_below(const C45Node& node) const;
    double estimated_for(const C45Node& node, const Cases& cases);
    void refill(C45Node& node, Cases cases);
};

}  // namespace plogp::tree
