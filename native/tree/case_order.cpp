// Parts in two passes over pieces of equal size: first how many of a piece go left, then each to its place.
#include "tree/case_order.hpp"

#include <algorithm>

#include "pool.hpp"

namespace plogp::tree {
namespace {

constexpr std::size_t piece_size = 1 << 14;  // about 50 microseconds

struct Piece {
    Parting* of;
    std::size_t begin, end;
    std::vector<uint32_t> count;  // of each class, those that go left
    std::size_t left_at, right_at;
};

constexpr std::size_t ahead = 32;  // the rows of a deep node lie far apart

class Side {
  public:
    Side(const Binned& data, const Parting& parting)
        : word_(data.bin + parting.feature / Binned::width * data.rows),
          shift_(parting.feature % Binned::width * 8),
          bin_(parting.bin),
          nominal_(data.nominal[parting.feature]) {}

    void prefetch(uint32_t row) const { __builtin_prefetch(word_ + row); }

    bool left(uint32_t row) const {
        const int b = word_[row] >> shift_ & 255;
        return nominal_ ? b == bin_ : b <= bin_;
    }

  private:
    const uint64_t* word_;
    int shift_, bin_;
    bool nominal_;
};

}  // namespace

CaseOrder::CaseOrder(const Binned& data)
    : data_(data), order_(new Case[data.rows]), spare_(new Case[data.rows]), goes_left_(new uint8_t[data.rows]) {
    share(data.rows, 1 << 16, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; i++)
            order_[i] = {static_cast<uint32_t>(i), static_cast<uint32_t>(data.y[i])};
    });
}

void CaseOrder::part(std::vector<Parting>& partings, bool moved) {
    std::vector<Piece> pieces;
    for (Parting& p : partings)
        for (std::size_t at = p.begin; at < p.end; at += piece_size)
            pieces.push_back({&p, at, std::min(p.end, at + piece_size), {}, 0, 0});
    share(pieces.size(), 1, [&](std::size_t first, std::size_t last) {
        std::vector<uint32_t> count;
        for (std::size_t i = first; i < last; i++) {
            Piece& piece = pieces[i];
            const Side side(data_, *piece.of);
            count.assign(4 * data_.classes, 0);  // in turn, for an increment waits for the one before of the same cell
            for (std::size_t c = piece.begin; c < piece.end; c++) {
                if (c + ahead < piece.end) side.prefetch(order_[c + ahead].row);
                const bool left = side.left(order_[c].row);
                goes_left_[c] = left;
                count[(c & 3) * data_.classes + order_[c].y] += left;
            }
            piece.count.assign(data_.classes, 0);
            for (std::size_t c = 0; c < count.size(); c++) piece.count[c % data_.classes] += count[c];
        }
    });
    for (Parting& p : partings) p.count.assign(data_.classes, 0), p.left = 0;
    for (Piece& piece : pieces) {
        piece.left_at = piece.of->begin + piece.of->left;
        for (int c = 0; c < data_.classes; c++) {
            piece.of->count[c] += piece.count[c];
            piece.of->left += piece.count[c];
        }
    }
    if (!moved) return;
    for (Piece& piece : pieces) {
        const std::size_t left_before = piece.left_at - piece.of->begin;
        piece.right_at = piece.of->begin + piece.of->left + (piece.begin - piece.of->begin - left_before);
    }
    share(pieces.size(), 1, [&](std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last; i++) {
            const Piece& piece = pieces[i];
            std::size_t left_at = piece.left_at, right_at = piece.right_at;
            for (std::size_t c = piece.begin; c < piece.end; c++) {
                const bool left = goes_left_[c];
                spare_[left ? left_at : right_at] = order_[c];  // no branch: half of them would be mistaken
                left_at += left;
                right_at += !left;
            }
        }
    });
    order_.swap(spare_);
}

}  // namespace plogp::tree
