// Binds the matrices of divergences between two sets of rows: lays out working memory, prepares each side, shares the
// tiles.
#include <algorithm>
#include <atomic>
#include <memory>
#include <new>

#include "bindings/bind.hpp"
#include "divergence_matrix/divergence_matrix.hpp"
#include "thread_pool.hpp"

namespace plogp {

using namespace nb::literals;

namespace {

// Memory that begins at a cache line, so that no vector lies across two. It holds nothing yet: the preparations fill
// it.
template <class T>
class Scratch {
  public:
    explicit Scratch(std::size_t size) : memory_(static_cast<T*>(::operator new(bytes(size), line))) {}
    T* get() { return memory_.get(); }

  private:
    static constexpr std::align_val_t line{64};
    static std::size_t bytes(std::size_t size) { return std::max<std::size_t>(size, 1) * sizeof(T); }
    struct Free {
        void operator()(T* p) const { ::operator delete(p, line); }
    };
    std::unique_ptr<T, Free> memory_;
};

// Two matrices of rows of the same length, and the matrix of what is between them.
template <class T>
struct Sides {
    const T *x, *y;
    std::size_t n, m, k;
    Fresh out;
    T* values;

    Sides(const Array& p, const Array& q) : x(static_cast<const T*>(p.data())), y(static_cast<const T*>(q.data())) {
        if (p.ndim() != 2 || q.ndim() != 2 || p.shape(1) != q.shape(1))
            throw nb::type_error("both must have two axes, and rows of the same length");
        n = p.shape(0), m = q.shape(0), k = p.shape(1);
        const std::size_t shape[] = {n, m};
        out = fresh<T>(2, shape);
        values = static_cast<T*>(out.data());
    }
};

constexpr std::size_t up_to(std::size_t n, std::size_t panel) { return (n + panel - 1) / panel * panel; }

// Calls prepare(begin, count) over chunks of rows that are multiples of the panel; it returns the first faulty row or
// count.
template <class Prepare>
void prepare_rows(const char* side, std::size_t n, std::size_t k, std::size_t panel, const Prepare& prepare) {
    std::atomic<std::size_t> faulty{n};
    const std::size_t rows = up_to(std::max<std::size_t>(1, 32768 / std::max<std::size_t>(k, 8)), panel);
    share(n, rows, [&](std::size_t begin, std::size_t end) {
        const std::size_t row = begin + prepare(begin, end - begin);
        std::size_t first = faulty.load();
        while (row < end && row < first && !faulty.compare_exchange_weak(first, row)) {
        }
    });
    if (faulty < n) throw Fault(std::string(side) + ": row " + std::to_string(faulty) + " is not a distribution");
}

// Calls fill(tile) for all tiles of `rows` times `columns` of an n by m matrix.
template <class Fill>
void over_tiles(std::size_t n, std::size_t m, std::size_t rows, std::size_t columns, const Fill& fill) {
    const std::size_t down = (n + rows - 1) / rows, across = (m + columns - 1) / columns;
    share(down * across, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t tile = begin; tile < end; tile++) {
            const std::size_t i = tile / across * rows, j = tile % across * columns;
            fill(Tile{i, std::min(n, i + rows), j, std::min(m, j + columns), m});
        }
    });
}

template <class T>
Fresh pairwise_kl_of(const Array& p, const Array& q, double tolerance) {
    const Sides<T> sides(p, q);
    const std::size_t n = sides.n, m = sides.m, k = sides.k;
    const T *x = sides.x, *y = sides.y;
    const Unlocked unlocked;

    const PairwiseKernels& table = PLOGP_CHOSEN(pairwise_kernels);
    const auto& kernels = table.of(T());
    const std::size_t words = (k + 63) / 64, across = up_to(m, table.column_panel);
    Scratch<double> packed(across * k), log_total(across), has_zero(across), entropy(n), inverse_total(n);
    Scratch<std::uint64_t> column_support(m * words), row_support(n * words);
    const auto columns = [&](std::size_t j) {
        return KlColumns{packed.get() + j * k, log_total.get() + j, has_zero.get() + j,
                         column_support.get() + j * words};
    };
    prepare_rows("q", m, k, table.column_panel, [&](std::size_t j, std::size_t count) {
        return kernels.prepare_kl_columns(y + j * k, count, k, tolerance, columns(j));
    });
    const bool zeros = std::any_of(has_zero.get(), has_zero.get() + m, [](double one) { return one != 0; });
    const auto rows = [&](std::size_t i) {
        return KlRows{entropy.get() + i, inverse_total.get() + i, zeros ? row_support.get() + i * words : nullptr};
    };
    prepare_rows("p", n, k, 1, [&](std::size_t i, std::size_t count) {
        return kernels.prepare_kl_rows(x + i * k, count, k, tolerance, rows(i));
    });
    // The rows of a tile stay in the second cache while the panels of columns pass by.
    const std::size_t height = std::clamp<std::size_t>(16384 / std::max<std::size_t>(k, 1) / 8 * 8, 8, 64);
    over_tiles(n, m, height, 16 * table.column_panel,
               [&](const Tile& tile) { kernels.kl(x, y, rows(0), columns(0), k, tile, sides.values); });
    return sides.out;
}

