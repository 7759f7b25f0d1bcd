// Binds the quantities of rows of logits, with the gradients that are written beside them.
#include "logits/logits.hpp"

#include <nanobind/stl/optional.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>
#include <type_traits>
#include <vector>

#include "bindings/bind.hpp"
#include "thread_pool.hpp"

namespace plogp {

using namespace nb::literals;

namespace {

using Writable = nb::ndarray<nb::c_contig, nb::device::cpu>;
using Gradient = std::optional<Writable>;
using Labels = nb::ndarray<const int64_t, nb::c_contig, nb::device::cpu>;

// Beyond this an output is written around the caches: it would not be found there again.
constexpr std::size_t third_level_cache = std::size_t{32} << 20;

// The rows of one array, or of two of which one may be a single row for all rows of the other.
struct Rows {
    std::vector<std::size_t> shape;
    std::size_t n = 1, k = 0;

    explicit Rows(const Array& a) { take(a); }

    Rows(const Array& a, const Array& b) {
        if (a.dtype() != b.dtype()) throw nb::type_error("the two arrays differ in type");
        take(a.ndim() >= b.ndim() ? a : b);
        if (!fits(a) || !fits(b)) throw Fault("the shapes do not match");
    }

    void take(const Array& a) {
        if (a.ndim() == 0) throw nb::type_error("a distribution has at least one axis");
        for (std::size_t i = 0; i < a.ndim(); i++) shape.push_back(a.shape(i));
        k = shape.back();
        for (std::size_t i = 0; i + 1 < shape.size(); i++) n *= shape[i];
    }

    template <class A>
    bool is_full(const A& a) const {
        if (a.ndim() != shape.size()) return false;
        for (std::size_t i = 0; i < shape.size(); i++)
            if (a.shape(i) != shape[i]) return false;
        return true;
    }

    bool fits(const Array& a) const { return is_full(a) || (a.ndim() == 1 && a.shape(0) == k); }
    std::size_t stride(const Array& a) const { return a.ndim() == 1 && shape.size() > 1 ? 0 : k; }

