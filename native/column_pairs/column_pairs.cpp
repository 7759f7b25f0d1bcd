// The table of pair kernels; compiled once per level of instruction set.
#include "column_pairs/column_pairs.hpp"

#include "column_pairs/cross.hpp"
#include "simd/planes.hpp"

namespace plogp::PLOGP_LEVEL {

#if defined(__AVX512BW__)
constexpr int levels_by_planes = 16;
#elif defined(__AVX2__)
constexpr int levels_by_planes = 13;
#else
constexpr int levels_by_planes = 9;
#endif

const PairKernels pair_kernels = {cross, pack, tile, levels_by_planes};

}  // namespace plogp::PLOGP_LEVEL
