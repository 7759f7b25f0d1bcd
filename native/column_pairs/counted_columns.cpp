// One column beside all others: by bits in common with the planes of those that have few levels, by increments for the
// rest, and always so where rows have weights.
#include "column_pairs/counted_columns.hpp"

#include <atomic>
#include <numeric>

#include "column_pairs/column_pairs.hpp"
#include "column_pairs/increments.hpp"
#include "thread_pool.hpp"

namespace plogp {
namespace {

int most_plane_levels() { return PLOGP_CHOSEN(pair_kernels).plane_levels + (vector_popcount_tile() ? 8 : 0); }

double x_log_x(double x) { return x > 0 ? x * std::log(x) : 0; }

// Sums of n·log n over a table (z_levels, levels), and over the same with `inner` neighbours of z put together.
template <class Count, class Log>
void sums(const Count* table, int z_levels, int levels, int inner, const Log& log, double& fine, double& coarse) {
    fine = coarse = 0;
    for (std::size_t i = 0; i < std::size_t(z_levels) * levels; i++) fine += log(table[i]);
    if (inner == 1) {
        coarse = fine;
        return;
    }
    for (int g = 0; g < z_levels; g += inner)
        for (int b = 0; b < levels; b++) {
            Count all = 0;
            for (int i = 0; i < inner; i++) all += table[std::size_t(g + i) * levels + b];
            coarse += log(all);
        }
}

}  // namespace

CountedColumns::CountedColumns(const uint8_t* x, std::size_t columns, std::size_t rows, const int32_t* levels,
                               const double* weight)
    : x_(x),
      columns_(columns),
      rows_(rows),
      levels_(levels, levels + columns),
      weight_(weight),
      total_(weight ? std::accumulate(weight, weight + rows, 0.0) : static_cast<double>(rows)),
      log_(weight ? 0 : rows) {
    std::atomic<bool> in_range{true};
    share(columns, std::max<std::size_t>(1, 200000 / (rows + 1)), [&](std::size_t begin, std::size_t end) {
        for (std::size_t j = begin; j < end; j++)
            if (!below(x_ + j * rows_, rows_, levels_[j])) in_range = false;
    });
    in_range_ = in_range;
    if (in_range_ && !weight_) pack();
}

void CountedColumns::pack() {
    for (std::size_t j = 0; j < columns_; j++)
        if (levels_[j] <= most_plane_levels()) few_.push_back(j);
    std::stable_sort(few_.begin(), few_.end(), [&](std::size_t a, std::size_t b) { return levels_[a] < levels_[b]; });
    first_.assign(few_.size() + 1, 0);
    for (std::size_t i = 0; i < few_.size(); i++) first_[i + 1] = first_[i] + levels_[few_[i]] - 1;
    words_ = (rows_ + 511) / 512 * 8;
    const std::size_t planes = (first_.back() + 3) / 4 * 4;
    planes_.reset(new uint64_t[planes * words_]);
    std::fill(planes_.get() + first_.back() * words_, planes_.get() + planes * words_, 0);
    margin_.resize(few_.size());
    const std::size_t filled = (rows_ + 63) / 64;
    share(few_.size(), std::max<std::size_t>(1, 100000 / (rows_ + 1)), [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; i++) {
            const int levels = levels_[few_[i]];
            uint64_t* plane = planes_.get() + first_[i] * words_;
            PLOGP_CHOSEN(pair_kernels).pack(x_ + few_[i] * rows_, rows_, levels - 1, plane, words_);
            margin_[i].assign(levels, 0);
            margin_[i][0] = static_cast<uint32_t>(rows_);
            for (int p = 0; p + 1 < levels; p++, plane += words_) {
                std::fill(plane + filled, plane + words_, 0);
                uint32_t held = 0;
                for (std::size_t w = 0; w < filled; w++) held += __builtin_popcountll(plane[w]);
                margin_[i][p + 1] = held;
                margin_[i][0] -= held;
            }
        }
    });
}

double CountedColumns::entropy(double sum) const {
    return std::max(0.0, std::log(total_) - sum / total_);  // what rounding leaves of a constant
}

void CountedColumns::beside(const int32_t* z, int z_levels, int inner, double* out) const {
    std::vector<char> done(columns_, 0);
    const std::size_t counted = by_planes(z, z_levels, inner, out);
    for (std::size_t i = 0; i < counted; i++) done[few_[i]] = 1;
    std::vector<std::size_t> others;
    for (std::size_t j = 0; j < columns_; j++)
        if (!done[j]) others.push_back(j);
    const std::size_t grain = std::max<std::size_t>(1, 100000 / (rows_ + 256 * std::size_t(z_levels)));
    share(others.size(), grain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; i++) by_increments(others[i], z, z_levels, inner, out + 2 * others[i]);
    });
}

