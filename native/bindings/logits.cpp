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
#include "bindings/logit_rows.hpp"

namespace plogp {

using namespace nb::literals;

namespace {

using Labels = nb::ndarray<const int64_t, nb::c_contig, nb::device::cpu>;

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
