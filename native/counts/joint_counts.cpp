// Two ways to count a table: bits in common of planes where levels are few, increments of cells elsewhere.
#include "counts/joint_counts.hpp"

#include <algorithm>
#include <memory>

#include "column_pairs/column_pairs.hpp"
#include "counts/counts.hpp"
#include "thread_pool.hpp"

namespace plogp {

namespace {

// A table of more cells, or of many more than there are rows, is counted where it lies: a private one would have to be
// added up.
constexpr std::size_t most_private_cells = 65536;
// Planes of so many rows at a time, of which four by four fill L1; a little apart, or they would share its lines.
constexpr std::size_t block_rows = 32768, plane_words = block_rows / 64, plane_apart = plane_words + 8;
constexpr std::size_t rows_at_a_time = std::size_t(1) << 20;

// The more cells, the rarer are equal neighbours, and the more space in L1 the copies would take.
int copies_of(std::size_t cells) { return cells <= 256 ? 4 : (cells <= 4096 ? 2 : 1); }

// Of four planes; level 0 has none.
std::size_t tiles_of(std::size_t levels) { return levels < 3 ? 1 : (levels + 2) / 4; }

template <class Body>
void over_columns(const std::vector<const uint16_t*>& columns, std::size_t n, const Body& body) {
    share(columns.size(), std::max<std::size_t>(1, 200000 / n), [&](std::size_t begin, std::size_t end) {
        for (std::size_t c = begin; c < end; c++) body(c);
    });
}

class Batch {
  public:
    Batch(const std::vector<const uint16_t*>& columns, std::size_t n, const std::vector<JointTable>& tables)
        : columns_(columns),
          n_(n),
          tables_(tables),
          planes_(columns.size()),
          tiles_(columns.size()),
          margins_(columns.size()) {
        const auto& kernels = PLOGP_CHOSEN(pair_kernels);
        tile_ = vector_popcount_tile();
        const std::size_t most = tiles_of(kernels.plane_levels + (tile_ ? 8 : 0));
        most_tiles_ = most * most;
        if (tile_ == nullptr) tile_ = kernels.tile;
    }

    void run() {
        pack();
        share(tables_.size(), std::max<std::size_t>(1, 100000 / n_), [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; i++) count(tables_[i]);
        });
    }

  private:
    const std::vector<const uint16_t*>& columns_;
    const std::size_t n_;
    const std::vector<JointTable>& tables_;
    std::vector<std::unique_ptr<uint64_t[]>> planes_;
    std::vector<std::size_t> tiles_;
    std::vector<std::vector<uint32_t>> margins_;
    decltype(PairKernels::tile) tile_;
    std::size_t most_tiles_;

    // One column as a pair: the first of the two does not count.
    static CodePair alone(const uint16_t* x) { return {x, x, 0}; }

    bool by_planes(const JointTable& t) const {
        return t.y >= 0 && tiles_of(t.x_levels) * tiles_of(t.y_levels) <= most_tiles_;
    }

    // The planes and the margin of each column that some table counts by planes.
    void pack() {
        std::vector<std::size_t> levels(columns_.size());
        for (const JointTable& t : tables_) {
            if (!by_planes(t)) continue;
            levels[t.x] = std::max(levels[t.x], t.x_levels);
            levels[t.y] = std::max(levels[t.y], t.y_levels);
        }
        over_columns(columns_, n_, [&](std::size_t c) {
            if (levels[c] == 0) return;
            const std::size_t tiles = tiles_[c] = tiles_of(levels[c]);
            const std::vector<uint8_t> narrow(columns_[c], columns_[c] + n_);
            planes_[c] = std::make_unique<uint64_t[]>(blocks() * 4 * tiles * plane_apart);
            for (std::size_t k = 0; k < blocks(); k++)
                PLOGP_CHOSEN(pair_kernels)
                    .pack(narrow.data() + k * block_rows, std::min(block_rows, n_ - k * block_rows),
                          static_cast<int>(levels[c] - 1), planes_of(c, tiles, k), plane_apart);
            std::vector<uint32_t> same(4 * tiles * 4);
            for (std::size_t k = 0; k < blocks(); k++)
                for (std::size_t i = 0; i < tiles; i++) {
                    const uint64_t* planes = planes_of(c, tiles, k) + 4 * i * plane_apart;
                    tile_(planes, planes, plane_apart, plane_words, same.data() + 16 * i, 4);
                }
            margins_[c].resize(levels[c]);
            margins_[c][0] = static_cast<uint32_t>(n_);
            for (std::size_t level = 1; level < levels[c]; level++) {
                margins_[c][level] = same[(level - 1) * 4 + (level - 1) % 4];
                margins_[c][0] -= margins_[c][level];
            }
        });
    }

