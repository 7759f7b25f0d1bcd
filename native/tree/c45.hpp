// C4.5 (Quinlan 1993): grow by gain ratio, collapse, prune by pessimistic errors with subtree raising.
#pragma once

#include "tree/tree.hpp"

namespace plogp::tree {

struct C45Options {
    double min_cases;   // at least two branches must hold as many
    double confidence;  // of the pessimistic errors; smaller prunes more
    bool prune, raise;
    bool grouped;       // levels of a nominal column may share a branch
    int max_depth;      // of the root 0
    double resolution;  // numbers that differ by no more are taken for equal
};

Flat grow_c45(const Data& data, const C45Options& options);

}  // namespace plogp::tree
