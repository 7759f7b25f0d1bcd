// Binds the spectrum of a column of numbers.
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>
#include <vector>

#include "bindings/bind.hpp"
#include "bindings/values.hpp"
#include "quantile_sketch/quantile_sketch.hpp"

namespace plogp {

using namespace nb::literals;

namespace {

constexpr std::size_t block = 256;

// A spectrum that several Python threads may hold. It is used by one of them at a time, and whoever waits for it does
// not hold the interpreter, which the one that uses it may ask for.
class SharedSpectrum {
  public:
    explicit SharedSpectrum(std::size_t most_values) : spectrum_(most_values) {}

    template <class Use>
    auto alone(const Use& use) {
        const nb::gil_scoped_release released;
        const std::lock_guard lock(in_use_);
        return use(spectrum_);
    }

    // Both are needed where several are used at once.
    std::mutex& in_use() { return in_use_; }
    Spectrum& spectrum() { return spectrum_; }

  private:
    std::mutex in_use_;
    Spectrum spectrum_;
};

// Calls body(numbers, begin, n) for blocks of values that fit in L1.
template <class Body>
void for_numbers(const Array& x, const Values& values, const Body& body) {
    const auto numbers = PLOGP_CHOSEN(count_kernels).numbers;
    in_ranges(x, values, [&](const Values& range, std::size_t first, std::size_t n) {
        double value[block];
        for (std::size_t begin = 0; begin < n; begin += block) {
            const std::size_t m = std::min(block, n - begin);
            numbers(range, begin, m, value);
            body(value, first + begin, m);
        }
    });
}

// What rounding to doubles leaves of integers of 64 bits; false if they are all doubles.
template <class T>
bool rest_of(const T* x, const double* value, std::size_t n, int64_t* rest) {
    constexpr double all_are = uint64_t(1) << 53;
    bool any = false;
    for (std::size_t i = 0; i < n; i++) any |= std::abs(value[i]) >= all_are;
    if (!any) return false;
    for (std::size_t i = 0; i < n; i++)
        rest[i] = value[i] == value[i] ? static_cast<int64_t>(x[i] - static_cast<__int128>(value[i])) : 0;
    return true;
}

using Rest = std::optional<nb::ndarray<const int64_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>>;

void add(SharedSpectrum& shared, const Array& x, const Valid& valid, std::size_t offset, const Rest& given) {
    const Values values = values_of(x, valid, offset);
    if (given && given->size() != x.size()) throw Fault("each value has its rest");
    const int64_t* const rests = given ? given->data() : nullptr;
    const Unlocked unlocked;
    const std::lock_guard lock(shared.in_use());
    Spectrum& spectrum = shared.spectrum();
    for_numbers(x, values, [&](const double* value, std::size_t begin, std::size_t n) {
        int64_t found[block];
        const int64_t* rest = rests ? rests + begin : nullptr;
        if (!rests && values.type == I64 && rest_of(static_cast<const int64_t*>(values.data) + begin, value, n, found))
            rest = found;
        if (!rests && values.type == U64 && rest_of(static_cast<const uint64_t*>(values.data) + begin, value, n, found))
            rest = found;
        spectrum.add(value, n, rest);
    });
}

using Bounds = nb::ndarray<const double, nb::ndim<1>, nb::c_contig, nb::device::cpu>;

void add_within(const std::vector<SharedSpectrum*>& spectra, const Array& x, const Bounds& least,
                const Bounds& greatest, const Valid& valid, std::size_t offset) {
    const std::size_t k = spectra.size();
    if (least.size() != k || greatest.size() != k) throw Fault("each spectrum has its bounds");
    if (k > 65000) throw Fault("ranges are numbered in 16 bits: too many spectra");
    if (std::find(spectra.begin(), spectra.end(), nullptr) != spectra.end())
        throw nb::type_error("None is no spectrum");
    const Values values = values_of(x, valid, offset);
    const double *low = least.data(), *high = greatest.data();
    std::vector<double> below(k);  // what lies beneath each least value: an edge that the value itself is above
    for (std::size_t i = 0; i < k; i++) below[i] = std::nextafter(low[i], -std::numeric_limits<double>::infinity());
    const auto bin = PLOGP_CHOSEN(count_kernels).bin;
    std::vector<SharedSpectrum*> once = spectra;  // in one order, so that no two threads wait for each other
    std::sort(once.begin(), once.end());
    once.erase(std::unique(once.begin(), once.end()), once.end());
    std::vector<std::unique_lock<std::mutex>> locks;
    locks.reserve(once.size());
    const Unlocked unlocked;
    for (SharedSpectrum* shared : once) locks.emplace_back(shared->in_use());
    for_numbers(x, values, [&](const double* value, std::size_t, std::size_t n) {
        uint16_t begun[block];
        bin({value, F64, nullptr, 0}, n, below.data(), k, begun);
        for (std::size_t i = 0; i < n; i++) {
            if (begun[i] == 0 || begun[i] > k || value[i] > high[begun[i] - 1]) continue;
            const double beyond = value[i] - low[begun[i] - 1];
            spectra[begun[i] - 1]->spectrum().add(&beyond, 1);
        }
    });
}

nb::tuple as_arrays(const std::vector<Cell>& found) {
    const std::size_t size = found.size();
    auto least = fresh<double>(1, &size), greatest = fresh<double>(1, &size), n = fresh<int64_t>(1, &size);
    for (std::size_t i = 0; i < size; i++) {
        static_cast<double*>(least.data())[i] = found[i].least;
        static_cast<double*>(greatest.data())[i] = found[i].greatest;
        static_cast<int64_t*>(n.data())[i] = found[i].n;
    }
    return nb::make_tuple(least, greatest, n);
}

using Numbers = nb::ndarray<const double, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Times = nb::ndarray<const int64_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Hashes = nb::ndarray<const uint64_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Pickled = std::tuple<std::size_t, std::tuple<Numbers, Numbers, Times>, Times, Hashes, int, bool, bool>;

template <class T>
Fresh copied(const std::vector<T>& from) {
    const std::size_t size = from.size();
    auto out = fresh<T>(1, &size);
    std::copy(from.begin(), from.end(), static_cast<T*>(out.data()));
    return out;
}

nb::tuple pickled(SharedSpectrum& shared) {
    const Spectrum::State state = shared.alone([](const Spectrum& spectrum) { return spectrum.state(); });
    return nb::make_tuple(shared.spectrum().most_values(), as_arrays(state.cells), copied(state.rest),
                          copied(state.kept), state.depth, state.exact, state.whole);
}

// What no spectrum has written must not become one: it would be read and merged as it is.
void unpickle(SharedSpectrum& shared, const Pickled& pickled) {
    const auto& [most_values, cells, rest, kept, depth, exact, whole] = pickled;
    const auto& [least, greatest, n] = cells;
    if (least.size() != n.size() || greatest.size() != n.size()) throw Fault("each cell has its bounds and its count");
    Spectrum::State state{
        {}, {rest.data(), rest.data() + rest.size()}, {kept.data(), kept.data() + kept.size()}, depth, exact, whole};
    for (std::size_t i = 0; i < n.size(); i++) state.cells.push_back({least(i), greatest(i), n(i)});
    if (!state.is_possible()) throw Fault("no column of numbers has this spectrum");
    new (&shared) SharedSpectrum(most_values);
    shared.spectrum().add(state);
}

template <auto property>
auto read(SharedSpectrum& shared) {
    return shared.alone([](const Spectrum& spectrum) { return (spectrum.*property)(); });
}

}  // namespace

void bind_spectrum(nb::module_& m) {
    nb::class_<SharedSpectrum>(m, "Spectrum",
                               "How often each value of a column occurs: by value, or by cell when many do.")
        .def(nb::init<std::size_t>(), "most_values"_a = 65536, "Counts by value up to so many different ones.")
        .def("add", &add, "x"_a.noconvert(), "valid"_a.noconvert().none() = nb::none(), "offset"_a = 0,
             "rest"_a.noconvert().none() = nb::none(),
             "Counts numbers; NaN and what is not valid are left out. Values differ if their rests do.")
        .def(
            "merge",
            [](SharedSpectrum& a, SharedSpectrum& b) {
                const Spectrum::State state = b.alone([](const Spectrum& other) { return other.state(); });
                a.alone([&](Spectrum& spectrum) { spectrum.add(state); });
            },
            "other"_a, "Adds the counts of another.")
        .def("__getstate__", &pickled)
        .def("__setstate__", &unpickle)
        .def(
            "cells",
            [](SharedSpectrum& shared) {
                return as_arrays(shared.alone([](const Spectrum& spectrum) { return spectrum.cells(); }));
            },
            "The least and the greatest value of each cell, ascending, and how many it holds.")
        .def_prop_ro("different", &read<&Spectrum::different>, "How many different values; an estimate unless exact.")
        .def_prop_ro("exact", &read<&Spectrum::exact>, "Whether each cell is one value.")
        .def_prop_ro("whole", &read<&Spectrum::whole>, "Whether every number is finite and has no fraction.");
    m.def("add_within", &add_within, "spectra"_a, "x"_a.noconvert(), "least"_a.noconvert(), "greatest"_a.noconvert(),
          "valid"_a.noconvert().none() = nb::none(), "offset"_a = 0,
          "Adds to spectra[i] by how much each number from least[i] to greatest[i] exceeds least[i].");
}

}  // namespace plogp
