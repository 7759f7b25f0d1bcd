// Values in a hash table, then cells by octave beside a sample of the different values.
#include "spectrum.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

namespace plogp {

namespace {

constexpr std::size_t first_slots = 64;
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr Cell no_cell = {infinity, -infinity, 0};

std::size_t slot_of(double x, std::size_t slots) {
    return std::bit_cast<uint64_t>(x) * 0x9E3779B97F4A7C15u >> (64 - std::countr_zero(slots));
}

// A number whose order among unsigned ones is that of x.
uint64_t ordered(double x) {
    const uint64_t bits = std::bit_cast<uint64_t>(x);
    return bits >> 63 ? ~bits : bits | uint64_t(1) << 63;
}

// All bits of x spread over all bits of the hash (the finalizer of SplitMix64; Steele, Lea & Flood 2014,
// doi:10.1145/2660193.2660195).
uint64_t hash(double x) {
    uint64_t z = std::bit_cast<uint64_t>(x) + 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    z ^= z >> 31;
    return z ? z : 1;
}

inline void widen(Cell& cell, const Cell& by) {
    if (by.least < cell.least) cell.least = by.least;
    if (by.greatest > cell.greatest) cell.greatest = by.greatest;
    cell.n += by.n;
}

// As floor would tell, which is a call on the oldest machines.
inline bool is_whole(double x) {
    constexpr double all_whole = uint64_t(1) << 52;
    return std::abs(x) < all_whole ? static_cast<double>(static_cast<int64_t>(x)) == x : std::isfinite(x);
}

}  // namespace

inline void Spectrum::add_value(double x, int64_t n) {
    if (2 * different_ >= values_.size()) grow();
    std::size_t slot = slot_of(x, values_.size());
    while (values_[slot].n && values_[slot].value != x) slot = (slot + 1) & (values_.size() - 1);
    if (values_[slot].n) {
        values_[slot].n += n;
        return;
    }
    values_[slot] = {x, n};
    if (++different_ > most_values) turn_into_cells();
}

inline void Spectrum::add_cell(const Cell& cell) {
    const uint64_t bits = ordered(cell.least);
    auto& octave = cells_[bits >> 52];
    if (!octave) {
        octave = std::make_unique<Octave>();
        octave->fill(no_cell);
    }
    widen((*octave)[bits >> 42 & 1023], cell);
}

// Adaptive sampling (Wegman 1984; Flajolet 1990, doi:10.1007/BF02241657): every value has the same chance to be kept,
// however often it occurs, and the chance is halved whenever too many are.
inline void Spectrum::note(uint64_t hash) {
    if (hash & ((uint64_t(1) << depth_) - 1)) return;
    std::size_t slot = hash >> (64 - std::countr_zero(kept_.size()));
    while (kept_[slot] && kept_[slot] != hash) slot = (slot + 1) & (kept_.size() - 1);
    if (kept_[slot]) return;
    kept_[slot] = hash;
    if (++different_ > most_kept) thin(depth_ + 1);
}

void Spectrum::thin(int depth) {
    const std::vector<uint64_t> held = std::exchange(kept_, std::vector<uint64_t>(2 * most_kept));
    depth_ = depth;
    different_ = 0;
    for (const uint64_t hash : held)
        if (hash) note(hash);
}

void Spectrum::add(const double* x, std::size_t n) {
    for (std::size_t i = 0; i < n && whole_; i++) whole_ = x[i] != x[i] || is_whole(x[i]);
    std::size_t i = 0;
    for (; i < n && exact(); i++)
        if (x[i] == x[i]) add_value(x[i] + 0.0, 1);
    for (std::size_t j = i; j < n; j++)
        if (x[j] == x[j]) add_cell({x[j] + 0.0, x[j] + 0.0, 1});
    for (std::size_t j = i; j < n; j++)
        if (x[j] == x[j]) note(hash(x[j] + 0.0));
}

void Spectrum::add(const Spectrum& other) {
    whole_ = whole_ && other.whole_;
    if (!other.exact() && exact()) turn_into_cells();
    for (const Cell& cell : other.cells()) {
        if (exact()) {
            add_value(cell.least, cell.n);
        } else {
            add_cell(cell);
            if (other.exact()) note(hash(cell.least));
        }
    }
    if (other.depth_ > depth_) thin(other.depth_);
    for (const uint64_t hash : other.kept_)
        if (hash) note(hash);
}

std::vector<Cell> Spectrum::cells() const {
    std::vector<Cell> found;
    for (const Counted& slot : values_)
        if (slot.n) found.push_back({slot.value, slot.value, slot.n});
    std::sort(found.begin(), found.end(), [](const Cell& a, const Cell& b) { return a.least < b.least; });
    for (const auto& octave : cells_)
        if (octave)
            std::copy_if(octave->begin(), octave->end(), std::back_inserter(found), [](auto& c) { return c.n; });
    return found;
}

void Spectrum::grow() {
    const std::vector<Counted> held =
        std::exchange(values_, std::vector<Counted>(std::max(first_slots, 4 * values_.size())));
    different_ = 0;
    for (const Counted& slot : held)
        if (slot.n) add_value(slot.value, slot.n);
}

void Spectrum::turn_into_cells() {
    const std::vector<Counted> held = std::exchange(values_, {});
    cells_.resize(4096);
    thin(0);
    for (const Counted& slot : held) {
        if (slot.n == 0) continue;
        add_cell({slot.value, slot.value, slot.n});
        note(hash(slot.value));
    }
}

}  // namespace plogp
