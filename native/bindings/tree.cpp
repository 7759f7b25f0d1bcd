// Binds the growing of trees and the way of rows through them.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "bindings/bind.hpp"
#include "histogram/histogram.hpp"
#include "thread_pool.hpp"
#include "tree/c45.hpp"
#include "tree/histogram_tree.hpp"

namespace plogp {

using namespace nb::literals;

namespace {

template <class T, int n>
using In = nb::ndarray<const T, nb::ndim<n>, nb::c_contig, nb::device::cpu>;

void check_options(int classes, int max_depth) {
    if (classes < 1) throw Fault("there is no class");
    if (max_depth < 0 || max_depth > tree::deepest) throw Fault("a tree is at most 4000 levels deep");
}

tree::Data data_of(const In<double, 2>& x, const In<int32_t, 1>& levels, int classes) {
    if (levels.size() != x.shape(0)) throw Fault("one number of levels is needed for each column");
    return {x.data(), x.shape(1), x.shape(0), levels.data(), nullptr, nullptr, classes};
}

void check_levels(const tree::Data& data, bool unheard) {
    for (std::size_t j = 0; j < data.columns; j++) {
        if (data.levels[j] == 0) continue;
        for (std::size_t i = 0; i < data.rows; i++) {
            const double v = data.at(j, i);
            if (!(std::isnan(v) || (v >= 0 && v < data.levels[j] + (unheard ? 1 : 0))))
                throw Fault("a level lies outside the range of its column");
        }
    }
}

template <class T>
Fresh copied(const std::vector<T>& values, std::size_t width = 0) {
    const std::size_t shape[] = {width ? values.size() / width : values.size(), width};
    auto out = fresh<T>(width ? 2 : 1, shape);
    if (!values.empty()) std::memcpy(out.data(), values.data(), values.size() * sizeof(T));
    return out;
}

nb::tuple arrays_of(const tree::Flat& flat, int classes) {
    return nb::make_tuple(copied(flat.feature), copied(flat.threshold), copied(flat.first_child), copied(flat.children),
                          copied(flat.map), copied(flat.missing), copied(flat.branch), copied(flat.empty),
                          copied(flat.cases, classes));
}

nb::tuple grow_c45(const In<double, 2>& x, const In<int32_t, 1>& levels, const In<int32_t, 1>& y,
                   const In<double, 1>& weight, int classes, double min_cases, double confidence, bool prune,
                   bool raise, bool grouped, int max_depth, double resolution) {
    check_options(classes, max_depth);
    tree::Data data = data_of(x, levels, classes);
    if (data.rows > UINT32_MAX) throw Fault("rows are numbered in 32 bits: too many");
    if (!std::all_of(weight.data(), weight.data() + weight.size(), [](double w) { return w >= 0 && w < 1e300; }))
        throw Fault("a weight is negative or not finite");
    if (y.size() != data.rows || weight.size() != data.rows) throw Fault("the columns differ in length");
    check_levels(data, false);
    for (std::size_t i = 0; i < y.size(); i++)
        if (y.data()[i] < 0 || y.data()[i] >= classes) throw Fault("a class is out of range");
    data.y = y.data();
    data.weight = weight.data();
    tree::Flat flat;
    {
        const Unlocked unlocked;
        flat = tree::grow_c45(data, {min_cases, confidence, prune, raise, grouped, max_depth, resolution});
    }
    return arrays_of(flat, classes);
}

// The bytes of a row of bins: in one line of the cache where they fit, else whole lines.
std::size_t row_width(std::size_t columns) {
    constexpr std::size_t word = 8, line = 64;
    return columns < line ? std::max(word, std::bit_ceil(columns)) : (columns + line - 1) / line * line;
}

// The bins of every column, by its own 255 edges: row by row, and column by column. A class, and not two arrays: what
// is grown from them relies on it that they agree.
class BinnedColumns {
  public:
    BinnedColumns(const In<double, 2>& x, const In<double, 2>& edges) : columns_(x.shape(0)), rows_(x.shape(1)) {
        if (edges.shape(0) != columns_ || edges.shape(1) != 255) throw Fault("255 edges are needed for each column");
        if (rows_ > UINT32_MAX) throw Fault("rows are numbered in 32 bits: too many");
        const std::size_t width = row_width(columns_), of_rows[] = {rows_, width}, of_columns[] = {columns_, rows_};
        by_row = empty_aligned(2, of_rows, nb::dtype<uint8_t>());
        by_column = empty_aligned(2, of_columns, nb::dtype<uint8_t>());
        uint8_t *rows = static_cast<uint8_t*>(by_row.data()), *bins = static_cast<uint8_t*>(by_column.data());
        constexpr std::size_t piece = 1024;  // its rows stay in the cache until all columns are written
        const Unlocked unlocked;
        share(rows_, piece, [&](std::size_t begin, std::size_t end) {
            std::fill(rows + begin * width, rows + end * width, 0);
            for (std::size_t j = 0; j < columns_; j++) {
                const std::size_t at = j * rows_;
                poll();
                PLOGP_CHOSEN(histogram_kernels)
                    .bin(x.data() + at + begin, end - begin, edges.data() + j * 255, bins + at + begin);
                for (std::size_t r = begin; r < end; r++) rows[r * width + j] = bins[at + r];
            }
        });
    }

    // Views that keep their owner, and cannot be written to.
    template <Fresh BinnedColumns::* bins>
    static nb::ndarray<nb::numpy, const uint8_t, nb::ndim<2>> view(nb::handle owner) {
        const Fresh& held = nb::cast<const BinnedColumns&>(owner).*bins;
        const std::size_t shape[] = {held.shape(0), held.shape(1)};
        return {held.data(), 2, shape, owner};
    }

