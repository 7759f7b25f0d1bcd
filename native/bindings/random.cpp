// Binds the random tables with given margins.
#include <algorithm>
#include <cstdint>

#include "bindings/bind.hpp"
#include "random/tables.hpp"
#include "thread_pool.hpp"

namespace plogp {

using namespace nb::literals;

namespace {

using Sizes = nb::ndarray<const int64_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;

// A hypergeometric number costs as much as so many observations that are shuffled.
constexpr double cell_cost = 8;

constexpr int64_t most_observations = int64_t{1} << 62;

struct Checked : Margins {
    int64_t total = 0;

    Checked(const Sizes& row_sums, const Sizes& column_sums)
        : Margins{row_sums.data(), column_sums.data(), row_sums.size(), column_sums.size()} {
        const auto sum_of = [](const int64_t* sizes, std::size_t count) {
            int64_t sum = 0;
            for (std::size_t i = 0; i < count; i++) {
                if (sizes[i] < 0) throw Fault("a margin is negative");
                if (__builtin_add_overflow(sum, sizes[i], &sum) || sum > most_observations)
                    throw Fault("the margins sum to more than 2^62");
            }
            return sum;
        };
        total = sum_of(rows, row_count);
        if (total != sum_of(columns, column_count)) throw Fault("the margins have different sums");
    }

    bool few_cells() const {
        return cell_cost * static_cast<double>(row_count) * static_cast<double>(column_count) <
                   static_cast<double>(total) ||
               total > UINT32_MAX;
    }
};

Fresh random_tables(const Sizes& rows, const Sizes& columns, uint64_t seed, std::size_t begin, std::size_t count) {
    const Checked margins(rows, columns);
    Fresh out = fresh<double>(1, &count);
    double* sums = static_cast<double*>(out.data());
    const double cells = static_cast<double>(margins.row_count) * static_cast<double>(margins.column_count);
    const double cost = margins.few_cells() ? cell_cost * cells : static_cast<double>(margins.total);
    const std::size_t grain = static_cast<std::size_t>(std::max(1.0, 8192 / (cost + 1)));
    const Unlocked unlocked;
    share(count, grain, [&](std::size_t first, std::size_t last) {
        if (margins.few_cells()) {
            CellByCell table(margins);
            for (std::size_t i = first; i < last; i++) {
                Generator random(seed, begin + i);
                double sum = 0;
                table.draw(random, [&](std::size_t, std::size_t, int64_t n) { sum += log_weight(n); });
                sums[i] = sum;
            }
        } else {
            Shuffled table(margins);
            for (std::size_t i = first; i < last; i++) {
                Generator random(seed, begin + i);
                sums[i] = table.sum(random);
            }
        }
    });
    return out;
}

Fresh random_table(const Sizes& rows, const Sizes& columns, uint64_t seed, std::size_t replicate) {
    const Checked margins(rows, columns);
    const std::size_t shape[] = {margins.row_count, margins.column_count};
    Fresh out = fresh<int64_t>(2, shape);
    int64_t* cells = static_cast<int64_t*>(out.data());
    const Unlocked unlocked;
    Generator random(seed, replicate);
    CellByCell(margins).draw(random,
                             [&](std::size_t i, std::size_t j, int64_t n) { cells[i * margins.column_count + j] = n; });
    return out;
}

}  // namespace

void bind_random(nb::module_& m) {
    m.def("random_tables", &random_tables, "rows"_a.noconvert(), "columns"_a.noconvert(), "seed"_a, "begin"_a,
          "count"_a, "Sum of k log k over the cells of random tables with these margins, of replicates from `begin`.");
    m.def("random_table", &random_table, "rows"_a.noconvert(), "columns"_a.noconvert(), "seed"_a, "replicate"_a,
          "One random table with these margins, drawn cell by cell.");
}

}  // namespace plogp
