// Information gain of all cuts of one node by one column at once: prefix sums, then x·log x of vectors of bins.
#pragma once

#include "histogram.hpp"
#include "scalar/log.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

constexpr int most_bins = 256;

typedef uint32_t Counts __attribute__((vector_size(width / 2)));  // as many as there are lanes of doubles

PLOGP_INLINE Double x_log_x(Double x) { return x * log(x); }  // log 0 is finite, and 0 times it is 0

PLOGP_INLINE Double load_counts(const uint32_t* p) {
    Counts n;
    __builtin_memcpy(&n, p, sizeof n);
    return __builtin_convertvector(n, Double);
}

// The bins that any case has, of which a small node has few: all others are no new place for a cut.
int held_bins(const uint32_t* table, int bins, int classes, int shift, int* held) {
    int count = 0;
    for (int b = 0; b < bins; b++) {
        uint32_t any = 0;
        for (int c = 0; c < classes; c++) any |= table[(b << shift) + c];
        held[count] = b;
        count += any != 0;
    }
    return count;
}

// The largest gain among the cuts that leave enough on both sides, the first of equal ones.
BestCut largest(const double* gain, const double* left, const int* held, int count, double whole, double before,
                double min_cases) {
    const Double least = all(min_cases), n = all(whole);
    Double best_gain = all(before);  // what a cut must exceed
    Int best_at = all(int64_t{-1}), places{}, at{};
    for (int i = 0; i < lanes; i++) at[i] = i;
    for (int b = 0; b < count; b += lanes, at += lanes) {
        const Double l = load(left + b), g = load(gain + b);
        const Int allowed = (l >= least) & (n - l >= least), better = allowed & (g > best_gain);
        places -= allowed;
        best_gain = better ? g : best_gain;
        best_at = better ? at : best_at;
    }
    BestCut best{0, -1, 0};
    int64_t first = 0;
    for (int i = 0; i < lanes; i++) {
        best.places += static_cast<int>(places[i]);
        const double more = best_gain[i] - before;
        if (best_at[i] >= 0 && (more > best.gain || (more == best.gain && best.bin >= 0 && best_at[i] < first))) {
            best.gain = more;
            first = best_at[i];
            best.bin = held[first];
        }
    }
    return best;
}

PLOGP_INLINE double first_of(uint64_t both) { return static_cast<double>(static_cast<uint32_t>(both)); }
PLOGP_INLINE double second_of(uint64_t both) { return static_cast<double>(both >> 32); }
PLOGP_INLINE Double first_of(Unsigned both) { return __builtin_convertvector(both & UINT32_MAX, Double); }
PLOGP_INLINE Double second_of(Unsigned both) { return __builtin_convertvector(both >> 32, Double); }

PLOGP_INLINE Unsigned load_both(const uint64_t* p) {
    Unsigned both;
    __builtin_memcpy(&both, p, sizeof both);
    return both;
}

// What a cut of two classes tells besides the entropy of the whole, which is the same for all.
struct TwoClasses {
    double all_0, all_1;

    PLOGP_INLINE Double operator()(Double low_0, Double low_1) const {
        const Double high_0 = all(all_0) - low_0, high_1 = all(all_1) - low_1;
        return x_log_x(low_0) + x_log_x(high_0) + x_log_x(low_1) + x_log_x(high_1) - x_log_x(low_0 + low_1) -
               x_log_x(high_0 + high_1);
    }
};

