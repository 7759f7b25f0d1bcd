// The mutual information of every pair of columns.
#pragma once

#include <cstddef>
#include <cstdint>

namespace plogp {

// In nats, of columns x (columns, rows) of codes; entropies on the diagonal of out (columns, columns). False where a
// code lies outside the range of its column.
bool all_pairs(const uint8_t* x, std::size_t columns, std::size_t rows, const int32_t* levels, double* out);

}  // namespace plogp
