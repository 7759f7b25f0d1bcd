// Binds the reading of tables of numbers: rows become columns, and columns of few values become codes.
#include <algorithm>
#include <bit>
#include <cmath>
#include <memory>
#include <vector>

#include "bindings/bind.hpp"
#include "slot_hash.hpp"
#include "thread_pool.hpp"

namespace plogp {

using namespace nb::literals;

namespace {

using Table = nb::ndarray<nb::ro, nb::ndim<2>, nb::device::cpu>;

constexpr std::size_t piece = 4096;  // rows between two polls
constexpr std::size_t together = 8;  // columns that are turned at a time: a row brings them into the cache as one

// out[j * n + i] = x[i, from + j], for rows begin <= i < end and at most `together` columns.
template <class T>
void turn_values(const Table& x, std::size_t from, std::size_t begin, std::size_t end, double* out) {
    const int64_t down = x.stride(0), across = x.stride(1);
    const std::size_t n = x.shape(0), count = std::min(together, x.shape(1) - from);
    const T* row = static_cast<const T*>(x.data()) + int64_t(begin) * down + int64_t(from) * across;
    for (std::size_t i = begin; i < end; i++, row += down)
        for (std::size_t j = 0; j < count; j++) out[j * n + i] = static_cast<double>(row[int64_t(j) * across]);
}

using Turn = void (*)(const Table&, std::size_t, std::size_t, std::size_t, double*);

Turn turn_of(const Table& x) {
    const auto type = x.dtype();
    if (type == nb::dtype<double>()) return turn_values<double>;
    if (type == nb::dtype<float>()) return turn_values<float>;
    if (type == nb::dtype<int64_t>()) return turn_values<int64_t>;
    if (type == nb::dtype<int32_t>()) return turn_values<int32_t>;
    if (type == nb::dtype<int8_t>()) return turn_values<int8_t>;
    if (type == nb::dtype<uint8_t>()) return turn_values<uint8_t>;
    throw Fault("the numbers are of a type that is not read");
}

Fresh columns_of(const Table& x) {
    constexpr std::size_t rows = 512;
    const std::size_t n = x.shape(0), d = x.shape(1), shape[] = {d, n};
    auto out = empty_aligned(2, shape, nb::dtype<double>());
    double* values = static_cast<double*>(out.data());
    const Turn turn = turn_of(x);
    const Unlocked unlocked;
    share((n + rows - 1) / rows, std::max<std::size_t>(1, 100 / (d + 1)), [&](std::size_t first, std::size_t last) {
        for (std::size_t from = 0; from < d; from += together) {
            poll();
            turn(x, from, first * rows, std::min(n, last * rows), values + from * n);
        }
    });
    return out;
}

// The distinct values of a column, NaN apart, as long as they are no more than `most`, which is at most 256.
class Levels {
  public:
    explicit Levels(std::size_t most) : most_(most) { std::fill_n(number_, slots, -1); }

    // -1: one too many.
    int number(double value) {
        value += 0.0;  // -0 is 0
        const std::size_t first = slot_of(value), at = find(value, first);
        if (number_[at] >= 0) return number_[at];
        if (size_ == most_) return -1;
        const auto number = static_cast<int16_t>(size_);
        value_[size_++] = value;
        number_[at] = number;
        if ((at - first) % slots > SlotHash::farthest) refill();
        return number;
    }

    // The place of each among all, in order.
    std::vector<uint8_t> ranks() const {
        std::vector<double> sorted(value_, value_ + size_);
        std::sort(sorted.begin(), sorted.end());
        std::vector<uint8_t> rank;
        for (std::size_t i = 0; i < size_; i++) {
            const auto place = std::lower_bound(sorted.begin(), sorted.end(), value_[i]);
            rank.push_back(static_cast<uint8_t>(place - sorted.begin()));
        }
        return rank;
    }

  private:
    static constexpr std::size_t slots = 1024;

    std::size_t slot_of(double value) const {
        return hash_(std::bit_cast<uint64_t>(value)) / (~uint64_t{0} / slots + 1);
    }

    // Where the number of a value is, or the free slot that it would take.
    std::size_t find(double value, std::size_t at) const {
        while (number_[at] >= 0 && value_[number_[at]] != value) at = (at + 1) % slots;
        return at;
    }

