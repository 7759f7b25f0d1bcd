// The cases of each node side by side, class by class, so that a node is counted in one go.
#pragma once

#include <memory>
#include <vector>

#include "tree/histogram_tree.hpp"

namespace plogp::tree {

// Where the cases of a node begin in the order of its depth, and how many there are of each class. Within a class they
// come in the order of their rows.
struct CaseRange {
    std::size_t begin;
    std::vector<uint32_t> count;  // (classes)

    std::size_t size() const;
    std::size_t begin_of(int class_) const;
};

// Cases go left where their bin is at most `bin`, or equal to it, for a nominal column.
struct Condition {
    int32_t feature;
    int bin;
};

class CaseOrder {
  public:
    explicit CaseOrder(const Binned& data);

    const CaseRange& root() const { return root_; }

    const uint32_t* rows(int depth, std::size_t begin) const { return order_[depth % 2].get() + begin; }

    // Writes the cases of two children in the order of the next depth.
    void part(int depth, Condition condition, const CaseRange& all, const CaseRange& left, const CaseRange& right);

  private:
    const Binned& data_;
    CaseRange root_;
    std::unique_ptr<uint32_t[]> order_[2];  // of even and of odd depths
};

}  // namespace plogp::tree
