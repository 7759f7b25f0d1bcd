// How often each value of a column of numbers occurs, in bounded memory: by value while there are few, by narrow cells
// when there are many. The outcome depends on the values alone, not on their order, so that spectra of parts add up.
//
// A cell is a 1/1024 of an octave (the top 22 bits of a double), and remembers its least and its greatest value: a
// quantile read from cells is a value of the column, of nearly the wanted rank. The few cells that hold the rank of a
// quantile are looked into in a further pass.
//
// A whole number beyond 2^53, or a time finer than its unit, is the nearest double and what is left of it: values
// differ if either does, and stand where their doubles do.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "slot_hash.hpp"

namespace plogp {

struct Cell {
    double least, greatest;
    int64_t n;
};

class Spectrum {
  public:
    // All that is in one, to be sent and added to another.
    struct State {
        std::vector<Cell> cells;     // ascending; one for each value if exact
        std::vector<int64_t> rest;   // of each value, if exact
        std::vector<uint64_t> kept;  // of a sample of the values, unless exact
        int depth;
        bool exact, whole;

        // Whether some numbers have this state: cells ascend and hold something, and a sample is of hashes it may hold.
        bool is_possible() const;
    };

    static constexpr std::size_t most_kept = 16384;  // hashes of values, in the sample by which more are estimated
    static constexpr int most_depth = 50;            // no more than 2^14 hashes of 64 bits end in as many zeros

    // Counts by value up to so many different ones.
    explicit Spectrum(std::size_t most_values) : most_values_(most_values), values_(64) {}
    Spectrum(const Spectrum&) = delete;

    // Counts n numbers x + rest; NaN is no number, and −0 is 0.
    void add(const double* x, std::size_t n, const int64_t* rest = nullptr);
    void add(const State& other);
    State state() const;

    bool exact() const { return cells_.empty(); }
    bool whole() const { return whole_; }  // every number is finite and has no fraction
    std::size_t most_values() const { return most_values_; }
    std::vector<Cell> cells() const { return cells_of(values()); }
    // How many different values there are: exactly, or with a standard error of 0.9 %.
    std::size_t different() const { return exact() ? different_ : different_ << depth_; }

  private:
    struct Counted {
        double value;
        int64_t rest, n;
    };
    struct Slot {
        double value;
        int64_t n;  // 0 where it is free
    };
    using Octave = std::array<Cell, 1024>;

    template <bool has_rests>
    void add_value(double x, int64_t rest, int64_t n);
    template <class CellOf, class Met>
    void add_cells(const double* x, std::size_t n, const CellOf& cell_of, const Met& met);
    void add_cells(const State& other, std::size_t from);
    std::size_t slot_of(uint64_t bits, std::size_t slots) const;
    int64_t rest_in(std::size_t slot) const { return rests_.empty() ? 0 : rests_[slot]; }
    std::vector<Counted> values() const;
    std::vector<Cell> cells_of(const std::vector<Counted>& values) const;
    void note(uint64_t hash);
    void thin(int depth);
    void refill(std::size_t slots);
    void turn_into_cells();

    const std::size_t most_values_;
    bool whole_ = true;
    std::size_t different_ = 0;                   // values in the table, or hashes in the sample
    SlotHash hash_;                               // of the tables
    std::vector<Slot> values_;                    // a hash table, open addressing
    std::vector<int64_t> rests_;                  // of the values in the slots; empty as long as all are 0
    std::vector<std::unique_ptr<Octave>> cells_;  // by sign and exponent, ascending; empty while values are counted
    std::vector<uint64_t> kept_;                  // the hashes that end in so many zeros; 0 where a slot is free
    int depth_ = 0;
};

}  // namespace plogp
