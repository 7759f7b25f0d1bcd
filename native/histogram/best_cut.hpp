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

BestCut best_cut(const uint32_t* table, int bins, int classes, int shift, bool nominal, double min_cases) {
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