// The same for numbers and two classes, which ask for a quarter of the logarithms. Information is a convex function of
// what lies below a cut, class by class; within a run of cuts it is therefore nowhere larger than at the corners of the
// box that they span, and most runs need no closer look: their box is not above `floor`, or the best cut so far.
BestCut best_cut_of_two(const uint32_t* table, int bins, double min_cases, double floor) {
    constexpr int run = 16, runs = most_bins / run;
    int held[most_bins + 1];
    alignas(64) uint64_t low[most_bins + run];  // counts of the two classes side by side; below 2^32, they stay apart
    uint64_t sum = 0;
    int count = 0;
    for (int b = 0; b < bins; b++) {
        uint64_t both;
        __builtin_memcpy(&both, table + 2 * b, sizeof both);
        sum += both;
        held[count] = b;
        low[count] = sum;
        count += both != 0;
    }
    if (count < 2) return {0, -1, 0};
    const TwoClasses told{first_of(sum), second_of(sum)};
    const double whole = told.all_0 + told.all_1;
    const auto scalar = [](double x) { return x > 0 ? x * __builtin_log(x) : 0; };
    const double before = scalar(told.all_0) + scalar(told.all_1) - scalar(whole);
    for (int b = count; b < count + run; b++) low[b] = sum;  // no place for a cut
    const int used = (count + run - 1) / run;
    alignas(64) uint64_t corner[2 * runs];
    alignas(64) double box[runs], left[2 * runs], gain[2 * runs];
    const int padded = (used + lanes - 1) / lanes * lanes;
    for (int r = 0; r < padded; r++) {
        corner[r] = low[r < used ? r * run : 0];
        corner[runs + r] = low[r < used ? r * run + run - 1 : 0];
    }
    for (int r = 0; r < padded; r += lanes) {
        const Unsigned from = load_both(corner + r), to = load_both(corner + runs + r);
        const Double a = first_of(from), b = second_of(from), c = first_of(to), d = second_of(to);
        const Double at_first = told(a, b), at_last = told(c, d), one = told(a, d), other = told(c, b);
        store(gain + r, at_first);
        store(gain + runs + r, at_last);
        store(left + r, a + b);
        store(left + runs + r, c + d);
        Double most = at_first > at_last ? at_first : at_last;
        most = most > one ? most : one;
        store(box + r, most > other ? most : other);
    }
    double best = before + floor;
    for (int k = 0; k < 2; k++)
        for (int r = 0; r < used; r++) {
            const int e = k * runs + r;
            if (left[e] >= min_cases && whole - left[e] >= min_cases && gain[e] > best) best = gain[e];
        }
    // Ties of rounding must not hide a cut: runs are left out only where they are clearly below.
    const double clearly = 1e-9 * whole;
    BestCut found{0, -1, 0};
    for (int r = 0; r < used; r++) {
        if (box[r] < best - clearly) continue;
        for (int b = r * run; b < r * run + run; b += lanes) {
            const Unsigned both = load_both(low + b);
            const Double l_0 = first_of(both), l_1 = second_of(both), g = told(l_0, l_1), l = l_0 + l_1;
            for (int i = 0; i < lanes; i++) {
                if (l[i] < min_cases || whole - l[i] < min_cases || !(g[i] - before > found.gain)) continue;
                found.gain = g[i] - before;
                found.bin = held[b + i];
            }
        }
    }
    for (int b = 0; b < count; b++) {
        const double l = first_of(low[b]) + second_of(low[b]);
        found.places += (l >= min_cases) & (whole - l >= min_cases);
    }
    return found;
}

BestCut best_cut(const uint32_t* table, int bins, int classes, int shift, bool nominal, double min_cases,
                 double floor) {
    if (classes == 2 && !nominal) return best_cut_of_two(table, bins, min_cases, floor);
    int held[most_bins + 1];
    alignas(64) uint32_t low[most_bins];
    alignas(64) double left[most_bins], gain[most_bins];
    const int count = held_bins(table, bins, classes, shift, held);
    if (count < 2) return {0, -1, 0};
    double whole = 0, before = 0;
    const int padded = (count + lanes - 1) / lanes * lanes;
    for (int b = count; b < padded; b++) low[b] = 0;  // no place for a cut
    for (int b = 0; b < padded; b++) left[b] = gain[b] = 0;
    for (int c = 0; c < classes; c++) {
        uint32_t sum = 0;
        for (int b = 0; b < count; b++) {
            const uint32_t n = table[(held[b] << shift) + c];
            sum += n;
            low[b] = nominal ? n : sum;
        }
        if (sum == 0) continue;
        whole += sum;
        before += sum * __builtin_log(static_cast<double>(sum));
        const Double total = all(static_cast<double>(sum));
        for (int b = 0; b < padded; b += lanes) {
            const Double l = load_counts(low + b);
            store(gain + b, load(gain + b) + x_log_x(l) + x_log_x(total - l));
            store(left + b, load(left + b) + l);
        }
    }
    before -= whole * __builtin_log(whole);
    const Double n = all(whole);
    for (int b = 0; b < padded; b += lanes) {
        const Double l = load(left + b);
        store(gain + b, load(gain + b) - x_log_x(l) - x_log_x(n - l));
    }
    return largest(gain, left, held, count, whole, before, min_cases);
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
