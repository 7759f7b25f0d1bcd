// How a row of logits is walked: find the largest, then sums over the row, then one pass that writes.
//
// A row is read from memory once, by the search for the largest; the later passes find it in the second-level cache,
// where the first of them also asks for the next row. On processors the rescaling of the one-pass ("online") softmax
// costs more than that.
#pragma once

#include "logits/logits.hpp"
#include "simd/exp.hpp"
#include "simd/logits.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

constexpr size_t nowhere = ~size_t{0};

// Calls body(i, Whole) for whole vectors of [begin, end) and body(i, First) for the rest.
template <class T, class Body>
PLOGP_INLINE void sweep(size_t begin, size_t end, const Body& body) {
    size_t i = begin;
    for (; i + lanes_of<T> <= end; i += lanes_of<T>) body(i, Whole<T>());
    if (i < end) body(i, First<T>{end - i});
}

// A sum of many vectors. Within a block of 32 vectors it runs in T, then it is carried over into doubles: float sums do
// not drift, and a chain of additions in double stays a few hundred long.
template <class T>
class Total {
    Vec<T> block_{};
    Double low_{}, high_{};

  public:
    PLOGP_INLINE void operator+=(Vec<T> x) { block_ += x; }
    PLOGP_INLINE void carry() {
        if constexpr (sizeof(T) == 4) {
            low_ += widen_low(block_);
            high_ += widen_high(block_);
        } else {
            low_ += block_;
        }
        block_ = Vec<T>{};
    }
    PLOGP_INLINE double value() const { return sum(low_ + high_); }
};

// Runs body over [0, k) except the entry `skip`, and carries the totals over after every block. A row of one vector
// takes one step, which no branch on the place of `skip` divides: it would be mispredicted in every other row.
template <class T, class Body, class... Totals>
PLOGP_INLINE void total(size_t k, size_t skip, const Body& body, Totals&... totals) {
    if (k <= lanes_of<T> && skip < k) {
        body(0, AllBut<T>{k, skip});
        (totals.carry(), ...);
        return;
    }
    constexpr size_t block = 32 * lanes_of<T>;
    for (size_t start = 0; start < k; start += block) {
        const size_t end = k - start < block ? k : start + block;
        if (start <= skip && skip < end) {
            for (size_t i = start, stop = skip;; i = skip + 1, stop = end) {
                sweep<T>(i, stop, body);
                if (stop == end) break;
            }
        } else {
            sweep<T>(start, end, body);
        }
        (totals.carry(), ...);
    }
}

// Writes the vectors body(i, slice) to out[0 … k). Streaming stores spare the reading of lines that will be overwritten
// whole.
template <class T, class Body>
PLOGP_INLINE void write(T* out, size_t k, bool streaming, const Body& body) {
    size_t i = 0;
    const size_t beyond = reinterpret_cast<uintptr_t>(out) % width / sizeof(T);
    if (streaming && reinterpret_cast<uintptr_t>(out) % sizeof(T) == 0) {
        if (beyond != 0) {  // up to the first aligned entry
            i = lanes_of<T> - beyond < k ? lanes_of<T> - beyond : k;
            const First<T> head{i};
            head.store(out, body(0, head));
        }
        for (; i + lanes_of<T> <= k; i += lanes_of<T>) stream(out + i, body(i, Whole<T>()));
    }
    sweep<T>(i, k, [&](size_t j, auto slice) __attribute__((always_inline)) { slice.store(out + j, body(j, slice)); });
}

// The largest entry of a row and the first place where it stands.
template <class T>
struct Peak {
    T top = -__builtin_inf();
    size_t where = nowhere;
};

// NaN entries are passed over here; they show in the sums.
template <class T>
PLOGP_INLINE Peak<T> find_peak(const T* z, size_t k) {
    constexpr size_t step = 4 * lanes_of<T>, block = 16 * step;
    constexpr T none = -__builtin_inf();
    Peak<T> peak;
    if (k <= lanes_of<T>) {
        Vec<T> row = same(none);
        sweep<T>(0, k, [&](size_t, auto slice) __attribute__((always_inline)) { row = max(slice.load(z, none), row); });
        peak.top = greatest(row);
        if (peak.top > none) peak.where = first_lane(row, peak.top);
        return peak;
    }
    Vec<T> top = same(none);
    size_t found = 0;
    for (size_t start = 0; start < k; start += block) {
        const size_t end = k - start < block ? k : start + block;
        Vec<T> a = top, b = top, c = top, d = top;
        size_t i = start;
        for (; i + step <= end; i += step) {
            a = max(Whole<T>().load(z + i, none), a);
            b = max(Whole<T>().load(z + i + lanes_of<T>, none), b);
            c = max(Whole<T>().load(z + i + 2 * lanes_of<T>, none), c);
            d = max(Whole<T>().load(z + i + 3 * lanes_of<T>, none), d);
        }
        sweep<T>(i, end,
                 [&](size_t j, auto slice) __attribute__((always_inline)) { a = max(slice.load(z + j, none), a); });
        a = max(max(a, b), max(c, d));
        if (any(a > top)) {
            peak.top = greatest(a);
            top = same(peak.top);
            found = start;
        }
    }
    if (peak.top == none) return peak;
    while (z[found] != peak.top) found++;
    peak.where = found;
    return peak;
}

