// The table of the kernels of matrices between rows; compiled once per level of instruction set.
#include "divergence_matrix/divergence_matrix.hpp"

#include "divergence_matrix/js.hpp"
#include "divergence_matrix/kl.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

template <class T>
constexpr PairwiseKernelsOf<T> pairwise_kernels_of = {
    prepare_kl_rows<T>, prepare_kl_columns<T>, kl_tile<T>, prepare_js<T>, js_tile<false, T>, js_tile<true, T>,
};

}  // namespace

const PairwiseKernels pairwise_kernels = {column_panel, pairwise_kernels_of<float>, pairwise_kernels_of<double>};

}  // namespace plogp::PLOGP_LEVEL
