// The table of histogram kernels; compiled once per level of instruction set.
#include "histogram/histogram.hpp"

#include "histogram/best_cut.hpp"
#include "histogram/bin.hpp"
#include "histogram/count.hpp"

namespace plogp::PLOGP_LEVEL {

const HistogramKernels histogram_kernels = {bin, count, subtract, best_cut};

}  // namespace plogp::PLOGP_LEVEL
