// Values in a hash table, then cells by octave beside a sample of the different values.
#include "quantile_sketch/quantile_sketch.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

#include "counts/counts.hpp"

namespace plogp {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr Cell empty_cell = {infinity, -infinity, 0};

constexpr uint64_t golden = 0x9E3779B97F4A7C15u;

// The hash of a value from that of its double.
inline uint64_t with_rest(uint64_t hash, int64_t rest) {
    if (rest == 0) return hash;
    hash = (hash ^ static_cast<uint64_t>(rest)) * golden;
    hash = (hash ^ hash >> 32) * golden;
    hash ^= hash >> 32;
    return hash ? hash : 1;
}

inline void widen(Cell& cell, const Cell& by) {
    if (by.least < cell.least) cell.least = by.least;
    if (by.greatest > cell.greatest) cell.greatest = by.greatest;
    cell.n += by.n;
}

// As std::floor would say, which is a call on the oldest machines.
inline bool is_whole(double x) {
    constexpr double all_whole = uint64_t(1) << 52;
    return std::abs(x) < all_whole ? static_cast<double>(static_cast<int64_t>(x)) == x : std::isfinite(x);
}

}  // namespace

// Where the search for a slot begins.
inline std::size_t Spectrum::slot_of(uint64_t bits, std::size_t slots) const {
    return hash_(bits) >> (64 - std::countr_zero(slots));
}

// Without rests as long as no value has one, so that most columns need not ask.
template <bool has_rests>
inline void Spectrum::add_value(double x, int64_t rest, int64_t n) {
    const std::size_t last = values_.size() - 1;
    uint64_t bits = std::bit_cast<uint64_t>(x);
    if (has_rests && rest != 0) bits ^= hash_(static_cast<uint64_t>(rest));
    const std::size_t first = slot_of(bits, values_.size());
    std::size_t slot = first;
    while (values_[slot].n && (values_[slot].value != x || (has_rests && rest_in(slot) != rest)))
        slot = (slot + 1) & last;
    if (values_[slot].n) {
        values_[slot].n += n;
        return;
    }
    values_[slot] = {x, n};
    if (has_rests && rest != 0 && rests_.empty()) rests_.resize(values_.size());
    if (has_rests && rest != 0) rests_[slot] = rest;
    if (++different_ > most_values_) return turn_into_cells();
    const bool full = 4 * different_ > values_.size(), far = ((slot - first) & last) > SlotHash::farthest;
    if (far) hash_.redraw();
    if (full || far) refill(full ? 4 * values_.size() : values_.size());
}

// Adds cell_of(i) where x[i] belongs, for i < n, and calls met(i, hash of x[i]).
template <class CellOf, class Met>
void Spectrum::add_cells(const double* x, std::size_t n, const CellOf& cell_of, const Met& met) {
    constexpr std::size_t block = 256;
    const auto places = PLOGP_CHOSEN(count_kernels).places;
    uint32_t place[block];
    uint64_t hash[block];
    for (std::size_t begin = 0; begin < n; begin += block) {
        const std::size_t m = std::min(block, n - begin);
        places(x + begin, m, place, hash);
        for (std::size_t i = 0; i < m; i++) {
            if (place[i] == no_cell) continue;
            auto& octave = cells_[place[i] >> 10];
            if (!octave) {
                octave = std::make_unique<Octave>();
                octave->fill(empty_cell);
            }
            widen((*octave)[place[i] & 1023], cell_of(begin + i));
        }
        for (std::size_t i = 0; i < m; i++)
            if (place[i] != no_cell) met(begin + i, hash[i]);
    }
}

// Adds the cells of another from some place on. If it is exact they are values, each to be noted as well.
void Spectrum::add_cells(const State& other, std::size_t from) {
    std::vector<double> least;
    for (std::size_t i = from; i < other.cells.size(); i++) least.push_back(other.cells[i].least);
    add_cells(
        least.data(), least.size(), [&](std::size_t i) { return other.cells[from + i]; },
        [&](std::size_t i, uint64_t hash) {
            if (other.exact) note(with_rest(hash, other.rest[from + i]));
        });
}

// Adaptive sampling (Wegman 1984; Flajolet 1990, doi:10.1007/BF02241657): every value has the same chance to be kept,
// however often it occurs, and the chance is halved whenever too many are.
inline void Spectrum::note(uint64_t hash) {
    if (hash & ((uint64_t(1) << depth_) - 1)) return;
    const std::size_t last = kept_.size() - 1, first = slot_of(hash, kept_.size());
    std::size_t slot = first;
    while (kept_[slot] && kept_[slot] != hash) slot = (slot + 1) & last;
    if (kept_[slot]) return;
    kept_[slot] = hash;
    if (++different_ > most_kept) return thin(depth_ + 1);
    if (((slot - first) & last) > SlotHash::farthest) {
        hash_.redraw();
        thin(depth_);
    }
}

