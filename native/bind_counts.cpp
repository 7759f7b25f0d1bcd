// Binds the counting kernels: joint counts of integer columns, and the codes they are counted by.
#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>

#include "bind.hpp"
#include "counts.hpp"
#include "pool.hpp"

namespace plogp {

using namespace nb::literals;

namespace {

using Codes = nb::ndarray<const uint16_t, nb::c_contig, nb::device::cpu>;
using Edges = nb::ndarray<const double, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Table = nb::ndarray<int64_t, nb::ndim<2>, nb::c_contig, nb::device::cpu>;

// Tables up to this many cells are counted in 32 bits on every thread, and the smallest in four copies (64 KiB).
constexpr std::size_t private_cells = std::size_t(1) << 20;
constexpr std::size_t copied_cells = 4096;
constexpr std::size_t most_cells = std::size_t(1) << 31;

Integer integer_type(const Array& a) {
    if (is<int64_t>(a)) return I64;
    if (is<int32_t>(a)) return I32;
    if (is<uint8_t>(a) || is<bool>(a)) return U8;
    if (is<uint16_t>(a)) return U16;
    if (is<int8_t>(a)) return I8;
    if (is<int16_t>(a)) return I16;
    if (is<uint32_t>(a)) return U32;
    if (is<uint64_t>(a)) return U64;
    throw nb::type_error("columns to count must be integers");
}

// Adds the pairs of n rows to the table; the caller holds no GIL.
bool add_joint(IntegerColumn x, IntegerColumn y, std::size_t n, int64_t* table) {
    const auto& kernels = PLOGP_CHOSEN(count_kernels);
    const std::size_t cells = std::size_t(x.levels) * y.levels;
    if (cells > private_cells || cells > n) return kernels.joint(x, y, 0, n, table);
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
    if (kx < 0 || ky < 0 || kx > INT32_MAX || ky > INT32_MAX || std::size_t(kx) * std::size_t(ky) > most_cells)
        throw Fault("a table of so many cells cannot be counted");
    const std::size_t shape[] = {std::size_t(kx), std::size_t(ky)};
    auto out = fresh<int64_t>(2, shape);
    int64_t* table = static_cast<int64_t*>(out.data());
    std::fill_n(table, shape[0] * shape[1], 0);
    const IntegerColumn a{x.data(), integer_type(x), uint32_t(kx)}, b{y.data(), integer_type(y), uint32_t(ky)};
    bool in_range;
    {
        nb::gil_scoped_release unlocked;
        in_range = add_joint(a, b, x.size(), table);
    }
    if (!in_range) throw Fault("a value lies outside the range of its column");
    return out;
}

void add_joint_counts(const Codes& x, const Codes& y, const Table& table) {
    if (x.size() != y.size()) throw Fault("the columns differ in length");
    const std::size_t kx = table.shape(0), ky = table.shape(1);
    if (kx > INT32_MAX || ky > INT32_MAX || kx * ky > most_cells)
        throw Fault("a table of so many cells cannot be counted");
    const IntegerColumn a{x.data(), U16, uint32_t(kx)}, b{y.data(), U16, uint32_t(ky)};
    bool in_range;
    {
        nb::gil_scoped_release unlocked;
        in_range = add_joint(a, b, x.size(), table.data());
    }
    if (!in_range) throw Fault("a value lies outside the range of its column");
}

Fresh bin_codes(const Array& x, const Edges& edges) {
    if (edges.size() > 65000) throw Fault("codes have 16 bits: too many edges");
    const std::size_t n = x.size();
    auto out = fresh<uint16_t>(1, &n);
    uint16_t* codes = static_cast<uint16_t*>(out.data());
    const auto& kernels = PLOGP_CHOSEN(count_kernels);
    nb::gil_scoped_release unlocked;
    if (is<double>(x))
        kernels.bin_f64(static_cast<const double*>(x.data()), n, edges.data(), edges.size(), codes);
    else if (is<float>(x))
        kernels.bin_f32(static_cast<const float*>(x.data()), n, edges.data(), edges.size(), codes);
    else if (is<int64_t>(x))
        kernels.bin_i64(static_cast<const int64_t*>(x.data()), n, edges.data(), edges.size(), codes);
    else
        throw nb::type_error("numbers to bin must be float32, float64 or int64");
    return out;
}

Fresh look_up_codes(const nb::ndarray<const int32_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>& index,
                    const nb::ndarray<const uint16_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>& table) {
    const std::size_t n = index.size();
    auto out = fresh<uint16_t>(1, &n);
    bool in_range;
    {
        nb::gil_scoped_release unlocked;
        in_range = PLOGP_CHOSEN(count_kernels)
                       .look_up(index.data(), n, table.data(), table.size(), static_cast<uint16_t*>(out.data()));
    }
    if (!in_range) throw Fault("an index lies outside the table");
    return out;
}

}  // namespace

void bind_counts(nb::module_& m) {
    m.def("joint_counts", &joint_counts, "x"_a.noconvert(), "y"_a.noconvert(), "kx"_a, "ky"_a,
          "Counts of each pair of values of two integer columns, as int64 of shape (kx, ky).");
    m.def("add_joint_counts", &add_joint_counts, "x"_a.noconvert(), "y"_a.noconvert(), "table"_a.noconvert(),
          "Adds the counts of pairs of two columns of uint16 codes to a table of int64.");
    m.def("bin_codes", &bin_codes, "x"_a.noconvert(), "edges"_a.noconvert(),
          "How many ascending edges lie below each number, as uint16; one more than all of them and one for NaN.");
    m.def("look_up_codes", &look_up_codes, "index"_a.noconvert(), "table"_a.noconvert(),
          "The entry of a table of uint16 at each int32 index.");
}

}  // namespace plogp
