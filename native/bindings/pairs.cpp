// Binds the counting of many pairs of columns: all of them at once, or one beside all others.
#include <nanobind/stl/optional.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <memory>
#include <optional>

#include "bindings/bind.hpp"
#include "column_pairs/all_pairs.hpp"
#include "column_pairs/counted_columns.hpp"
#include "thread_pool.hpp"

namespace plogp {

using namespace nb::literals;

namespace {

template <class T, int n>
using In = nb::ndarray<const T, nb::ndim<n>, nb::c_contig, nb::device::cpu>;

void check_levels(const In<uint8_t, 2>& x, const In<int32_t, 1>& levels) {
    const std::size_t d = x.shape(0), n = x.shape(1);
    if (levels.size() != d) throw Fault("one number of levels is needed for each column");
    if (n == 0 || n > UINT32_MAX) throw Fault("there are no rows to count, or too many for counts of 32 bits");
    for (std::size_t j = 0; j < d; j++)
        if (levels.data()[j] < 1 || levels.data()[j] > 256) throw Fault("a column has 1 to 256 levels");
}

Fresh pairwise_information(const In<uint8_t, 2>& x, const In<int32_t, 1>& levels) {
    check_levels(x, levels);
    const std::size_t d = x.shape(0), shape[] = {d, d};
    auto out = fresh<double>(2, shape);
    bool in_range;
    {
        const Unlocked unlocked;
        in_range = all_pairs(x.data(), d, x.shape(1), levels.data(), static_cast<double*>(out.data()));
    }
    if (!in_range) throw Fault("a value lies outside the range of its column");
    return out;
}

// Holds the arrays that it counts.
class Columns {
  public:
    Columns(In<uint8_t, 2> x, In<int32_t, 1> levels, std::optional<In<double, 1>> weight)
        : x_(std::move(x)), weight_(std::move(weight)) {
        check_levels(x_, levels);
        if (weight_ && weight_->size() != x_.shape(1)) throw Fault("one weight is needed for each row");
        const double* weights = weight_ ? weight_->data() : nullptr;
        {
            const Unlocked unlocked;
            counted_ = std::make_unique<CountedColumns>(x_.data(), x_.shape(0), x_.shape(1), levels.data(), weights);
        }
        if (!counted_->in_range()) throw Fault("a value lies outside the range of its column");
    }

    Fresh beside(const In<int32_t, 1>& z, int z_levels, int inner) const {
        if (inner < 1 || z_levels % inner != 0) throw Fault("the levels of z are no multiple of the inner ones");
        check(z, z_levels);
        const std::size_t shape[] = {counted_->columns(), 2};
        auto out = fresh<double>(2, shape);
        const Unlocked unlocked;
        counted_->beside(z.data(), z_levels, inner, static_cast<double*>(out.data()));
        return out;
    }

    Fresh table(std::size_t column, const In<int32_t, 1>& z, int z_levels) const {
        if (column >= counted_->columns()) throw Fault("there is no such column");
        check(z, z_levels);
        const std::size_t shape[] = {std::size_t(z_levels), std::size_t(counted_->levels(column))};
        auto out = fresh<double>(2, shape);
        const Unlocked unlocked;
        counted_->table(column, z.data(), z_levels, static_cast<double*>(out.data()));
        return out;
    }

    // rows[i] += cells[z[i], code of row i]
    void add_cells(std::size_t column, const In<int32_t, 1>& z, const In<double, 2>& cells,
                   nb::ndarray<double, nb::ndim<1>, nb::c_contig, nb::device::cpu> rows) const {
        if (column >= counted_->columns() || cells.shape(1) != std::size_t(counted_->levels(column)) ||
            rows.size() != counted_->rows())
            throw Fault("the cells are not those of the column, or the rows are not as many");
        check(z, static_cast<int>(cells.shape(0)));
        const uint8_t* code = x_.data() + column * x_.shape(1);
        const int32_t levels = counted_->levels(column);
        const Unlocked unlocked;
        share(rows.size(), 1 << 16, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; i++)
                rows.data()[i] += cells.data()[std::size_t(z.data()[i]) * levels + code[i]];
        });
    }

  private:
    In<uint8_t, 2> x_;
    std::optional<In<double, 1>> weight_;
    std::unique_ptr<CountedColumns> counted_;

    void check(const In<int32_t, 1>& z, int z_levels) const {
        if (z.size() != counted_->rows()) throw Fault("the columns differ in length");
        if (z_levels < 1 || z_levels > most_levels) throw Fault("too many levels for one table");
        uint32_t most = 0;  // a negative code is a large one
        for (std::size_t i = 0; i < z.size(); i++) most = std::max(most, static_cast<uint32_t>(z.data()[i]));
        if (most >= static_cast<uint32_t>(z_levels)) throw Fault("a value lies outside its range");
    }

    static constexpr int most_levels = 1 << 14;  // tables of 16 MiB beside 256 levels
};

}  // namespace

void bind_pairs(nb::module_& m) {
    m.def("pairwise_information", &pairwise_information, "x"_a.noconvert(), "levels"_a.noconvert(),
          "Mutual information in nats of every pair of columns of codes, their entropies on the diagonal.");
    nb::class_<Columns>(m, "CountedColumns", "Columns of codes, ready to be counted beside any other.")
        .def(nb::init<In<uint8_t, 2>, In<int32_t, 1>, std::optional<In<double, 1>>>(), "x"_a.noconvert(),
             "levels"_a.noconvert(), "weight"_a.noconvert().none())
        .def("beside", &Columns::beside, "z"_a.noconvert(), "z_levels"_a, "inner"_a,
             "Entropies in nats of each column together with z, and with z // inner, of shape (columns, 2).")
        .def("table", &Columns::table, "column"_a, "z"_a.noconvert(), "z_levels"_a,
             "The weight of rows in each cell, as float64 of shape (z_levels, levels of the column).")
        .def("add_cells", &Columns::add_cells, "column"_a, "z"_a.noconvert(), "cells"_a.noconvert(),
             "rows"_a.noconvert(), "Add to each row the entry of its cell.");
}

}  // namespace plogp