// z' = (z - top) / T as a function of z.
template <class T>
struct Scaled;

// In float both roundings stay, so e^z' is right to |z'| * 2^-23 relative.
template <>
struct Scaled<float> {
    Float top, inverse;

    PLOGP_INLINE Scaled(float top_, double temperature)
        : top(same(top_)), inverse(same(static_cast<float>(1 / temperature))) {}
    PLOGP_INLINE Float operator()(Float z) const { return (z - top) * inverse; }
    PLOGP_INLINE Float exponential(Float z) const { return exp((*this)(z)); }
};

// In double the rounding errors of the difference (D. E. Knuth, The Art of Computer Programming 2, 4.2.2, theorem B),
// of 1/T and of the product are kept as a correction, so that e^-700 has all its digits too.
template <>
struct Scaled<double> {
    Double top, inverse, inverse_low;

    PLOGP_INLINE Scaled(double top_, double temperature) : top(all(top_)), inverse(all(1 / temperature)) {
        inverse_low = all(-__builtin_fma(temperature, 1 / temperature, -1.0) / temperature);
    }
    PLOGP_INLINE Double operator()(Double z) const { return (z - top) * inverse; }
    PLOGP_INLINE Double exponential(Double z) const {
        const Double s = z - top, b = s - z, error = (z - (s - b)) - (top + b);
        const Double x = s * inverse, low = product_error(s, inverse, x) + (error * inverse + s * inverse_low);
        return exp(x, x < -750.0 ? Double{} : low);  // of infinities the errors are NaN
    }
};

// One of the rows of a kernel's argument.
template <class T>
struct Row {
    const T* z;
    const T* next;  // to be prefetched; the row itself where nothing is
    double temperature;
    T* gradient;
    bool streaming;

    // Row i of a range that ends at `end`. The next row is not prefetched where it is another thread's, or would push
    // this one out of the cache.
    PLOGP_INLINE Row(const LogitRows<T>& rows, size_t i, size_t end, size_t k)
        : z(rows.data + i * rows.stride),
          next(i + 1 < end && k * sizeof(T) <= size_t{1} << 18 ? z + rows.stride : z),
          temperature(rows.temperature),
          gradient(rows.gradient == nullptr ? nullptr : rows.gradient + i * k),
          streaming(rows.streaming) {}
};

// What a row's exponentials add up to. The largest entry's is 1 and is left out: loss = log1p(rest) keeps its relative
// accuracy when the prediction is confident, where log(1 + rest) would round to 0.
template <class T>
struct Softmax {
    Scaled<T> scaled;
    Peak<T> peak;
    double rest;  // sum of e^z' over the entries but the one at the peak

    // Some entry is NaN or +inf, or all are -inf.
    bool faulty() const { return !(peak.top < __builtin_inf()) || peak.where == nowhere || rest != rest; }
    PLOGP_INLINE double sum() const { return 1 + rest; }
    PLOGP_INLINE double log_sum() const { return __builtin_log1p(rest); }
};

// Runs each(i, slice, z', e^z') over the row but its peak while the exponentials are summed. Beyond the row's end z' is
// -inf.
template <class T, class Each, class... Totals>
PLOGP_INLINE Softmax<T> exponentiate(const Row<T>& row, size_t k, const Each& each, Totals&... totals) {
    const T* const z = row.z;
    const T* const next = row.next;
    const Peak<T> peak = find_peak(z, k);
    const Scaled<T> scaled(peak.top, row.temperature);
    Total<T> rest;
    const auto add = [&](size_t i, auto slice) __attribute__((always_inline)) {
        __builtin_prefetch(next + i, 0, 2);
        const Vec<T> x = slice.load(z + i, -__builtin_inf()), e = scaled.exponential(x);
        rest += e;
        each(i, slice, scaled(x), e);
    };
    total<T>(k, peak.where, add, rest, totals...);
    return {scaled, peak, rest.value()};
}

// The same, keeping the exponentials.
template <class T>
PLOGP_INLINE Softmax<T> exponentiate(const Row<T>& row, size_t k, T* kept) {
    const auto keep = [=](size_t i, auto slice, Vec<T>, Vec<T> e)
                          __attribute__((always_inline)) { slice.store(kept + i, e); };
    const Softmax<T> softmax = exponentiate(row, k, keep);
    if (softmax.peak.where != nowhere) kept[softmax.peak.where] = 1;
    return softmax;
}

template <class T>
PLOGP_INLINE Softmax<T> exponentiate(const Row<T>& row, size_t k) {
    return exponentiate(row, k, [](size_t, auto, Vec<T>, Vec<T>) __attribute__((always_inline)) {});
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
