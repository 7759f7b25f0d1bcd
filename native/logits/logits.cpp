// The bound loops over rows of logits; compiled once per level of instruction set.
#include "logits/logits.hpp"

#include "logits/cross_entropy.hpp"
#include "logits/entropy.hpp"
#include "logits/js.hpp"
#include "logits/kl.hpp"
#include "logits/policy.hpp"
#include "logits/softmax.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

// Runs row(i, value) for the rows of [begin, end) until one is faulty.
template <class T, class Body>
PLOGP_INLINE size_t over_rows(size_t begin, size_t end, T* out, const Body& row) {
    size_t i = begin;
    for (; i < end; i++) {
        double value = 0;
        if (!row(i, value)) break;
        out[i] = static_cast<T>(value);
    }
    fence();
    return i;
}

template <class T>
size_t entropy(const LogitRows<T>& z, size_t begin, size_t end, size_t k, T* out) {
    return over_rows(begin, end, out, [&](size_t i, double& value) __attribute__((always_inline)) {
        return entropy_of_logits(Row<T>(z, i, end, k), k, value);
    });
}

template <class T>
size_t cross_entropy_labels(const int64_t* y, const LogitRows<T>& z, const LabelRule& rule, size_t begin, size_t end,
                            size_t k, T* out) {
    return over_rows(begin, end, out, [&](size_t i, double& value) __attribute__((always_inline)) {
        const Row<T> row(z, i, end, k);
        if (rule.ignores && y[i] == rule.ignore) {
            if (row.gradient != nullptr) __builtin_memset(row.gradient, 0, k * sizeof(T));
            return true;
        }
        return static_cast<uint64_t>(y[i]) < k &&
               cross_entropy_of_label(static_cast<size_t>(y[i]), row, rule.smoothing, k, value);
    });
}

template <class T>
size_t cross_entropy_probs(const T* p, size_t p_stride, double tolerance, const LogitRows<T>& z, size_t begin,
                           size_t end, size_t k, T* out) {
    return over_rows(begin, end, out, [&](size_t i, double& value) __attribute__((always_inline)) {
        return cross_entropy_of_probs(p + i * p_stride, tolerance, Row<T>(z, i, end, k), k, value);
    });
}

template <class T>
size_t policy(const int64_t* y, const LogitRows<T>& z, const LabelRule& rule, const T* by_entropy, const T* by_log_prob,
              size_t begin, size_t end, size_t k, T* entropy, T* log_prob) {
    return over_rows(begin, end, entropy, [&](size_t i, double& value) __attribute__((always_inline)) {
        const Row<T> row(z, i, end, k);
        log_prob[i] = 0;
        if (rule.ignores && y[i] == rule.ignore) {
            if (row.gradient != nullptr) __builtin_memset(row.gradient, 0, k * sizeof(T));
            return true;
        }
        const Upstream upstream =
            row.gradient == nullptr ? Upstream{0, 0} : Upstream{double(by_entropy[i]), double(by_log_prob[i])};
        double log_p = 0;
        const bool fine = static_cast<uint64_t>(y[i]) < k &&
                          policy_of_logits(static_cast<size_t>(y[i]), row, upstream, k, value, log_p);
        log_prob[i] = static_cast<T>(log_p);
        return fine;
    });
}

template <class T>
size_t kl(const LogitRows<T>& p, const LogitRows<T>& q, size_t begin, size_t end, size_t k, T* kept, T* out) {
    const bool same_temperature = p.temperature == q.temperature;
    return over_rows(begin, end, out, [&](size_t i, double& value) __attribute__((always_inline)) {
        const Row<T> rp(p, i, end, k), rq(q, i, end, k);
        return same_temperature ? kl_of_logits<true>(rp, rq, k, kept, value)
                                : kl_of_logits<false>(rp, rq, k, kept, value);
    });
}

template <class T>
size_t js(const LogitRows<T>& p, const LogitRows<T>& q, size_t begin, size_t end, size_t k, T* out) {
    const bool same_temperature = p.temperature == q.temperature;
    return over_rows(begin, end, out, [&](size_t i, double& value) __attribute__((always_inline)) {
        const Row<T> rp(p, i, end, k), rq(q, i, end, k);
        return same_temperature ? js_of_logits<true>(rp, rq, k, value) : js_of_logits<false>(rp, rq, k, value);
    });
}

template <class T>
size_t softmax(const LogitRows<T>& z, bool logarithm, size_t begin, size_t end, size_t k) {
    size_t i = begin;
    while (i < end && softmax_of_logits(Row<T>(z, i, end, k), k, logarithm)) i++;
    fence();
    return i;
}

template <class T>
constexpr LogitKernelsOf<T> table = {
    entropy<T>, cross_entropy_labels<T>, cross_entropy_probs<T>, policy<T>, kl<T>, js<T>, softmax<T>};

}  // namespace

const LogitKernels logit_kernels = {table<float>, table<double>};

}  // namespace plogp::PLOGP_LEVEL
