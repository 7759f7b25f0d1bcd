// Information gain of all cuts of one node by one column at once: prefix sums, then x·log x of vectors of bins.
#pragma once

#include "histogram.hpp"
#include "scalar/log.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

PLOGP_INLINE Double x_log_x(Double x) { return x * log(x); }  // log 0 is finite, and 0 times it is 0

BestCut best_cut(const uint32_t* table, int bins, int classes, bool nominal, double min_cases) {
    constexpr int most = 256;
    alignas(64) double low[most], all_low[most] = {}, gain[most] = {};
    double whole = 0, before = 0;
    const int padded = (bins + lanes - 1) / lanes * lanes;
    for (int c = 0; c < classes; c++) {
        double sum = 0;
        for (int b = 0; b < bins; b++) {
            sum += table[b * classes + c];
            low[b] = nominal ? table[b * classes + c] : sum;
        }
        for (int b = bins; b < padded; b++) low[b] = 0;
        whole += sum;
        if (sum > 0) before += sum * __builtin_log(sum);
        const Double total = all(sum);
        for (int b = 0; b < padded; b += lanes) {
            const Double l = load(low + b);
            store(gain + b, load(gain + b) + x_log_x(l) + x_log_x(total - l));
            store(all_low + b, load(all_low + b) + l);
        }
    }
    if (whole > 0) before -= whole * __builtin_log(whole);
    const Double n = all(whole);
    for (int b = 0; b < padded; b += lanes) {
        const Double l = load(all_low + b);
        store(gain + b, load(gain + b) - x_log_x(l) - x_log_x(n - l));
    }
    BestCut best{0, -1, 0};
    for (int b = 0; b < bins; b++) {
        const double left = all_low[b], right = whole - left;
        if (left < min_cases || right < min_cases) continue;
        if (!nominal && b > 0 && left == all_low[b - 1]) continue;  // an empty bin is no new place
        best.places++;
        if (gain[b] - before > best.gain) {
            best.gain = gain[b] - before;
            best.bin = b;
        }
    }
    return best;
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
