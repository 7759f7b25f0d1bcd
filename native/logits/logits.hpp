// The kernels over many rows of logits: one loop per quantity and element type, at every level of instruction set.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "dispatch.hpp"

namespace plogp {

// n rows of k logits: row i stands at data + i * stride (stride 0: one row for all), its distribution is softmax(row /
// temperature).
template <class T>
struct LogitRows {
    const T* data;
    size_t stride;
    double temperature;
    T* gradient;     // n rows of k that receive d(value of the row)/d(row), or null; may be `data` itself
    bool streaming;  // write the gradient around the caches
};

struct LabelRule {
    double smoothing;
    bool ignores;
    int64_t ignore;
};

// Each works on rows [begin, end) of k entries, writes values to out[begin … end), and returns the first faulty row, or
// end.
template <class T>
struct LogitKernelsOf {
    size_t (*entropy)(const LogitRows<T>& z, size_t begin, size_t end, size_t k, T* out);
    size_t (*cross_entropy_labels)(const int64_t* y, const LogitRows<T>& z, const LabelRule& rule, size_t begin,
                                   size_t end, size_t k, T* out);
    size_t (*cross_entropy_probs)(const T* p, size_t p_stride, double tolerance, const LogitRows<T>& z, size_t begin,
                                  size_t end, size_t k, T* out);
    // Values go to entropy and log_prob; a gradient is that of by_entropy * entropy + by_log_prob * log_prob.
    size_t (*policy)(const int64_t* y, const LogitRows<T>& z, const LabelRule& rule, const T* by_entropy,
                     const T* by_log_prob, size_t begin, size_t end, size_t k, T* entropy, T* log_prob);
    // `kept` is scratch memory for 2 k numbers.
    size_t (*kl)(const LogitRows<T>& p, const LogitRows<T>& q, size_t begin, size_t end, size_t k, T* kept, T* out);
    size_t (*js)(const LogitRows<T>& p, const LogitRows<T>& q, size_t begin, size_t end, size_t k, T* out);
    // The result goes to z.gradient, n rows of k; `logarithm` asks for log softmax.
    size_t (*softmax)(const LogitRows<T>& z, bool logarithm, size_t begin, size_t end, size_t k);
};

struct LogitKernels {
    LogitKernelsOf<float> f32;
    LogitKernelsOf<double> f64;

    const LogitKernelsOf<float>& of(float) const { return f32; }
    const LogitKernelsOf<double>& of(double) const { return f64; }
};

PLOGP_TABLE(LogitKernels, logit_kernels)

}  // namespace plogp
