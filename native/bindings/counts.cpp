// Binds what counts columns: joint counts of two or of many, and the codes they are counted by.
#include "counts/counts.hpp"

#include <nanobind/stl/vector.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "bindings/bind.hpp"
#include "bindings/values.hpp"
#include "counts/joint_counts.hpp"
#include "thread_pool.hpp"

namespace plogp {

using namespace nb::literals;

namespace {

using Codes = nb::ndarray<const uint16_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Edges = nb::ndarray<const double, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Table = nb::ndarray<int64_t, nb::c_contig, nb::device::cpu>;
using Keys = nb::ndarray<const int32_t, nb::shape<-1, 2>, nb::c_contig, nb::device::cpu>;

// Tables up to this many cells are counted in 32 bits on every thread, and the smallest in four copies (64 KiB).
constexpr std::size_t private_cells = std::size_t(1) << 20;
constexpr std::size_t copied_cells = 4096;
// A table takes at most 2 GiB, or 512 bytes for each row up to 16 GiB.
constexpr std::size_t always_cells = std::size_t(1) << 28, cells_a_row = 64, most_cells = std::size_t(1) << 31;

Number integer_type(const Array& a) {
    const Number type = number_type(a);
    if (type == F32 || type == F64) throw nb::type_error("columns to count must be integers");
    return type;
}

// Adds the pairs of n rows to the table; the caller holds no GIL.
bool add_joint(IntegerColumn x, IntegerColumn y, std::size_t n, int64_t* table) {
    const auto& kernels = PLOGP_CHOSEN(count_kernels);
    const std::size_t cells = std::size_t(x.levels) * y.levels;
    if (cells > private_cells || cells > n) {
        bool in_range = true;
        in_order(n, 1 << 20, [&](std::size_t begin, std::size_t end) {
            in_range = in_range && kernels.joint(x, y, begin, end, table);
        });
        return in_range;
    }
    const int copies = cells <= copied_cells ? 4 : 1;
    // Long enough that adding up the private table is a small part, and short enough that 32 bits cannot overflow.
    const std::size_t grain = std::min<std::size_t>(std::max<std::size_t>(1 << 17, 16 * cells), std::size_t(1) << 31);
    std::atomic<bool> in_range{true};
    std::mutex adding;
    share(n, grain, [&](std::size_t begin, std::size_t end) {
        const auto tables = std::make_unique<uint32_t[]>(cells * copies);
        if (!kernels.joint_small(x, y, begin, end, tables.get(), copies)) {
            in_range = false;
            return;
        }
        const std::lock_guard lock(adding);
        for (int copy = 0; copy < copies; copy++)
            for (std::size_t cell = 0; cell < cells; cell++) table[cell] += tables[copy * cells + cell];
    });
    return in_range;
}

Fresh joint_counts(const Array& x, const Array& y, int64_t kx, int64_t ky) {
    if (x.size() != y.size()) throw Fault("the columns differ in length");
    const std::size_t allowed = std::clamp(saturating_product(x.size(), cells_a_row), always_cells, most_cells);
    if (kx < 0 || ky < 0 || kx > INT32_MAX || ky > INT32_MAX || std::size_t(kx) * std::size_t(ky) > allowed)
        throw Fault("a table of " + std::to_string(kx) + " by " + std::to_string(ky) + " values is too large for " +
                    std::to_string(x.size()) + " rows: join rare values, or bin numbers");
    const std::size_t shape[] = {std::size_t(kx), std::size_t(ky)};
    auto out = fresh<int64_t>(2, shape, true);
    int64_t* table = static_cast<int64_t*>(out.data());
    const IntegerColumn a{x.data(), integer_type(x), uint32_t(kx)}, b{y.data(), integer_type(y), uint32_t(ky)};
    bool in_range;
    {
        const Unlocked unlocked;
        in_range = add_joint(a, b, x.size(), table);
    }
    if (!in_range) throw Fault("a value lies outside the range of its column");
    return out;
}

void count_all(const std::vector<Codes>& columns, const std::vector<Table>& tables, const Keys& keys) {
    if (keys.shape(0) != tables.size()) throw Fault("one key is needed for each table");
    const std::size_t n = columns.empty() ? 0 : columns[0].size();
    std::vector<const uint16_t*> codes;
    for (const Codes& column : columns) {
        if (column.size() != n) throw Fault("the columns differ in length");
        codes.push_back(column.data());
    }
    const int d = static_cast<int>(columns.size());
    std::vector<JointTable> wanted;
    for (std::size_t i = 0; i < tables.size(); i++) {
        const int x = keys.data()[2 * i], y = keys.data()[2 * i + 1];
        if (x < 0 || x >= d || y >= d || tables[i].ndim() != (y < 0 ? 1 : 2))
            throw Fault("a key names one or two columns, a table has an axis for each");
        const std::size_t kx = tables[i].shape(0), ky = y < 0 ? 1 : tables[i].shape(1);
        if (kx > 65536 || ky > 65536) throw Fault("codes have 16 bits: too many levels");
        wanted.push_back({x, y, kx, ky, tables[i].data()});
    }
    bool in_range;
    {
        const Unlocked unlocked;
        in_range = count_tables(codes, n, wanted);
    }
    if (!in_range) throw Fault("a value lies outside the range of its column");
}

Fresh bin_codes(const Array& x, const Edges& edges, const Valid& valid, std::size_t offset) {
    if (edges.size() > 65000) throw Fault("codes have 16 bits: too many edges");
    const Values values = values_of(x, valid, offset);
    const std::size_t n = x.size();
    auto out = fresh<uint16_t>(1, &n);
    uint16_t* codes = static_cast<uint16_t*>(out.data());
    const Unlocked unlocked;
    in_ranges(x, values, [&](const Values& range, std::size_t begin, std::size_t m) {
        PLOGP_CHOSEN(count_kernels).bin(range, m, edges.data(), edges.size(), codes + begin);
    });
    return out;
}

std::optional<Fresh> look_up_codes(const Array& x, const Codes& table, int64_t low, uint16_t missing,
                                   const Valid& valid, std::size_t offset) {
    const Values values = values_of(x, valid, offset);
    if (values.type == F32 || values.type == F64) throw nb::type_error("only integers are looked up");
    const std::size_t n = x.size();
    auto out = fresh<uint16_t>(1, &n);
    uint16_t* codes = static_cast<uint16_t*>(out.data());
    bool known = true;
    {
        const Unlocked unlocked;
        in_ranges(x, values, [&](const Values& range, std::size_t begin, std::size_t m) {
            known =
                known &&
                PLOGP_CHOSEN(count_kernels).look_up(range, m, low, table.data(), table.size(), missing, codes + begin);
        });
    }
    if (!known) return std::nullopt;
    return out;
}

Fresh table_sums(const nb::ndarray<const int64_t, nb::ndim<2>, nb::c_contig, nb::device::cpu>& cells, const Edges& row,
                 const Edges& column,
                 const nb::ndarray<const double, nb::shape<-1, 3, -1>, nb::c_contig, nb::device::cpu>& coefficients) {
    const CellTable table{cells.data(), cells.shape(1), row.data(), column.data()};
    const std::size_t rows = cells.shape(0), count = coefficients.shape(0), size = coefficients.shape(2);
    if (row.size() != rows || column.size() != table.columns || size == 0)
        throw Fault("the numbers of rows and columns do not match the table");
    Fresh out = fresh<double>(1, &count);
    double* sums = static_cast<double*>(out.data());
    const std::size_t grain = std::max<std::size_t>(1, 65536 / std::max<std::size_t>(table.columns, 1));
    std::vector<double> parts((rows + grain - 1) / grain * count);
    {
        const Unlocked unlocked;
        share(rows, grain, [&](std::size_t begin, std::size_t end) {
            PLOGP_CHOSEN(count_kernels)
                .quadratics(table, begin, end, coefficients.data(), size, count, parts.data() + begin / grain * count);
        });
    }
    std::fill_n(sums, count, 0.0);
    for (std::size_t i = 0; i < parts.size(); i++) sums[i % count] += parts[i];
    return out;
}

}  // namespace

void bind_counts(nb::module_& m) {
    m.def("table_sums", &table_sums, "table"_a.noconvert(), "row"_a.noconvert(), "column"_a.noconvert(),
          "coefficients"_a.noconvert(),
          "Sums over the cells of a + b s + c s^2, s = row + column, with coefficients (sums, 3, counts) by count.");
    m.def("joint_counts", &joint_counts, "x"_a.noconvert(), "y"_a.noconvert(), "kx"_a, "ky"_a,
          "Counts of each pair of values of two integer columns, as int64 of shape (kx, ky).");
    m.def("count_tables", &count_all, "columns"_a.noconvert(), "tables"_a.noconvert(), "keys"_a.noconvert(),
          "Adds columns of uint16 codes to tables of int64: of columns keys[i], or of keys[i, 0] alone before -1.");
    m.def("bin_codes", &bin_codes, "x"_a.noconvert(), "edges"_a.noconvert(), "valid"_a.noconvert().none() = nb::none(),
          "offset"_a = 0,
          "How many ascending edges lie below each number, as uint16; one more than all for NaN, two if not valid.");
    m.def("look_up_codes", &look_up_codes, "x"_a.noconvert(), "table"_a.noconvert(), "low"_a = 0, "missing"_a = 0,
          "valid"_a.noconvert().none() = nb::none(), "offset"_a = 0,
          "table[x - low] as uint16, `missing` where a value is; None if one is not in the table, or 65535 there.");
}

}  // namespace plogp