// Counts those of few_ for which that is faster than increments, and returns how many they are.
std::size_t CountedColumns::by_planes(const int32_t* z, int z_levels, int inner, double* out) const {
    if (few_.empty() || z_levels > 256) return 0;
    const int most = (most_plane_levels() - 1) * (most_plane_levels() - 1);
    std::size_t count = 0;
    while (count < few_.size() && (levels_[few_[count]] - 1) * (z_levels - 1) <= most) count++;
    const std::size_t z_planes = (std::size_t(z_levels) + 2) / 4 * 4, planes = (first_[count] + 3) / 4 * 4;
    const std::unique_ptr<uint64_t[]> z_bits(new uint64_t[z_planes * words_]());
    const std::unique_ptr<uint32_t[]> same(new uint32_t[z_planes * planes]());
    std::vector<uint32_t> z_margin(z_levels, 0);
    constexpr std::size_t piece = 1 << 14;  // a multiple of 64, so that no two pieces share a word
    const auto& kernels = PLOGP_CHOSEN(pair_kernels);
    for (std::size_t i = 0; i < rows_; i++) z_margin[z[i]]++;
    share((rows_ + piece - 1) / piece, 1, [&](std::size_t first, std::size_t last) {
        for (std::size_t p = first; p < last; p++) {
            const std::size_t begin = p * piece, m = std::min(piece, rows_ - begin);
            uint8_t code[piece];
            for (std::size_t i = 0; i < m; i++) code[i] = static_cast<uint8_t>(z[begin + i]);
            kernels.pack(code, m, z_levels - 1, z_bits.get() + begin / 64, words_);
        }
    });
    // 64 planes of 512 words fill a quarter of L2; they stay there while those of z pass by.
    constexpr std::size_t side = 64, deep = 512;
    const auto counted = vector_popcount_tile();
    const auto tile = counted ? counted : kernels.tile;
    share((planes + side - 1) / side, 1, [&](std::size_t first, std::size_t last) {
        for (std::size_t w = 0; w < words_; w += deep) {
            poll();
            for (std::size_t j = first * side; j < std::min(planes, last * side); j += 4)
                for (std::size_t i = 0; i < z_planes; i += 4)
                    tile(z_bits.get() + i * words_ + w, planes_.get() + j * words_ + w, words_,
                         std::min(deep, words_ - w), same.get() + i * planes + j, planes);
        }
    });
    share(count, 8, [&](std::size_t begin, std::size_t end) {
        std::vector<uint32_t> table;
        for (std::size_t i = begin; i < end; i++) {
            const int levels = levels_[few_[i]];
            table.assign(std::size_t(z_levels) * levels, 0);
            std::copy(margin_[i].begin(), margin_[i].end(), table.begin());
            for (int a = 0; a < z_levels; a++) {
                uint32_t* row = table.data() + std::size_t(a) * levels;
                if (a == 0) continue;
                row[0] = z_margin[a];
                for (int b = 1; b < levels; b++) {
                    row[b] = same[(a - 1) * planes + first_[i] + b - 1];
                    row[0] -= row[b];
                }
                for (int b = 0; b < levels; b++) table[b] -= row[b];
            }
            double fine, coarse;
            sums(table.data(), z_levels, levels, inner, log_, fine, coarse);
            out[2 * few_[i]] = entropy(fine);
            out[2 * few_[i] + 1] = entropy(coarse);
        }
    });
    return count;
}

void CountedColumns::by_increments(std::size_t column, const int32_t* z, int z_levels, int inner, double* out) const {
    const int levels = levels_[column];
    const uint8_t* code = x_ + column * rows_;
    double fine, coarse;
    if (weight_) {
        std::vector<double> held(std::size_t(z_levels) * levels);
        table(column, z, z_levels, held.data());
        sums(held.data(), z_levels, levels, inner, x_log_x, fine, coarse);
    } else {
        std::vector<uint32_t> held(2 * std::size_t(z_levels) * levels, 0);
        uint32_t* tables[2] = {held.data(), held.data() + held.size() / 2};  // in turn: equal neighbours do not wait
        for (std::size_t i = 0; i < rows_; i++) tables[i & 1][std::size_t(z[i]) * levels + code[i]]++;
        for (std::size_t i = 0; i < held.size() / 2; i++) tables[0][i] += tables[1][i];
        sums(tables[0], z_levels, levels, inner, log_, fine, coarse);
    }
    out[0] = entropy(fine);
    out[1] = entropy(coarse);
}

void CountedColumns::table(std::size_t column, const int32_t* z, int z_levels, double* out) const {
    const int levels = levels_[column];
    const uint8_t* code = x_ + column * rows_;
    std::fill_n(out, std::size_t(z_levels) * levels, 0.0);
    if (weight_) {
        for (std::size_t i = 0; i < rows_; i++) out[std::size_t(z[i]) * levels + code[i]] += weight_[i];
        return;
    }
    std::vector<uint32_t> held(std::size_t(z_levels) * levels, 0);
    for (std::size_t i = 0; i < rows_; i++) held[std::size_t(z[i]) * levels + code[i]]++;
    std::copy(held.begin(), held.end(), out);
}

}  // namespace plogp