    void refill() {
        hash_.redraw();
        std::fill_n(number_, slots, -1);
        for (std::size_t i = 0; i < size_; i++) number_[find(value_[i], slot_of(value_[i]))] = static_cast<int16_t>(i);
    }

    const std::size_t most_;
    SlotHash hash_;
    std::size_t size_ = 0;
    double value_[256];
    int16_t number_[slots];  // -1 where a slot is free
};

// Codes in the order of values, NaN the last; returns how many levels there are, or -1 for more than `most`.
int code_any(const double* x, std::size_t n, std::size_t most, uint8_t* code) {
    Levels levels(most);
    bool missing = false;
    for (std::size_t i = 0; i < n; i++) {
        if (i % piece == 0) poll();
        if (std::isnan(x[i])) {
            missing = true;
            continue;
        }
        const int number = levels.number(x[i]);
        if (number < 0) return -1;
        code[i] = static_cast<uint8_t>(number);
    }
    const auto rank = levels.ranks();
    if (rank.size() + missing > 256) return -1;
    for (std::size_t i = 0; i < n; i++) code[i] = std::isnan(x[i]) ? static_cast<uint8_t>(rank.size()) : rank[code[i]];
    return static_cast<int>(rank.size() + missing);
}

// The same for whole numbers close to the first of them, at a fraction of the cost; -2 where some are not.
int code_whole(const double* x, std::size_t n, std::size_t most, uint8_t* code) {
    constexpr int range = 1024;
    const double base = n > 0 && std::abs(x[0]) < 1e15 ? std::floor(x[0]) - range / 2 : 0;
    bool held[range] = {}, whole = true;
    for (std::size_t begin = 0; begin < n && whole; begin += piece) {
        poll();
        for (std::size_t i = begin; i < std::min(n, begin + piece); i++) {
            const double above = x[i] - base;
            const bool inside = above >= 0 && above < range;
            const int at = inside ? static_cast<int>(above) : 0;
            whole &= inside && at == above;
            held[at] = held[at] || inside;
        }
    }
    if (!whole) return -2;
    uint8_t rank[range];
    std::size_t levels = 0;
    for (int v = 0; v < range; v++) {
        rank[v] = static_cast<uint8_t>(levels);
        levels += held[v];
        if (levels > most) return -1;
    }
    for (std::size_t i = 0; i < n; i++) code[i] = rank[static_cast<int>(x[i] - base)];
    return static_cast<int>(levels);
}

nb::tuple code_columns(const Table& x,
                       const nb::ndarray<const int32_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>& most) {
    const std::size_t n = x.shape(0), d = x.shape(1), shape[] = {d, n};
    if (most.size() != d) throw Fault("one largest number of levels is needed for each column");
    for (std::size_t j = 0; j < d; j++)
        if (most.data()[j] < 1 || most.data()[j] > 256) throw Fault("a column has 1 to 256 levels");
    auto codes = fresh<uint8_t>(2, shape);
    auto sizes = fresh<int32_t>(1, shape);
    uint8_t* code = static_cast<uint8_t*>(codes.data());
    int32_t* size = static_cast<int32_t*>(sizes.data());
    const Turn turn = turn_of(x);
    {
        const Unlocked unlocked;
        share((d + together - 1) / together, std::max<std::size_t>(1, 4000 / (n + 1)),
              [&](std::size_t first, std::size_t last) {
                  const std::unique_ptr<double[]> columns(new double[together * n]);
                  for (std::size_t from = first * together; from < std::min(d, last * together); from += together) {
                      in_order(n, piece,
                               [&](std::size_t begin, std::size_t end) { turn(x, from, begin, end, columns.get()); });
                      for (std::size_t j = from; j < std::min(d, from + together); j++) {
                          const double* column = columns.get() + (j - from) * n;
                          size[j] = code_whole(column, n, most.data()[j], code + j * n);
                          if (size[j] == -2) size[j] = code_any(column, n, most.data()[j], code + j * n);
                      }
                  }
              });
    }
    return nb::make_tuple(codes, sizes);
}

}  // namespace

void bind_columns(nb::module_& m) {
    m.def("columns_of", &columns_of, "x"_a, "The columns of a table of numbers, (rows, columns), one after another.");
    m.def("code_columns", &code_columns, "x"_a, "most"_a.noconvert(),
          "Codes (columns, rows) of the columns of a table of numbers, (rows, columns), that have at most so many "
          "values, in their order and NaN last, and how many levels each has; -1 where there are more.");
}

}  // namespace plogp
