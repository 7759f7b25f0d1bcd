// Points on a line: how many others lie within a radius of each, by sorting.
#pragma once

#include <cstddef>
#include <cstdint>

namespace plogp {

// count[i] = how many j other than i have |x[j] - x[i]| <= radius[i], in rounded differences; 0 < n < 2^32.
void within_on_line(const double* x, const double* radius, std::size_t n, int64_t* count);

}  // namespace plogp
