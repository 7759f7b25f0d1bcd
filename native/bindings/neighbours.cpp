// Binds the searches of neighbours in the maximum norm.
#include "neighbours/neighbours.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "bindings/bind.hpp"
#include "neighbours/kd_tree.hpp"
#include "neighbours/neighbours_1d.hpp"
#include "thread_pool.hpp"

namespace plogp {

using namespace nb::literals;

namespace {

using Points = nb::ndarray<const double, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
using Radii = nb::ndarray<const double, nb::ndim<1>, nb::c_contig, nb::device::cpu>;

// So many leaves, 300 to 500 queries, or so many queries of another sample take about 100 microseconds.
constexpr std::size_t leaves_per_chunk = 32, queries_per_chunk = 256;

// Fewer where each may have to look at very many points.
std::size_t per_chunk(std::size_t most, const Points& points, std::size_t k) {
    constexpr std::size_t steps = std::size_t{1} << 26;
    return std::clamp<std::size_t>(steps / (points.shape(0) * (points.shape(1) + k)), 1, most);
}

// A point that is nowhere has no neighbours to name.
void check_finite(const Points& points) {
    const double* x = points.data();
    if (!std::all_of(x, x + points.size(), [](double v) { return std::isfinite(v); }))
        throw Fault("a coordinate is not finite");
}

void check(const Points& points) {
    if (points.shape(0) == 0 || points.shape(1) == 0) throw Fault("there are no points");
    if (points.shape(0) >= std::size_t(1) << 32) throw Fault("rows are numbered in 32 bits: too many points");
    check_finite(points);
}

void check(const Points& points, int64_t k, std::size_t candidates) {
    check(points);
    if (k < 1 || std::size_t(k) > candidates) throw Fault("there are not k neighbours to find");
}

nb::tuple found(std::size_t n, std::size_t k, const auto& search) {
    const std::size_t shape[] = {n, k};
    auto distance = fresh<double>(1, shape);
    auto index = fresh<int64_t>(2, shape);
    search(static_cast<double*>(distance.data()), static_cast<int64_t*>(index.data()));
    return nb::make_tuple(distance, index);
}

void search_among(const Points& points, std::size_t k, double* distance, int64_t* index) {
    const Unlocked unlocked;
    const Tree tree(points.data(), points.shape(0), points.shape(1));
    const auto& kernels = PLOGP_CHOSEN(neighbour_kernels).for_dimensions(points.shape(1));
    share(tree.leaves(), per_chunk(leaves_per_chunk, points, k), [&](std::size_t first, std::size_t last) {
        std::vector<double> scratch(2 * k * leaf_slots);
        kernels.nearest(tree.view(), first, last, k, scratch.data(), distance, index, must_stop);
    });
}

void search_across(const Points& points, const Points& queries, std::size_t k, double* distance, int64_t* index) {
    const Unlocked unlocked;
    const Tree tree(points.data(), points.shape(0), points.shape(1));
    const auto& kernels = PLOGP_CHOSEN(neighbour_kernels).for_dimensions(points.shape(1));
    share(queries.shape(0), per_chunk(queries_per_chunk, points, k), [&](std::size_t first, std::size_t last) {
        std::vector<double> scratch(2 * k);
        kernels.nearest_across(tree.view(), queries.data(), first, last, k, scratch.data(), distance, index, must_stop);
    });
}

nb::tuple neighbours(const Points& points, int64_t k) {
    check(points, k, points.shape(0) - 1);
    return found(points.shape(0), std::size_t(k),
                 [&](double* distance, int64_t* index) { search_among(points, std::size_t(k), distance, index); });
}

nb::tuple neighbours_across(const Points& points, const Points& queries, int64_t k) {
    check(points, k, points.shape(0));
    if (queries.shape(1) != points.shape(1)) throw Fault("points and queries differ in their coordinates");
    check_finite(queries);
    return found(queries.shape(0), std::size_t(k), [&](double* distance, int64_t* index) {
        search_across(points, queries, std::size_t(k), distance, index);
    });
}

Fresh neighbours_within(const Points& points, const Radii& radii) {
    check(points);
    const std::size_t n = points.shape(0), d = points.shape(1);
    if (radii.shape(0) != n) throw Fault("there must be one radius a point");
    if (std::any_of(radii.data(), radii.data() + n, [](double r) { return !(r >= 0); }))
        throw Fault("a radius is negative or not a number");
    auto out = fresh<int64_t>(1, &n);
    int64_t* count = static_cast<int64_t*>(out.data());
    const Unlocked unlocked;
    if (d == 1) {
        within_on_line(points.data(), radii.data(), n, count);
        return out;
    }
    const Tree tree(points.data(), n, d);
    const auto& kernels = PLOGP_CHOSEN(neighbour_kernels).for_dimensions(d);
    share(tree.leaves(), per_chunk(leaves_per_chunk, points, 15 * d), [&](std::size_t first, std::size_t last) {
        std::vector<double> scratch(d);
        kernels.within(tree.view(), first, last, radii.data(), scratch.data(), count);
    });
    return out;
}

}  // namespace

void bind_neighbours(nb::module_& m) {
    m.def("neighbours", &neighbours, "points"_a.noconvert(), "k"_a,
          "The distance of each row of float64 (n, d) to its k-th nearest other row, in the maximum norm, and the k "
          "nearest rows, nearest first, as int64 of shape (n, k).");
    m.def("neighbours_across", &neighbours_across, "points"_a.noconvert(), "queries"_a.noconvert(), "k"_a,
          "The distance of each query to the k-th nearest of the points, and the rows of the k nearest.");
    m.def("neighbours_within", &neighbours_within, "points"_a.noconvert(), "radii"_a.noconvert(),
          "How many other rows lie within the radius of each row, those at the radius included.");
}

}  // namespace plogp
