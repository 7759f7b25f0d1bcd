// Columns of few levels by planes of bits, those of many by increments.
#include "column_pairs/all_pairs.hpp"

#include <algorithm>
#include <atomic>
#include <memory>
#include <vector>

#include "column_pairs/column_pairs.hpp"
#include "column_pairs/count_log.hpp"
#include "column_pairs/increments.hpp"
#include "thread_pool.hpp"

namespace plogp {
namespace {

class AllPairs {
  public:
    AllPairs(const uint8_t* x, std::size_t d, std::size_t n, const int32_t* levels, double* out)
        : x_(x), d_(d), n_(n), levels_(levels), out_(out), log_(n), margin_(d), margin_log_(d) {}

    bool run() {
        std::atomic<bool> in_range{true};
        share(d_, std::max<std::size_t>(1, 200000 / (n_ + 1)), [&](std::size_t begin, std::size_t end) {
            for (std::size_t j = begin; j < end; j++) {
                if (!below(x_ + j * n_, n_, levels_[j])) in_range = false;
            }
        });
        if (!in_range) return false;
        const int most = PLOGP_CHOSEN(pair_kernels).plane_levels + (vector_popcount_tile() ? 8 : 0);
        std::vector<std::size_t> few, many;
        for (std::size_t j = 0; j < d_; j++) (levels_[j] <= most ? few : many).push_back(j);
        by_planes(few);
        margins(many);
        by_increments(few, many);
        return true;
    }

  private:
    const uint8_t* x_;
    std::size_t d_, n_;
    const int32_t* levels_;
    double* out_;
    CountLog log_;
    std::vector<std::vector<uint32_t>> margin_;
    std::vector<double> margin_log_;  // sum of n·log n over it

    void margins(const std::vector<std::size_t>& many) {
        share(many.size(), std::max<std::size_t>(1, 200000 / (n_ + 1)), [&](std::size_t begin, std::size_t end) {
            const std::vector<uint16_t> base(n_);
            std::vector<uint32_t> tables;
            for (std::size_t m = begin; m < end; m++) {
                const std::size_t j = many[m];
                count(x_ + j * n_, base.data(), n_, levels_[j], tables);
                tables.resize(levels_[j]);
                put_margin(j, tables);
            }
        });
    }

    void put_margin(std::size_t j, const std::vector<uint32_t>& counts) {
        margin_[j] = counts;
        margin_log_[j] = 0;
        for (uint32_t c : counts) margin_log_[j] += log_(c);
        out_[j * d_ + j] = std::max(0.0, (log_(n_) - margin_log_[j]) / n_);
    }

    void put(std::size_t a, std::size_t b, double joint) {
        const double information = (log_(n_) + joint - margin_log_[a] - margin_log_[b]) / n_;
        out_[a * d_ + b] = out_[b * d_ + a] = std::max(0.0, information);  // what rounding leaves of independence
    }

    // Level 0 has no plane: what it shares with others is what is left of their margins.
    void by_planes(const std::vector<std::size_t>& few) {
        if (few.empty()) return;
        std::vector<std::size_t> first(few.size() + 1, 0);
        for (std::size_t i = 0; i < few.size(); i++) first[i + 1] = first[i] + (levels_[few[i]] - 1);
        const std::size_t planes = (first.back() + 3) / 4 * 4, words = (n_ + 511) / 512 * 8;
        const std::unique_ptr<uint64_t[]> bits(new uint64_t[planes * words]());
        const std::unique_ptr<uint32_t[]> same(new uint32_t[planes * planes]());
        const auto& kernels = PLOGP_CHOSEN(pair_kernels);
        share(few.size(), std::max<std::size_t>(1, 20000 / (n_ + 1)), [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; i++)
                kernels.pack(x_ + few[i] * n_, n_, (levels_[few[i]] - 1), bits.get() + first[i] * words, words);
        });
        // 96 planes of 512 words fill half of L2; they stay there while all others pass by.
        constexpr std::size_t side = 96, deep = 512;
        const auto counted = vector_popcount_tile();
        const auto tile = counted ? counted : kernels.tile;
        share((planes + side - 1) / side * ((planes + side - 1) / side), 1, [&](std::size_t begin, std::size_t) {
            const std::size_t blocks = (planes + side - 1) / side;
            const std::size_t i0 = begin / blocks * side, j0 = begin % blocks * side;
            if (j0 < i0) return;
            for (std::size_t w = 0; w < words; w += deep) {
                poll();
                for (std::size_t j = j0; j < std::min(planes, j0 + side); j += 4)
                    for (std::size_t i = i0; i < std::min({planes, i0 + side, j + 4}); i += 4)
                        tile(bits.get() + i * words + w, bits.get() + j * words + w, words, std::min(deep, words - w),
                             same.get() + i * planes + j, planes);
            }
        });
        for (std::size_t a = 0; a < few.size(); a++) {
            std::vector<uint32_t> counts(levels_[few[a]]);
            counts[0] = static_cast<uint32_t>(n_);
            for (std::size_t p = first[a]; p < first[a + 1]; p++) {
                counts[p - first[a] + 1] = same[p * planes + p];
                counts[0] -= same[p * planes + p];
            }
            put_margin(few[a], counts);
        }
        share(few.size(), 4, [&](std::size_t begin, std::size_t end) {
            for (std::size_t a = begin; a < end; a++)
                for (std::size_t b = a + 1; b < few.size(); b++)
                    put(few[a], few[b], from_planes(few[a], few[b], same.get() + first[a] * planes + first[b], planes));
        });
    }

    // Sum of n·log n over the cells of two columns.
    double from_planes(std::size_t a, std::size_t b, const uint32_t* same, std::size_t planes) const {
        const int ka = levels_[a], kb = levels_[b];
        uint32_t left[256];  // of the margin of b, what is left for level 0 of a
        std::copy(margin_[b].begin(), margin_[b].end(), left);
        double sum = 0;
        for (int i = 1; i < ka; i++) {
            uint32_t rest = margin_[a][i];
            const uint32_t* row = same + (i - 1) * planes - 1;
            for (int j = 1; j < kb; j++) {
                sum += log_(row[j]);
                rest -= row[j];
                left[j] -= row[j];
            }
            sum += log_(rest);
            left[0] -= rest;
        }
        for (int j = 0; j < kb; j++) sum += log_(left[j]);
        return sum;
    }

    void by_increments(const std::vector<std::size_t>& few, const std::vector<std::size_t>& many) {
        share(many.size(), 1, [&](std::size_t begin, std::size_t end) {
            std::vector<uint16_t> base(n_);
            std::vector<uint32_t> tables;
            for (std::size_t m = begin; m < end; m++) {
                const std::size_t a = many[m];
                const auto beside = [&](std::size_t b) {
                    poll();
                    for (std::size_t i = 0; i < n_; i++) base[i] = static_cast<uint16_t>(x_[a * n_ + i] * levels_[b]);
                    const std::size_t cells = std::size_t(levels_[a]) * levels_[b];
                    count(x_ + b * n_, base.data(), n_, cells, tables);
                    double sum = 0;
                    for (std::size_t cell = 0; cell < cells; cell++) sum += log_(tables[cell]);
                    put(a, b, sum);
                };
                for (std::size_t b : few) beside(b);
                for (std::size_t o = m + 1; o < many.size(); o++) beside(many[o]);
            }
        });
    }
};

}  // namespace

bool all_pairs(const uint8_t* x, std::size_t columns, std::size_t rows, const int32_t* levels, double* out) {
    return AllPairs(x, columns, rows, levels, out).run();
}

}  // namespace plogp
