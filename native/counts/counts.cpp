// The counting kernels; compiled once per level of instruction set.
#include "counts/counts.hpp"

#include "counts/cells.hpp"
#include "counts/codes.hpp"
#include "counts/joint.hpp"
#include "counts/places.hpp"
#include "simd/quadratics.hpp"

namespace plogp::PLOGP_LEVEL {

const CountKernels count_kernels = {joint_small, joint, cells_small, cells, numbers, places, bin, look_up, quadratics};

}  // namespace plogp::PLOGP_LEVEL
