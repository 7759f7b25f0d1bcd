// Sorts the numbers by radix, then searches both ends of each range outwards from the point's own rank.
#include "neighbours/neighbours_1d.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <vector>

#include "thread_pool.hpp"

namespace plogp {
namespace {

constexpr std::size_t piece = 65536;  // rows that are sorted and counted by one thread at a time
constexpr int digit_bits = 11;
constexpr std::size_t digits = std::size_t(1) << digit_bits;
constexpr int passes = 3;

// An integer in the order of the numbers.
uint64_t ordered(double x) {
    uint64_t u;
    std::memcpy(&u, &x, sizeof u);
    return u ^ (static_cast<uint64_t>(static_cast<int64_t>(u) >> 63) | uint64_t(1) << 63);
}

// The leading 32 bits in which the numbers differ, above the row.
using Packed = uint64_t;

using Histogram = std::array<uint32_t, digits>;

struct Sorter {
    const double* x;
    std::size_t n, pieces;
    std::unique_ptr<Packed[]> a, b;

    Sorter(const double* x, std::size_t n)
        : x(x), n(n), pieces((n - 1) / piece + 1), a(new Packed[n]), b(new Packed[n]) {}

    void pack() {
        std::vector<std::pair<uint64_t, uint64_t>> ends(pieces);
        share(n, piece, [&](std::size_t begin, std::size_t end) {
            uint64_t least = ~uint64_t(0), greatest = 0;
            for (std::size_t i = begin; i < end; i++) {
                const uint64_t u = ordered(x[i]);
                least = std::min(least, u);
                greatest = std::max(greatest, u);
            }
            ends[begin / piece] = {least, greatest};
        });
        uint64_t least = ~uint64_t(0), greatest = 0;
        for (const auto& [low, high] : ends) {
            least = std::min(least, low);
            greatest = std::max(greatest, high);
        }
        const uint64_t span = greatest - least;
        const int shift = span >> 32 ? 32 - __builtin_clzll(span) : 0;
        share(n, piece, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; i++) a[i] = (ordered(x[i]) - least) >> shift << 32 | i;
        });
    }

    // One stable pass: every piece counts its digits, and then moves its rows to where they belong.
    void pass(int shift) {
        std::vector<Histogram> at(pieces);
        share(n, piece, [&](std::size_t begin, std::size_t end) {
            Histogram& mine = at[begin / piece];
            mine.fill(0);
            for (std::size_t i = begin; i < end; i++) mine[a[i] >> shift & (digits - 1)]++;
        });
        uint32_t total = 0;
        for (std::size_t digit = 0; digit < digits; digit++)
            for (Histogram& histogram : at) {
                const uint32_t here = histogram[digit];
                histogram[digit] = total;
                total += here;
            }
        share(n, piece, [&](std::size_t begin, std::size_t end) {
            Histogram& mine = at[begin / piece];
            for (std::size_t i = begin; i < end; i++) b[mine[a[i] >> shift & (digits - 1)]++] = a[i];
        });
        a.swap(b);
    }

    // Rows whose leading bits agree are put in order by their numbers; few, unless the numbers lie in heaps.
    void settle() {
        const auto before = [this](Packed u, Packed v) { return x[uint32_t(u)] < x[uint32_t(v)]; };
        for (std::size_t i = 0; i < n;) {
            std::size_t end = i + 1;
            while (end < n && a[end] >> 32 == a[i] >> 32) end++;
            if (end - i > 1) sort_polled(&a[i], &a[i] + (end - i), before);
            i = end;
        }
    }

    void sort() {
        pack();
        for (int i = 0; i < passes; i++) pass(32 + digit_bits * i);
        settle();
    }
};

// How far one can go from rank i, in one direction, among `available` neighbours, while near(steps) holds. The search
// starts at a guess, and doubles its step until it has the end between two ranks.
template <class Near>
std::size_t reach(std::size_t available, std::size_t guess, const Near& near) {
    std::size_t low = 0, high;  // near(low) holds, near(high) does not
    std::size_t step = guess / 8 + 1;
    guess = std::min(guess, available);
    if (guess > 0 && near(guess)) {
        low = guess;
        for (;; step *= 2) {
            if (step > available - low) {
                high = available + 1;
                break;
            }
            if (!near(low + step)) {
                high = low + step;
                break;
            }
            low += step;
        }
    } else {
        high = std::max<std::size_t>(guess, 1);
        if (guess == 0 && (available == 0 || !near(1))) return 0;
        if (guess == 0) return reach(available, 1, near);
        for (;; step *= 2) {
            if (step >= high) break;
            if (near(high - step)) {
                low = high - step;
                break;
            }
            high -= step;
        }
    }
    // The answer to each step is a coin toss: a choice of numbers, not a branch.
    for (std::size_t length = high - low; length > 1;) {
        const std::size_t half = length / 2;
        low += near(low + half) ? half : 0;
        length -= half;
    }
    return low;
}

}  // namespace

void within_on_line(const double* x, const double* radius, std::size_t n, int64_t* count) {
    Sorter sorter(x, n);
    sorter.sort();
    const std::unique_ptr<double[]> sorted(new double[n]);
    const Packed* order = sorter.a.get();
    double* s = sorted.get();
    share(n, piece, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; i++) s[i] = x[uint32_t(order[i])];
    });
    share(n, 2048, [&](std::size_t begin, std::size_t end) {
        double per_radius = 0;  // points that the last range found for each unit of its radius
        for (std::size_t i = begin; i < end; i++) {
            const std::size_t row = uint32_t(order[i]);
            const double r = radius[row], here = s[i];
            const double expected = std::min(per_radius * r, static_cast<double>(n));
            const std::size_t guess = expected > 0 ? static_cast<std::size_t>(expected) : 0;  // 0 · inf is not a number
            const std::size_t below = reach(i, guess, [=](std::size_t t) { return here - s[i - t] <= r; });
            const std::size_t above = reach(n - 1 - i, guess, [=](std::size_t t) { return s[i + t] - here <= r; });
            count[row] = static_cast<int64_t>(below + above);
            if (r > 0) per_radius = 0.5 * static_cast<double>(below + above + 1) / r;
        }
    });
}

}  // namespace plogp
