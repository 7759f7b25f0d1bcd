// The cases of each node side by side, so that a node is counted in one go; a level of nodes is parted at once.
#pragma once

#include <memory>

#include "histogram.hpp"
#include "tree/histogram_tree.hpp"

namespace plogp::tree {

// Cases begin .. end - 1 go left where their bin is at most `bin`, or equal to it, for a nominal column.
struct Parting {
    std::size_t begin, end;
    int32_t feature;
    int bin;
    std::size_t left = 0;         // found: how many go left; they come first
    std::vector<uint32_t> count;  // found: those of each class that go left
};

class CaseOrder {
  public:
    explicit CaseOrder(const Binned& data);

    const Case* cases(std::size_t begin) const { return order_.get() + begin; }

    // Fills in what is found. Where cases are not `moved`, their order is of no use afterwards: a last level.
    void part(std::vector<Parting>& partings, bool moved);

  private:
    const Binned& data_;
    std::unique_ptr<Case[]> order_, spare_;
    std::unique_ptr<uint8_t[]> goes_left_;
};

}  // namespace plogp::tree
