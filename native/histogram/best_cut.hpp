// Information gain of all cuts of one node by one column at once: prefix sums, then x·log x of vectors of bins.
#pragma once

#include "histogram/histogram.hpp"
#include "simd/log.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

typedef uint32_t Counts __attribute__((vector_size(width / 2)));  // as many as there are lanes of doubles

PLOGP_INLINE Double x_log_x(Double x) { return x * log(x); }  // log 0 is finite, and 0 times it is 0

PLOGP_INLINE Double load_counts(const uint32_t* p) {
    Counts n;
    __builtin_memcpy(&n, p, sizeof n);
    return __builtin_convertvector(n, Double);
}

// The bins that any case has, of which a small node has few: all others are no new place for a cut.
int held_bins(const uint32_t* counts, size_t apart, int bins, int classes, int* held) {
    int count = 0;
    for (int b = 0; b < bins; b++) {
        uint32_t any = 0;
        for (int c = 0; c < classes; c++) any |= counts[c * apart + b];
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

constexpr int run = 16, runs = table_size / run;

// Two counts at a time, in the halves of a word.
PLOGP_INLINE double sum_of_run(const uint32_t* counts) {
    uint64_t both = 0;
    for (int k = 0; k < run; k += 2) {
        uint64_t two;
        __builtin_memcpy(&two, counts + k, sizeof two);
        both += two;
    }
    return static_cast<double>((both & UINT32_MAX) + (both >> 32));
}

// The same for numbers and two classes, which ask for few of the logarithms. Information is a convex function of what
// lies below a cut, class by class; within a run of cuts it is therefore nowhere larger than at the corners of the box
// that they span, and most runs need no closer look: their box is not above `least`, or the best cut so far.
BestCut best_cut_of_two(const uint32_t* zero, const uint32_t* one, int bins, double min_cases, double at_least) {
    alignas(64) double low[2][runs + lanes] = {};  // below the runs before r
    for (int r = 0; r < runs; r++) {
        low[0][r + 1] = low[0][r] + sum_of_run(zero + r * run);
        low[1][r + 1] = low[1][r] + sum_of_run(one + r * run);
    }
    const Double all_0 = all(low[0][runs]), all_1 = all(low[1][runs]), n = all_0 + all_1;
    const auto parts = [](Double x, Double whole) { return x_log_x(x) + x_log_x(whole - x); };
    alignas(64) double part_0[runs + 1], part_1[runs + 1], gained[runs + 1], box[runs];  // but for the entropy of all
    for (int r = 0; r < runs; r += lanes) {
        const Double l_0 = load(low[0] + r + 1), l_1 = load(low[1] + r + 1);
        const Double p_0 = parts(l_0, all_0), p_1 = parts(l_1, all_1);
        store(part_0 + r + 1, p_0);
        store(part_1 + r + 1, p_1);
        store(gained + r + 1, p_0 + p_1 - parts(l_0 + l_1, n));
    }
    part_0[0] = part_0[runs], part_1[0] = part_1[runs], gained[0] = gained[runs];  // nothing below is as nothing above
    const double whole = n[0], before = gained[0];
    for (int r = 0; r < runs; r += lanes) {
        const Double one_corner =
            load(part_0 + r) + load(part_1 + r + 1) - parts(load(low[0] + r) + load(low[1] + r + 1), n);
        const Double other =
            load(part_0 + r + 1) + load(part_1 + r) - parts(load(low[0] + r + 1) + load(low[1] + r), n);
        store(box + r, max(max(one_corner, other), max(load(gained + r), load(gained + r + 1))));
    }
    const auto allowed = [&](double left) { return left >= min_cases && whole - left >= min_cases; };
    double best = before + at_least;
    for (int r = 1; r < runs; r++)
        if (allowed(low[0][r] + low[1][r]) && gained[r] > best) best = gained[r];
    // Ties of rounding must not hide a cut: what is left out is clearly below.
    const double least = best - 1e-9 * whole;
    BestCut found{0, -1, 0};
    for (int r = 0; r < runs; r++) {
        if (box[r] < least) continue;
        alignas(64) double l_0[run], l_1[run], gain[run];
        double sum_0 = low[0][r], sum_1 = low[1][r];
        for (int k = 0; k < run; k++) {
            l_0[k] = sum_0 += zero[r * run + k];
            l_1[k] = sum_1 += one[r * run + k];
        }
        for (int k = 0; k < run; k += lanes) {
            const Double a = load(l_0 + k), b = load(l_1 + k);
            store(gain + k, parts(a, all_0) + parts(b, all_1) - parts(a + b, n) - before);
        }
        for (int k = 0; k < run; k++)
            if (gain[k] > found.gain && allowed(l_0[k] + l_1[k])) found = {gain[k], r * run + k, 0};
    }
    if (found.bin < 0 || found.gain + before < least) return {0, -1, 0};
    double left = 0;
    for (int b = 0; b < bins; b++) {
        const double here = double(zero[b]) + one[b];
        left += here;
        found.places += here > 0 && allowed(left);
    }
    return found;
}

BestCut best_cut(const uint32_t* counts, size_t apart, int bins, int classes, bool nominal, double min_cases,
                 double at_least) {
    if (classes == 2 && !nominal) return best_cut_of_two(counts, counts + apart, bins, min_cases, at_least);
    int held[table_size + 1];
    alignas(64) uint32_t low[table_size];
    alignas(64) double left[table_size], gain[table_size];
    const int count = held_bins(counts, apart, bins, classes, held);
    if (count < 2) return {0, -1, 0};
    double whole = 0, before = 0;
    const int padded = (count + lanes - 1) / lanes * lanes;
    for (int b = count; b < padded; b++) low[b] = 0;  // no place for a cut
    for (int b = 0; b < padded; b++) left[b] = gain[b] = 0;
    for (int c = 0; c < classes; c++) {
        uint32_t sum = 0;
        for (int b = 0; b < count; b++) {
            const uint32_t n = counts[c * apart + held[b]];
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