    // About 50 microseconds of work, but some rows where there are many, since the first row of a range is not
    // prefetched.
    std::size_t per_chunk() const {
        return std::max({std::size_t{1}, 65536 / std::max<std::size_t>(k, 32), std::min<std::size_t>(8, n / 8)});
    }
};

// Runs kernel(begin, end), which returns the first faulty row or end, over all rows.
template <class Kernel>
void over_rows(const Rows& rows, const Kernel& kernel) {
    std::atomic<std::size_t> faulty{rows.n};
    {
        const Unlocked unlocked;
        share(rows.n, rows.per_chunk(), [&](std::size_t begin, std::size_t end) {
            const std::size_t row = kernel(begin, end);
            std::size_t first = faulty.load();
            while (row < end && row < first && !faulty.compare_exchange_weak(first, row)) {
            }
        });
    }
    if (faulty < rows.n) throw Fault("row " + std::to_string(faulty) + " is not what it must be");
}

template <class T>
LogitRows<T> logits(const Rows& rows, const Array& z, double temperature, const Gradient& gradient) {
    // Beyond these bounds 1/T or a product with it would leave float32.
    if (!(temperature >= 1e-30 && temperature <= 1e30)) throw Fault("the temperature must lie between 1e-30 and 1e30");
    LogitRows<T> logits{static_cast<const T*>(z.data()), rows.stride(z), temperature, nullptr, false};
    if (gradient) {
        if (gradient->dtype() != nb::dtype<T>()) throw nb::type_error("the output differs in type from the logits");
        if (!rows.is_full(*gradient)) throw Fault("the output has not the shape of the rows");
        logits.gradient = static_cast<T*>(gradient->data());
        if (logits.gradient == logits.data && logits.stride == 0)
            throw Fault("one row for all cannot be written in place");
        // Such stores need an address that is a multiple of their size, which no step by whole numbers leads to from
        // here.
        const bool aligned = reinterpret_cast<std::uintptr_t>(logits.gradient) % sizeof(T) == 0;
        logits.streaming = aligned && logits.gradient != logits.data && rows.n * rows.k * sizeof(T) > third_level_cache;
    }
    return logits;
}

template <class T>
Fresh values(const Rows& rows) {
    return fresh<T>(rows.shape.size() - 1, rows.shape.data());
}

// Calls body(T()) with the element type of the logits.
template <class Body>
auto by_type(const Array& z, const Body& body) {
    if (is<double>(z)) return body(double());
    if (is<float>(z)) return body(float());
    throw nb::type_error("logits must be float32 or float64");
}

Fresh entropy(const Array& z, double temperature, const Gradient& gradient) {
    return by_type(z, [&](auto zero) {
        using T = decltype(zero);
        const Rows rows(z);
        const auto logits_z = logits<T>(rows, z, temperature, gradient);
        Fresh out = values<T>(rows);
        T* data = static_cast<T*>(out.data());
        const auto kernel = PLOGP_CHOSEN(logit_kernels).of(zero).entropy;
        over_rows(rows, [&](std::size_t begin, std::size_t end) { return kernel(logits_z, begin, end, rows.k, data); });
        return out;
    });
}

// The rows that labels stand beside: those of the logits, or one for all labels.
Rows rows_of_labels(const Labels& y, const Array& z) {
    Rows rows(z);
    if (z.ndim() == 1 && y.ndim() > 0) {  // one row of logits for all labels
        rows.shape.clear();
        for (std::size_t i = 0; i < y.ndim(); i++) rows.shape.push_back(y.shape(i));
        rows.shape.push_back(rows.k);
        rows.n = y.size();
    }
    bool fits = y.ndim() + 1 == rows.shape.size();
    for (std::size_t i = 0; fits && i < y.ndim(); i++) fits = y.shape(i) == rows.shape[i];
    if (!fits) throw Fault("the labels do not match the leading axes of the logits");
    return rows;
}

Fresh cross_entropy_labels(const Labels& y, const Array& z, double temperature, double smoothing,
                           std::optional<int64_t> ignore, const Gradient& gradient) {
    if (!(smoothing >= 0 && smoothing <= 1)) throw Fault("smoothing must lie between 0 and 1");
    return by_type(z, [&](auto zero) {
        using T = decltype(zero);
        const Rows rows = rows_of_labels(y, z);
        const auto logits_z = logits<T>(rows, z, temperature, gradient);
        const LabelRule rule{smoothing, ignore.has_value(), ignore.value_or(0)};
        Fresh out = values<T>(rows);
        T* data = static_cast<T*>(out.data());
        const int64_t* labels = y.data();
        const auto kernel = PLOGP_CHOSEN(logit_kernels).of(zero).cross_entropy_labels;
        over_rows(rows, [&](std::size_t begin, std::size_t end) {
            return kernel(labels, logits_z, rule, begin, end, rows.k, data);
        });
        return out;
    });
}

// The two values of each row, and with a gradient that of by_entropy * entropy + by_log_prob * log_prob.
nb::tuple policy(const Labels& y, const Array& z, double temperature, std::optional<int64_t> ignore,
                 const std::optional<Array>& by_entropy, const std::optional<Array>& by_log_prob,
                 const Gradient& gradient) {
    return by_type(z, [&](auto zero) {
        using T = decltype(zero);
        const Rows rows = rows_of_labels(y, z);
        const auto logits_z = logits<T>(rows, z, temperature, gradient);
        const T* by[2] = {nullptr, nullptr};
        for (const bool second : {false, true}) {
            const auto& upstream = second ? by_log_prob : by_entropy;
            if (upstream.has_value() != gradient.has_value()) throw nb::type_error("a gradient has both its weights");
            if (!upstream) continue;
            if (!is<T>(*upstream)) throw nb::type_error("the weights differ in type from the logits");
            if (upstream->size() != rows.n) throw Fault("the weights are not one for each row");
            by[second] = static_cast<const T*>(upstream->data());
        }
        const LabelRule rule{0, ignore.has_value(), ignore.value_or(0)};
        Fresh entropy = values<T>(rows), log_prob = values<T>(rows);
        T* const out[2] = {static_cast<T*>(entropy.data()), static_cast<T*>(log_prob.data())};
        const int64_t* labels = y.data();
        const auto kernel = PLOGP_CHOSEN(logit_kernels).of(zero).policy;
        over_rows(rows, [&](std::size_t begin, std::size_t end) {
            return kernel(labels, logits_z, rule, by[0], by[1], begin, end, rows.k, out[0], out[1]);
        });
        return nb::make_tuple(entropy, log_prob);
    });
}

Fresh cross_entropy_probs(const Array& p, const Array& z, double tolerance, double temperature,
                          const Gradient& gradient) {
    return by_type(z, [&](auto zero) {
        using T = decltype(zero);
        const Rows rows(p, z);
        const auto logits_z = logits<T>(rows, z, temperature, gradient);
        Fresh out = values<T>(rows);
        T* data = static_cast<T*>(out.data());
        const T* probs = static_cast<const T*>(p.data());
        const std::size_t stride = rows.stride(p);
        const auto kernel = PLOGP_CHOSEN(logit_kernels).of(zero).cross_entropy_probs;
        over_rows(rows, [&](std::size_t begin, std::size_t end) {
            return kernel(probs, stride, tolerance, logits_z, begin, end, rows.k, data);
        });
        return out;
    });
}

template <bool js>
Fresh divergence(const Array& zp, const Array& zq, double temperature_p, double temperature_q,
                 const Gradient& gradient_p, const Gradient& gradient_q) {
    return by_type(zp, [&](auto zero) {
        using T = decltype(zero);
        const Rows rows(zp, zq);
        const auto p = logits<T>(rows, zp, temperature_p, gradient_p);
        const auto q = logits<T>(rows, zq, temperature_q, gradient_q);
        if (p.gradient != nullptr && p.gradient == q.gradient) throw Fault("the two gradients are one array");
        Fresh out = values<T>(rows);
        T* data = static_cast<T*>(out.data());
        const auto& kernels = PLOGP_CHOSEN(logit_kernels).of(zero);
        over_rows(rows, [&](std::size_t begin, std::size_t end) {
            if constexpr (js) return kernels.js(p, q, begin, end, rows.k, data);
            const std::unique_ptr<T[]> kept(new T[2 * rows.k]);
            return kernels.kl(p, q, begin, end, rows.k, kept.get(), data);
        });
        return out;
    });
}

// Returns `out` where it is given.
template <bool logarithm>
nb::object softmax(const Array& z, double temperature, nb::object out) {
    return by_type(z, [&](auto zero) {
        using T = decltype(zero);
        const Rows rows(z);
        if (out.is_none()) out = nb::cast(empty_aligned(rows.shape.size(), rows.shape.data(), nb::dtype<T>()));
        Writable target;
        if (!nb::try_cast(out, target, false)) throw nb::type_error("the output must be a writable array");
        const auto logits_z = logits<T>(rows, z, temperature, target);
        const auto kernel = PLOGP_CHOSEN(logit_kernels).of(zero).softmax;
        over_rows(rows,
                  [&](std::size_t begin, std::size_t end) { return kernel(logits_z, logarithm, begin, end, rows.k); });
        return out;
    });
}

}  // namespace

void bind_logits(nb::module_& m) {
    const auto optional = [](const char* name) { return nb::arg(name).noconvert().none() = nb::none(); };
    m.def("logits_entropy", &entropy, "z"_a.noconvert(), "temperature"_a, optional("gradient"),
          "Entropy of softmax(z / temperature) of each row.");
    m.def("logits_cross_entropy_labels", &cross_entropy_labels, "y"_a.noconvert(), "z"_a.noconvert(), "temperature"_a,
          "smoothing"_a, "ignore"_a.none(), optional("gradient"), "Cross-entropy of labels with logits.");
    m.def("logits_policy", &policy, "y"_a.noconvert(), "z"_a.noconvert(), "temperature"_a, "ignore"_a.none(),
          optional("by_entropy"), optional("by_log_prob"), optional("gradient"),
          "Entropy of softmax(z / temperature) and the log-probability of a label, of each row.");
    m.def("logits_cross_entropy_probs", &cross_entropy_probs, "p"_a.noconvert(), "z"_a.noconvert(), "tolerance"_a,
          "temperature"_a, optional("gradient"), "Cross-entropy of rows of probabilities with logits.");
    m.def("logits_kl", &divergence<false>, "zp"_a.noconvert(), "zq"_a.noconvert(), "temperature_p"_a, "temperature_q"_a,
          optional("gradient_p"), optional("gradient_q"), "Kullback-Leibler divergence of two rows of logits.");
    m.def("logits_js", &divergence<true>, "zp"_a.noconvert(), "zq"_a.noconvert(), "temperature_p"_a, "temperature_q"_a,
          optional("gradient_p"), optional("gradient_q"), "Jensen-Shannon divergence of two rows of logits.");
    m.def("softmax", &softmax<false>, "z"_a.noconvert(), "temperature"_a, "out"_a = nb::none(), "Softmax of each row.");
    m.def("log_softmax", &softmax<true>, "z"_a.noconvert(), "temperature"_a, "out"_a = nb::none(),
          "Logarithm of softmax.");
}

}  // namespace plogp
