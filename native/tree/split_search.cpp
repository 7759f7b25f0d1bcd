// Of two siblings the cases of each class are counted where they are fewer, and subtracted from those of their parent
// for the other: a split that tells much leaves few to count.
#include "tree/split_search.hpp"

#include <algorithm>
#include <memory>
#include <mutex>

#include "thread_pool.hpp"

namespace plogp::tree {
namespace {

constexpr std::size_t piece_size = 1 << 14;  // that a thread counts; adding up what it counted takes little beside it

// Of equal splits the first.
bool better(const BestCut& a, const BestCut& b) { return a.gain > b.gain * (1 + 1e-12); }

}  // namespace

void SplitSearch::count_class(int depth, const CaseRange& cases, int class_, uint32_t* counts) const {
    const auto& kernels = PLOGP_CHOSEN(histogram_kernels);
    const uint32_t* rows = order_.rows(depth, cases.begin_of(class_));
    const std::size_t n = cases.count[class_], longest = get_num_threads() > 1 ? piece_size : data_.rows;
    if (n <= longest) return kernels.count(data_.by_row, rows, n, counts);
    std::fill_n(counts, of_class_, 0);
    std::mutex lock;
    share(n, longest, [&](std::size_t begin, std::size_t end) {
        const auto of_piece = std::make_unique_for_overwrite<uint32_t[]>(of_class_);
        kernels.count(data_.by_row, rows + begin, end - begin, of_piece.get());
        const std::lock_guard locked(lock);
        for (std::size_t i = 0; i < of_class_; i++) counts[i] += of_piece[i];
    });
}

void SplitSearch::count(int depth, const CaseRange& cases, uint32_t* counts) const {
    for (int c = 0; c < data_.classes; c++) count_class(depth, cases, c, counts + c * of_class_);
}

void SplitSearch::count(int depth, const CaseRange& of_left, const CaseRange& of_right, uint32_t* left,
                        uint32_t* right) const {
    for (int c = 0; c < data_.classes; c++, left += of_class_, right += of_class_) {
        const bool exchanged = of_right.count[c] < of_left.count[c];
        count_class(depth, exchanged ? of_right : of_left, c, left);
        PLOGP_CHOSEN(histogram_kernels).subtract(left, right, of_class_, exchanged);
    }
}

BinnedSplit SplitSearch::best(const uint32_t* counts) const {
    const std::size_t grain = 256 / data_.classes + 1;  // about 50 microseconds
    std::vector<BinnedSplit> found((data_.columns + grain - 1) / grain);
    share(data_.columns, grain,
          [&](std::size_t begin, std::size_t end) { found[begin / grain] = best_of(counts, begin, end); });
    BinnedSplit best;
    for (const BinnedSplit& split : found)
        if (better(split.cut, best.cut)) best = split;
    if (best.feature < 0) return best;
    best.left.assign(data_.classes, 0);
    for (int c = 0; c < data_.classes; c++) {
        const uint32_t* of = counts + c * of_class_ + best.feature * table_size;
        for (int b = data_.nominal[best.feature] ? best.cut.bin : 0; b <= best.cut.bin; b++) best.left[c] += of[b];
    }
    return best;
}

BinnedSplit SplitSearch::best_of(const uint32_t* counts, std::size_t begin, std::size_t end) const {
    BinnedSplit best;
    for (std::size_t j = begin; j < end; j++) {
        const BestCut cut = PLOGP_CHOSEN(histogram_kernels)
                                .best_cut(counts + j * table_size, of_class_, data_.bins[j], data_.classes,
                                          data_.nominal[j], min_cases_, best.cut.gain);
        if (better(cut, best.cut)) best = {cut, static_cast<int32_t>(j)};
    }
    return best;
}

}  // namespace plogp::tree
