// The best way to split a node by one column: what it tells, and what it costs to say.
#pragma once

#include "memory_limit.hpp"
#include "tree/case_set.hpp"
#include "tree/tree.hpp"

namespace plogp::tree {

// A known value of a numeric column, in the order of values.
struct Entry {
    double value;
    uint32_t row;
    int32_t y;
};

struct Split {
    bool valid = false;
    double gain = 0;              // bits per case of the node, less the price of naming a cut
    double raw = 0;               // before that price
    double ratio = 0;             // gain over the entropy of the branches
    double cut = 0;               // numbers: half-way between the two values beside it, rounded up a little
    std::vector<int32_t> branch;  // nominal: of each level
    int branches = 2;
};

// `weight` of every row in this node; `unit` says that all of them are one; `total` is the weight of all cases of the
// node, those with a missing value too. `known` is in order of values; no cut parts two that differ by `resolution` or
// less.
Split split_numbers(const std::vector<Entry>& known, const double* weight, bool unit, double total, int classes,
                    double min_cases, double resolution);

// The table of classes by levels is taken from `memory`.
Split split_levels(const Data& data, std::size_t column, const Cases& cases, double total, double min_cases,
                   bool grouped, MemoryLimit& memory);

}  // namespace plogp::tree