void Spectrum::thin(int depth) {
    const std::vector<uint64_t> held = std::exchange(kept_, std::vector<uint64_t>(4 * most_kept));
    depth_ = depth;
    different_ = 0;
    for (const uint64_t hash : held)
        if (hash) note(hash);
}

void Spectrum::add(const double* x, std::size_t n, const int64_t* rest) {
    for (std::size_t i = 0; i < n && whole_; i++) whole_ = x[i] != x[i] || is_whole(x[i]);
    std::size_t i = 0;
    if (rest || !rests_.empty())
        for (; i < n && exact(); i++) {
            if (x[i] == x[i]) add_value<true>(x[i] + 0.0, rest ? rest[i] : 0, 1);
        }
    for (; i < n && exact(); i++)
        if (x[i] == x[i]) add_value<false>(x[i] + 0.0, 0, 1);
    add_cells(
        x + i, n - i, [&](std::size_t j) { return Cell{x[i + j] + 0.0, x[i + j] + 0.0, 1}; },
        [&](std::size_t j, uint64_t hash) { note(rest ? with_rest(hash, rest[i + j]) : hash); });
}

bool Spectrum::State::is_possible() const {
    if (rest.size() != (exact ? cells.size() : 0)) return false;
    int64_t total = 0;
    for (std::size_t i = 0; i < cells.size(); i++) {
        const auto [least, greatest, n] = cells[i];
        if (!(least <= greatest) || n < 1 || (exact && least != greatest)) return false;
        if (__builtin_add_overflow(total, n, &total)) return false;
        if (i == 0) continue;
        const double before = cells[i - 1].greatest;
        if (before > least || (before == least && !(exact && rest[i - 1] < rest[i]))) return false;
    }
    if (exact) return depth == 0 && kept.empty();
    if (depth < 0 || depth > most_depth || kept.size() > most_kept) return false;
    const uint64_t ending = (uint64_t(1) << depth) - 1;
    return std::all_of(kept.begin(), kept.end(), [=](uint64_t hash) { return hash != 0 && (hash & ending) == 0; });
}

void Spectrum::add(const State& other) {
    whole_ = whole_ && other.whole;
    if (!other.exact && exact()) turn_into_cells();
    std::size_t i = 0;
    for (; i < other.cells.size() && exact(); i++)
        add_value<true>(other.cells[i].least, other.rest[i], other.cells[i].n);
    add_cells(other, i);
    if (other.depth > depth_) thin(other.depth);
    for (const uint64_t hash : other.kept) note(hash);
}

Spectrum::State Spectrum::state() const {
    const std::vector<Counted> counted = values();
    State state{cells_of(counted), {}, {}, depth_, exact(), whole_};
    for (const Counted& value : counted) state.rest.push_back(value.rest);
    std::copy_if(kept_.begin(), kept_.end(), std::back_inserter(state.kept), [](uint64_t hash) { return hash; });
    std::sort(state.kept.begin(), state.kept.end());  // their slots differ from process to process
    return state;
}

// In order.
std::vector<Spectrum::Counted> Spectrum::values() const {
    std::vector<Counted> found;
    for (std::size_t slot = 0; slot < values_.size(); slot++)
        if (values_[slot].n) found.push_back({values_[slot].value, rest_in(slot), values_[slot].n});
    std::sort(found.begin(), found.end(), [](const Counted& a, const Counted& b) {
        return a.value != b.value ? a.value < b.value : a.rest < b.rest;
    });
    return found;
}

std::vector<Cell> Spectrum::cells_of(const std::vector<Counted>& values) const {
    std::vector<Cell> found;
    for (const Counted& counted : values) found.push_back({counted.value, counted.value, counted.n});
    for (const auto& octave : cells_)
        if (octave)
            std::copy_if(octave->begin(), octave->end(), std::back_inserter(found), [](auto& c) { return c.n; });
    return found;
}

void Spectrum::refill(std::size_t slots) {
    const std::vector<Slot> held = std::exchange(values_, std::vector<Slot>(slots));
    const std::vector<int64_t> rests = std::exchange(rests_, {});
    different_ = 0;
    for (std::size_t slot = 0; slot < held.size(); slot++)
        if (held[slot].n) add_value<true>(held[slot].value, rests.empty() ? 0 : rests[slot], held[slot].n);
}

void Spectrum::turn_into_cells() {
    const State held = state();
    values_ = {};
    rests_ = {};
    cells_.resize(4096);
    thin(0);
    add_cells(held, 0);
}

}  // namespace plogp