template <class T>
Fresh pairwise_js_of(const Array& p, const Array& q, double tolerance) {
    const Sides<T> sides(p, q);
    const std::size_t n = sides.n, m = sides.m, k = sides.k;
    const T *x = sides.x, *y = sides.y;
    const Unlocked unlocked;

    const auto& kernels = PLOGP_CHOSEN(pairwise_kernels).of(T());
    const std::size_t step = padded(k);
    const bool symmetric = x == y && n == m;
    Scratch<double> rows_p(n * step), entropy_p(n), rows_q(symmetric ? 0 : m * step), entropy_q(symmetric ? 0 : m);
    const auto prepared = [&](Scratch<double>& rows, Scratch<double>& entropy, std::size_t i) {
        return JsRows{rows.get() + i * step, entropy.get() + i};
    };
    prepare_rows("p", n, k, 1, [&](std::size_t i, std::size_t count) {
        return kernels.prepare_js(x + i * k, count, k, tolerance, prepared(rows_p, entropy_p, i));
    });
    const JsRows rows = prepared(rows_p, entropy_p, 0);
    JsRows columns = rows;
    if (!symmetric) {
        columns = prepared(rows_q, entropy_q, 0);
        prepare_rows("q", m, k, 1, [&](std::size_t j, std::size_t count) {
            return kernels.prepare_js(y + j * k, count, k, tolerance, prepared(rows_q, entropy_q, j));
        });
    }
    // Both blocks of rows of a tile fit into the second cache.
    const std::size_t block = std::clamp<std::size_t>(32768 / std::max<std::size_t>(k, 1), 4, 32);
    over_tiles(n, m, block, block, [&](const Tile& tile) {
        if (!symmetric)
            kernels.js(x, y, rows, columns, k, tile, sides.values);
        else if (tile.j >= tile.i)  // the tile below the diagonal is written with the one above
            kernels.js_symmetric(x, y, rows, columns, k, tile, sides.values);
    });
    return sides.out;
}

Fresh pairwise_kl(const Array& p, const Array& q, double tolerance) {
    if (is<double>(p) && is<double>(q)) return pairwise_kl_of<double>(p, q, tolerance);
    if (is<float>(p) && is<float>(q)) return pairwise_kl_of<float>(p, q, tolerance);
    throw nb::type_error("probabilities must be float32 or float64, and both the same");
}

Fresh pairwise_js(const Array& p, const Array& q, double tolerance) {
    if (is<double>(p) && is<double>(q)) return pairwise_js_of<double>(p, q, tolerance);
    if (is<float>(p) && is<float>(q)) return pairwise_js_of<float>(p, q, tolerance);
    throw nb::type_error("probabilities must be float32 or float64, and both the same");
}

}  // namespace

void bind_pairwise(nb::module_& m) {
    m.def("pairwise_kl", &pairwise_kl, "p"_a.noconvert(), "q"_a.noconvert(), "tolerance"_a,
          "Kullback-Leibler divergence of each row of p (n, k) from each of q (m, k), in nats: (n, m).");
    m.def("pairwise_js", &pairwise_js, "p"_a.noconvert(), "q"_a.noconvert(), "tolerance"_a,
          "Jensen-Shannon divergence of each row of p (n, k) and each of q (m, k), in nats: (n, m).");
}

}  // namespace plogp
