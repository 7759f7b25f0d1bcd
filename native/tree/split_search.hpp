// The best split of a node, from counts of classes by bin.
#pragma once

#include <vector>

#include "tree/case_order.hpp"

namespace plogp::tree {

struct BinnedSplit {
    BestCut cut{0, -1, 0};
    int32_t feature = -1;
    std::vector<uint32_t> left{};  // cases of each class that go left
};

class SplitSearch {
  public:
    SplitSearch(const Binned& data, double min_cases, const CaseOrder& order)
        : data_(data), min_cases_(min_cases), order_(order), of_class_(data.columns * table_size) {}

    // Counts of a node: (classes, columns, cells).
    std::size_t cells() const { return data_.classes * of_class_; }

    void count(int depth, const CaseRange& cases, uint32_t* counts) const;

    // Of two siblings; `right` holds the counts of their parent, and what `left` holds does not matter.
    void count(int depth, const CaseRange& of_left, const CaseRange& of_right, uint32_t* left, uint32_t* right) const;

    BinnedSplit best(const uint32_t* counts) const;

  private:
    const Binned& data_;
    const double min_cases_;
    const CaseOrder& order_;
    const std::size_t of_class_;

    void count_class(int depth, const CaseRange& cases, int class_, uint32_t* counts) const;
    BinnedSplit best_of(const uint32_t* counts, std::size_t begin, std::size_t end) const;
};

}  // namespace plogp::tree