    Fresh by_row, by_column;

    // The words of a row are read byte by byte from the lowest: machines are little-endian.
    tree::Binned binned(const In<int32_t, 1>& bins, const In<uint8_t, 1>& nominal, const In<int32_t, 1>& y,
                        int classes) const {
        if (y.size() != rows_) throw Fault("the columns differ in length");
        if (bins.size() != columns_ || nominal.size() != columns_)
            throw Fault("one number of bins is needed for each column");
        for (std::size_t j = 0; j < columns_; j++)
            if (bins.data()[j] < 1 || bins.data()[j] > 256) throw Fault("a column has 1 to 256 bins");
        for (std::size_t i = 0; i < rows_; i++)
            if (y.data()[i] < 0 || y.data()[i] >= classes) throw Fault("a class is out of range");
        const auto* words = static_cast<const uint64_t*>(by_row.data());
        return {{words, by_row.shape(1) / sizeof(uint64_t), columns_},
                static_cast<const uint8_t*>(by_column.data()),
                rows_,
                columns_,
                bins.data(),
                nominal.data(),
                y.data(),
                classes};
    }

  private:
    std::size_t columns_, rows_;
};

nb::tuple grow_histogram(const BinnedColumns& x, const In<int32_t, 1>& bins, const In<uint8_t, 1>& nominal,
                         const In<int32_t, 1>& y, int classes, double min_cases, double confidence, bool prune,
                         int max_depth) {
    check_options(classes, max_depth);
    const tree::Binned data = x.binned(bins, nominal, y, classes);
    tree::Flat flat;
    {
        const Unlocked unlocked;
        flat = tree::grow_histogram(data, {min_cases, confidence, prune, max_depth});
    }
    return arrays_of(flat, classes);
}

template <class T>
std::vector<T> listed(const In<T, 1>& a) {
    return {a.data(), a.data() + a.size()};
}

Fresh predict_tree(const In<int32_t, 1>& feature, const In<double, 1>& threshold, const In<int32_t, 1>& first_child,
                   const In<int32_t, 1>& children, const In<int32_t, 1>& map, const In<int32_t, 1>& missing,
                   const In<int32_t, 1>& branch, const In<double, 2>& cases, const In<double, 2>& answer,
                   const In<double, 2>& x, const In<int32_t, 1>& levels) {
    if (cases.shape(1) == 0 || cases.shape(1) > INT32_MAX) throw Fault("there is no class, or there are too many");
    const int classes = static_cast<int>(cases.shape(1));
    const tree::Data data = data_of(x, levels, classes);
    check_levels(data, true);
    tree::Flat flat;
    flat.feature = listed(feature);
    flat.threshold = listed(threshold);
    flat.first_child = listed(first_child);
    flat.children = listed(children);
    flat.map = listed(map);
    flat.missing = listed(missing);
    flat.branch = listed(branch);
    flat.cases.assign(cases.data(), cases.data() + cases.size());
    const std::size_t nodes = flat.size();
    if (threshold.size() != nodes || first_child.size() != nodes || children.size() != nodes || map.size() != nodes ||
        missing.size() != nodes || cases.shape(0) != nodes || answer.shape(0) != nodes ||
        answer.shape(1) != cases.shape(1))
        throw Fault("the arrays of nodes differ in length");
    if (const char* fault = tree::fault_of(flat, data.columns, data.levels)) throw Fault(fault);
    const std::size_t shape[] = {data.rows, cases.shape(1)};
    auto out = fresh<double>(2, shape, true);
    {
        const Unlocked unlocked;
        tree::predict(flat, answer.data(), data, static_cast<double*>(out.data()));
    }
    return out;
}

}  // namespace

void bind_tree(nb::module_& m) {
    m.def("grow_c45", &grow_c45, "x"_a.noconvert(), "levels"_a.noconvert(), "y"_a.noconvert(), "weight"_a.noconvert(),
          "classes"_a, "min_cases"_a, "confidence"_a, "prune"_a, "raising"_a, "grouped"_a, "max_depth"_a,
          "resolution"_a,
          "The nodes of a C4.5 tree as arrays: feature, threshold, first child, children, place in the branch table, "
          "child of missing values, branch table, empty, cases of each class.");
    nb::class_<BinnedColumns>(m, "BinnedColumns", "The bins of columns of numbers, of 255 ascending edges each.")
        .def(nb::init<const In<double, 2>&, const In<double, 2>&>(), "x"_a.noconvert(), "edges"_a.noconvert())
        .def_prop_ro("by_row", &BinnedColumns::view<&BinnedColumns::by_row>, "(rows, columns and some zeros)")
        .def_prop_ro("by_column", &BinnedColumns::view<&BinnedColumns::by_column>,
                     "One more than how many edges lie below each number; 0 for NaN.");
    m.def("grow_histogram", &grow_histogram, "x"_a, "bins"_a.noconvert(), "nominal"_a.noconvert(), "y"_a.noconvert(),
          "classes"_a, "min_cases"_a, "confidence"_a, "prune"_a, "max_depth"_a,
          "The nodes of a tree of binary splits over bins, as those of grow_c45; its thresholds are bins.");
    m.def("predict_tree", &predict_tree, "feature"_a.noconvert(), "threshold"_a.noconvert(),
          "first_child"_a.noconvert(), "children"_a.noconvert(), "map"_a.noconvert(), "missing"_a.noconvert(),
          "branch"_a.noconvert(), "cases"_a.noconvert(), "answer"_a.noconvert(), "x"_a.noconvert(),
          "levels"_a.noconvert(),
          "The answers of the leaves that each row reaches, shared out where a value is missing.");
}

}  // namespace plogp
