// Parts in one pass, for how many cases of each class go left is known from their counts. Threads share long stretches
// by pieces, and then first count how many of a piece go left.
#include "tree/case_order.hpp"

#include <algorithm>
#include <numeric>

#include "thread_pool.hpp"

namespace plogp::tree {
namespace {

constexpr std::size_t piece_size = 1 << 15;  // about 50 microseconds
constexpr std::size_t ahead = 32;            // the rows of a deep node lie far apart

// A stretch of the cases of one class.
struct Piece {
    std::size_t begin, end, left;  // how many go left
    std::size_t left_at, right_at;
};

class Side {
  public:
    Side(const Binned& data, Condition condition)
        : of_row_(data.by_column + condition.feature * data.rows), bin_(condition.bin) {}

    void prefetch(uint32_t row) const { __builtin_prefetch(of_row_ + row); }

    template <bool nominal>
    bool left(uint32_t row) const {
        return nominal ? of_row_[row] == bin_ : of_row_[row] <= bin_;
    }

  private:
    const uint8_t* of_row_;
    int bin_;
};

template <bool nominal>
std::size_t count_left(const Side& side, const uint32_t* rows, std::size_t n) {
    std::size_t left = 0;
    for (std::size_t i = 0; i < n; i++) {
        side.prefetch(rows[std::min(i + ahead, n - 1)]);
        left += side.left<nominal>(rows[i]);
    }
    return left;
}

template <bool nominal>
void move(const Side& side, const uint32_t* rows, std::size_t n, uint32_t* to, std::size_t left, std::size_t right) {
    for (std::size_t i = 0; i < n; i++) {
        const uint32_t row = rows[i];
        side.prefetch(rows[std::min(i + ahead, n - 1)]);
        const std::size_t goes_left = side.left<nominal>(row), mask = 0 - goes_left;
        to[right ^ ((left ^ right) & mask)] = row;  // no branch: half of them would be mistaken
        left += goes_left;
        right += 1 - goes_left;
    }
}

}  // namespace

std::size_t CaseRange::size() const { return std::accumulate(count.begin(), count.end(), std::size_t{0}); }

std::size_t CaseRange::begin_of(int class_) const {
    return std::accumulate(count.begin(), count.begin() + class_, begin);
}

CaseOrder::CaseOrder(const Binned& data)
    : data_(data),
      root_{0, std::vector<uint32_t>(data.classes)},
      order_{std::make_unique_for_overwrite<uint32_t[]>(data.rows),
             std::make_unique_for_overwrite<uint32_t[]>(data.rows)} {
    const std::size_t classes = data.classes, pieces = (data.rows + piece_size - 1) / piece_size;
    std::vector<uint32_t> at(pieces * classes);  // of each piece and class: first how many, then where
    const auto each_row = [&](const auto& body) {
        share(pieces, 1, [&](std::size_t first, std::size_t last) {
            for (std::size_t i = first; i < last; i++)
                for (std::size_t r = i * piece_size; r < std::min(data.rows, (i + 1) * piece_size); r++)
                    body(at[i * classes + data.y[r]], r);
        });
    };
    each_row([](uint32_t& n, std::size_t) { n++; });
    uint32_t before = 0;
    for (std::size_t c = 0; c < classes; c++)
        for (std::size_t i = 0; i < pieces; i++) {
            const uint32_t n = at[i * classes + c];
            at[i * classes + c] = before;
            root_.count[c] += n;
            before += n;
        }
    each_row([&](uint32_t& place, std::size_t r) { order_[0][place++] = static_cast<uint32_t>(r); });
}

void CaseOrder::part(int depth, Condition condition, const CaseRange& all, const CaseRange& left,
                     const CaseRange& right) {
    const std::size_t longest = get_num_threads() > 1 ? piece_size : data_.rows;
    const bool nominal = data_.nominal[condition.feature];
    const Side side(data_, condition);
    uint32_t* to = order_[(depth + 1) % 2].get();
    for (int c = 0; c < data_.classes; c++) {
        const std::size_t n = all.count[c];
        const uint32_t* from = rows(depth, all.begin_of(c));
        std::vector<Piece> pieces;
        for (std::size_t begin = 0; begin < n; begin += longest)
            pieces.push_back({begin, std::min(n, begin + longest), left.count[c], 0, 0});
        const auto each_piece = [&](const auto& body) {
            share(pieces.size(), 1, [&](std::size_t i, std::size_t) { body(pieces[i], from + pieces[i].begin); });
        };
        if (pieces.size() > 1)
            each_piece([&](Piece& p, const uint32_t* rows) {
                p.left = (nominal ? count_left<true> : count_left<false>)(side, rows, p.end - p.begin);
            });
        std::size_t left_at = left.begin_of(c), right_at = right.begin_of(c);
        for (Piece& p : pieces) {
            p.left_at = left_at;
            p.right_at = right_at;
            left_at += p.left;
            right_at += p.end - p.begin - p.left;
        }
        each_piece([&](const Piece& p, const uint32_t* rows) {
            (nominal ? move<true> : move<false>)(side, rows, p.end - p.begin, to, p.left_at, p.right_at);
        });
    }
}

}  // namespace plogp::tree
