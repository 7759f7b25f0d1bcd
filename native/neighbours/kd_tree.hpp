// Builds the balanced k-d tree that the neighbour kernels search; the same tree for any number of threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "neighbours/neighbours.hpp"

namespace plogp {

class Tree {
  public:
    // n rows of d finite coordinates each; 0 < n < 2^32 and d > 0.
    Tree(const double* rows, std::size_t n, std::size_t d);

    const TreeView& view() const { return view_; }
    std::size_t leaves() const { return view_.first_leaf(); }

  private:
    struct Aligned {
        void operator()(double* p) const;
    };

    TreeView view_;
    std::unique_ptr<double[], Aligned> leaves_;
    std::unique_ptr<double[]> boxes_;
    std::unique_ptr<uint32_t[]> order_;
};

}  // namespace plogp
