// The kernels that search neighbours; compiled once per level of instruction set.
#include "neighbours/neighbours.hpp"

#include "neighbours/block.hpp"
#include "neighbours/search.hpp"

namespace plogp::PLOGP_LEVEL {

const NeighbourTable neighbour_kernels = {{
    {nearest<1>, nearest_across<1>, within<1>},
    {nearest<2>, nearest_across<2>, within<2>},
    {nearest<3>, nearest_across<3>, within<3>},
    {nearest<4>, nearest_across<4>, within<4>},
    {nearest<0>, nearest_across<0>, within<0>},
}};

}  // namespace plogp::PLOGP_LEVEL
