// Coverage-guided fuzzing of what a pickle or a tally hands to the native core: the state of a spectrum, and the arrays
// of a tree. Either the check refuses it, or it is used without a fault of memory, and stays possible.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <vector>

#include "quantile_sketch/quantile_sketch.hpp"
#include "tree/tree.hpp"

namespace {

using namespace plogp;

// Numbers from bytes, one after another; zeros when they are used up.
struct Bytes {
    const uint8_t* data;
    std::size_t left;

    template <class T>
    T take() {
        T value{};
        const std::size_t n = left < sizeof value ? left : sizeof value;
        std::memcpy(&value, data, n);
        data += n;
        left -= n;
        return value;
    }
    // Small, and seldom what it must not be.
    int few() { return static_cast<int8_t>(take<uint8_t>()) / 8; }
};

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

void read_spectrum(Bytes bytes) {
    const std::size_t most = bytes.take<uint8_t>() % 8, cells = bytes.take<uint8_t>() % 32;
    Spectrum::State state{{}, {}, {}, bytes.few(), (bytes.take<uint8_t>() & 1) != 0, false};
    for (std::size_t i = 0; i < cells; i++) {
        const double least = bytes.take<double>();
        const double greatest = bytes.take<uint8_t>() % 4 != 0 ? least : bytes.take<double>();
        if (state.exact) state.rest.push_back(bytes.few());
        state.cells.push_back({least, greatest, bytes.take<uint8_t>() % 16 != 0 ? 1 : bytes.take<int64_t>()});
    }
    while (bytes.left >= sizeof(uint64_t)) state.kept.push_back(bytes.take<uint64_t>());
    if (!state.is_possible()) return;
    Spectrum spectrum(most), again(most);
    spectrum.add(state);
    const Spectrum::State written = spectrum.state();
    require(written.is_possible(), "what a spectrum writes is possible");
    again.add(written);
    require(again.different() == spectrum.different(), "what is written is read back");
}

void read_tree(Bytes bytes) {
    const std::size_t nodes = bytes.take<uint8_t>() % 16, columns = 3, rows = 5, classes = 2;
    const int32_t levels[columns] = {0, 2, 4};
    tree::Flat flat;
    std::size_t next = 1;
    for (std::size_t i = 0; i < nodes; i++) {
        flat.feature.push_back(bytes.few());
        flat.threshold.push_back(bytes.take<float>());
        flat.children.push_back(bytes.few());
        flat.first_child.push_back(bytes.take<uint8_t>() % 16 != 0 ? static_cast<int32_t>(next)
                                                                   : bytes.take<int32_t>());
        if (flat.feature.back() >= 0) next += static_cast<std::size_t>(flat.children.back());
        flat.map.push_back(bytes.take<uint8_t>() % 16 != 0 ? bytes.few() : bytes.take<int32_t>());
        flat.missing.push_back(bytes.few());
    }
    for (int i = bytes.take<uint8_t>() % 16; i > 0; i--) flat.branch.push_back(bytes.few());
    for (std::size_t i = 0; i < nodes * classes; i++) flat.cases.push_back(bytes.few());
    if (tree::fault_of(flat, columns, levels) != nullptr) return;
    std::vector<double> x;
    for (std::size_t j = 0; j < columns; j++)
        for (std::size_t i = 0; i < rows; i++)
            x.push_back(i == 0 ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(i - 1 < 4 ? i - 1 : 0));
    for (std::size_t i = 0; i < rows; i++) x[rows + i] = i < 2 ? x[rows + i] : static_cast<double>(i % 3);
    const std::vector<double> answer(nodes * classes, 0.5);
    std::vector<double> out(rows * classes);
    tree::predict(flat, answer.data(), {x.data(), rows, columns, levels, nullptr, nullptr, classes}, out.data());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const Bytes rest{data + 1, size - 1};
    data[0] & 1 ? read_spectrum(rest) : read_tree(rest);
    return 0;
}
