// Many tables of few columns at once: each column's codes are read while they are near, and tables are shared by
// threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace plogp {

// The table of columns x and y, or of x alone where y is negative; it has so many levels of each.
struct JointTable {
    int x, y;
    std::size_t x_levels, y_levels;  // y_levels is 1 where there is no y
    int64_t* cells;
};

// Adds the codes of n rows to each table; false, and nothing is added, if a code is not below its number of levels.
bool count_tables(const std::vector<const uint16_t*>& columns, std::size_t n, const std::vector<JointTable>& tables);

}  // namespace plogp
