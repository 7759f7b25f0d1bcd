// Values in a hash table, then cells by octave beside a sample of the different values.
#include "spectrum.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

#include "counts.hpp"

namespace plogp {

namespace {

constexpr std::size_t first_slots = 64;
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr Cell empty_cell = {infinity, -infinity, 0};

std::size_t slot_of(double x, std::size_t slots) {
    return std::bit_cast<uint64_t>(x) * 0x9E3779B97F4A7C15u >> (64 - std::countr_zero(slots));
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
    if (++different_ > most_values_) turn_into_cells();
}

// Adds cell_of(i) where x[i] belongs, for i < n.
template <class CellOf>
void Spectrum::add_cells(const double* x, std::size_t n, const CellOf& cell_of) {
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
            if (place[i] != no_cell) note(hash[i]);
    }
}

void Spectrum::add_cells(const std::vector<Cell>& cells) {
    std::vector<double> least;
    for (const Cell& cell : cells) least.push_back(cell.least);
    add_cells(least.data(), least.size(), [&](std::size_t i) { return cells[i]; });
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
    add_cells(x + i, n - i, [&](std::size_t j) { return Cell{x[i + j] + 0.0, x[i + j] + 0.0, 1}; });
}

void Spectrum::add(const State& other) {
    whole_ = whole_ && other.whole;
    if (!other.exact && exact()) turn_into_cells();
    auto cell = other.cells.begin();
    for (; cell != other.cells.end() && exact(); ++cell) add_value(cell->least, cell->n);
    add_cells({cell, other.cells.end()});  // a cell's least value is one of its own, so that its hash is one of theirs
    if (other.depth > depth_) thin(other.depth);
    for (const uint64_t hash : other.kept) note(hash);
}

Spectrum::State Spectrum::state() const {
    State state{cells(), {}, depth_, exact(), whole_};
    std::copy_if(kept_.begin(), kept_.end(), std::back_inserter(state.kept), [](uint64_t hash) { return hash; });
    return state;
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
    const std::vector<Cell> held = cells();
    values_ = {};
    cells_.resize(4096);
    thin(0);
    add_cells(held);
}

}  // namespace plogp
