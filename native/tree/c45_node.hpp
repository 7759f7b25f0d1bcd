// A node of a C4.5 tree while it is grown and pruned, and the cases that its split sends to each branch.
#pragma once

#include <memory>

#include "tree/case_set.hpp"
#include "tree/tree.hpp"

namespace plogp::tree {

struct C45Node {
    int32_t feature = -1;
    double threshold = 0;
    std::vector<int32_t> branch;  // nominal: child of each level
    std::vector<std::unique_ptr<C45Node>> sons;
    std::vector<double> cases;  // of each class
    Cases train;                // kept for raising
    bool empty = false;

    bool leaf() const { return sons.empty(); }
};

class Branching {
  public:
    explicit Branching(const Data& data) : data_(data), side_(data.rows) {}

    // The cases of each branch; those with a missing value go every way, in proportion to the others.
    std::vector<Cases> part(const C45Node& node, int branches, const Cases& cases);

    // The branch that the last parting sent a row to; -1: missing.
    int32_t side(uint32_t row) const { return side_[row]; }

    std::vector<double> by_class(const Cases& cases) const;

  private:
    const Data& data_;
    std::vector<int32_t> side_;
};

}  // namespace plogp::tree