    std::size_t blocks() const { return (n_ + block_rows - 1) / block_rows; }

    uint64_t* planes_of(std::size_t c, std::size_t tiles, std::size_t k) const {
        return planes_[c].get() + k * 4 * tiles * plane_apart;
    }

    void count(const JointTable& t) const {
        const std::size_t cells = t.x_levels * t.y_levels;
        if (by_planes(t)) return count_planes(t);
        const CodePair pair =
            t.y < 0 ? alone(columns_[t.x]) : CodePair{columns_[t.x], columns_[t.y], static_cast<uint32_t>(t.y_levels)};
        if (cells > most_private_cells || cells > n_)
            PLOGP_CHOSEN(count_kernels).cells(pair, n_, t.cells);
        else
            increments(pair, cells, [&](std::size_t cell, uint32_t m) { t.cells[cell] += m; });
    }

    // Calls add(cell, count) for each cell.
    template <class Add>
    void increments(CodePair pair, std::size_t cells, const Add& add) const {
        const int copies = copies_of(cells);
        const auto tables = std::make_unique<uint32_t[]>(cells * copies);
        PLOGP_CHOSEN(count_kernels).cells_small(pair, n_, tables.get(), cells, copies);
        for (std::size_t cell = 0; cell < cells; cell++) {
            uint32_t sum = tables[cell];
            for (int copy = 1; copy < copies; copy++) sum += tables[copy * cells + cell];
            add(cell, sum);
        }
    }

    // Level 0 has no plane: what it shares with others is what is left of their margins.
    void count_planes(const JointTable& t) const {
        const std::size_t tx = tiles_of(t.x_levels), ty = tiles_of(t.y_levels), stride = 4 * ty;
        std::vector<uint32_t> same(4 * tx * stride);
        for (std::size_t k = 0; k < blocks(); k++)
            for (std::size_t i = 0; i < tx; i++)
                for (std::size_t j = 0; j < ty; j++)
                    tile_(planes_of(t.x, tiles_[t.x], k) + 4 * i * plane_apart,
                          planes_of(t.y, tiles_[t.y], k) + 4 * j * plane_apart, plane_apart, plane_words,
                          same.data() + 4 * i * stride + 4 * j, stride);
        std::vector<uint32_t> left(margins_[t.y].begin(), margins_[t.y].begin() + t.y_levels);
        for (std::size_t a = 1; a < t.x_levels; a++) {
            uint32_t rest = margins_[t.x][a];
            for (std::size_t b = 1; b < t.y_levels; b++) {
                const uint32_t m = same[(a - 1) * stride + b - 1];
                t.cells[a * t.y_levels + b] += m;
                rest -= m;
                left[b] -= m;
            }
            t.cells[a * t.y_levels] += rest;
            left[0] -= rest;
        }
        for (std::size_t b = 0; b < t.y_levels; b++) t.cells[b] += left[b];
    }
};

}  // namespace

bool count_tables(const std::vector<const uint16_t*>& columns, std::size_t n, const std::vector<JointTable>& tables) {
    if (n == 0) return true;
    std::vector<std::size_t> greatest(columns.size());
    over_columns(columns, n, [&](std::size_t c) { greatest[c] = *std::max_element(columns[c], columns[c] + n); });
    for (const JointTable& t : tables)
        if (greatest[t.x] >= t.x_levels || (t.y >= 0 && greatest[t.y] >= t.y_levels)) return false;
    for (std::size_t begin = 0; begin < n; begin += rows_at_a_time) {
        std::vector<const uint16_t*> piece(columns);
        for (const uint16_t*& column : piece) column += begin;
        Batch(piece, std::min(rows_at_a_time, n - begin), tables).run();
    }
    return true;
}

}  // namespace plogp
