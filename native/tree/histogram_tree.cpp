// Counts, cuts and moves on: the nodes of a level share each pass; threads share the columns.
#include "tree/histogram_tree.hpp"

#include <algorithm>
#include <cmath>

#include "histogram.hpp"
#include "pool.hpp"
#include "tree/pessimistic.hpp"

namespace plogp::tree {
namespace {

constexpr int bins_of_node = 256;

struct Split {
    BestCut cut{0, -1, 0};
    int32_t feature = -1;
};

class Grower {
  public:
    Grower(const Binned& data, const HistogramOptions& options)
        : data_(data), options_(options), node_of_(data.rows, 0) {}

    Flat grow() {
        add_node();
        for (std::size_t i = 0; i < data_.rows; i++) flat_.cases[data_.y[i]]++;
        std::vector<int32_t> open{0};
        for (int depth = 0; depth < options_.max_depth && !open.empty(); depth++) open = split_level(open);
        if (options_.prune) prune(0, Pessimistic(options_.confidence));
        return flat_;
    }

  private:
    const Binned& data_;
    const HistogramOptions& options_;
    std::vector<int32_t> node_of_;  // of each row
    Flat flat_;

    int32_t add_node() {
        flat_.feature.push_back(-1);
        flat_.threshold.push_back(0);
        flat_.first_child.push_back(-1);
        flat_.children.push_back(0);
        flat_.map.push_back(-1);
        flat_.missing.push_back(-1);
        flat_.empty.push_back(0);
        flat_.cases.resize(flat_.cases.size() + data_.classes);
        return static_cast<int32_t>(flat_.size() - 1);
    }

    // Splits the nodes where that pays, and returns the new ones that may be split further.
    std::vector<int32_t> split_level(const std::vector<int32_t>& open) {
        const std::size_t slots = open.size() + 1;  // rows of nodes that are done are counted too, in the last
        const std::size_t cells = slots * bins_of_node * data_.classes;
        std::vector<int32_t> slot(flat_.size(), static_cast<int32_t>(open.size()));
        for (std::size_t s = 0; s < open.size(); s++) slot[open[s]] = static_cast<int32_t>(s);
        std::vector<Split> best =
            cells <= 65536 ? search<uint16_t>(slot, open.size(), cells) : search<uint32_t>(slot, open.size(), cells);
        std::vector<int32_t> next;
        for (std::size_t s = 0; s < open.size(); s++) {
            const Split& split = best[s];
            const int32_t node = open[s];
            const double bits = split.cut.gain / std::log(2.0);
            if (split.feature < 0 || bits <= std::log2(static_cast<double>(split.cut.places)) + 1e-6) continue;
            flat_.feature[node] = split.feature;
            flat_.threshold[node] = split.cut.bin;
            flat_.children[node] = 2;
            flat_.missing[node] = split.cut.bin == 0 || !data_.nominal[split.feature] ? 0 : 1;
            flat_.first_child[node] = add_node();
            add_node();
            if (data_.nominal[split.feature]) {
                flat_.map[node] = static_cast<int32_t>(flat_.branch.size());
                for (int32_t b = 1; b < data_.bins[split.feature]; b++) flat_.branch.push_back(b != split.cut.bin);
            }
        }
        move_rows();
        for (std::size_t s = 0; s < open.size(); s++)
            if (flat_.feature[open[s]] >= 0)
                for (int32_t son : {flat_.first_child[open[s]], flat_.first_child[open[s]] + 1})
                    if (may_split(son)) next.push_back(son);
        return next;
    }

    bool may_split(int32_t node) const {
        const double* n = &flat_.cases[std::size_t(node) * data_.classes];
        double sum = 0, most = 0;
        for (int c = 0; c < data_.classes; c++) sum += n[c], most = std::max(most, n[c]);
        return sum > most && sum >= 2 * options_.min_cases;
    }

    template <class Key>
    std::vector<Split> search(const std::vector<int32_t>& slot, std::size_t open, std::size_t cells) const {
        const auto& kernels = PLOGP_CHOSEN(histogram_kernels);
        std::vector<Key> key(data_.rows);
        share(data_.rows, 1 << 16, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; i++)
                key[i] = static_cast<Key>(slot[node_of_[i]] * bins_of_node * data_.classes + data_.y[i]);
        });
        std::vector<Split> found(open * data_.columns);
        share(data_.columns, 1, [&](std::size_t begin, std::size_t end) {
            std::vector<uint32_t> tables;
            for (std::size_t j = begin; j < end; j++) {
                tables.assign(2 * cells, 0);
                const uint8_t* column = data_.bin + j * data_.rows;
                if constexpr (sizeof(Key) == 2)
                    kernels.count16(column, key.data(), data_.rows, data_.classes, tables.data(), cells);
                else
                    kernels.count32(column, key.data(), data_.rows, data_.classes, tables.data(), cells);
                for (std::size_t s = 0; s < open; s++) {
                    const uint32_t* table = tables.data() + s * bins_of_node * data_.classes;
                    found[s * data_.columns + j] = {
                        kernels.best_cut(table, data_.bins[j], data_.classes, data_.nominal[j], options_.min_cases),
                        static_cast<int32_t>(j)};
                }
            }
        });
        std::vector<Split> best(open);
        for (std::size_t s = 0; s < open; s++)
            for (std::size_t j = 0; j < data_.columns; j++)
                if (found[s * data_.columns + j].cut.gain > best[s].cut.gain * (1 + 1e-12))
                    best[s] = found[s * data_.columns + j];
        return best;
    }

    void move_rows() {
        constexpr std::size_t grain = 1 << 16;
        const std::size_t width = flat_.cases.size();
        std::vector<std::vector<uint32_t>> arrived((data_.rows + grain - 1) / grain);
        share(data_.rows, grain, [&](std::size_t begin, std::size_t end) {
            auto& counts = arrived[begin / grain];
            counts.assign(width, 0);
            for (std::size_t i = begin; i < end; i++) {
                const int32_t node = node_of_[i], feature = flat_.feature[node];
                if (feature < 0) continue;
                const int b = data_.bin[feature * data_.rows + i], at = static_cast<int>(flat_.threshold[node]);
                const bool left = data_.nominal[feature] ? b == at : b <= at;
                const int32_t son = flat_.first_child[node] + !left;
                node_of_[i] = son;
                counts[std::size_t(son) * data_.classes + data_.y[i]]++;
            }
        });
        for (const auto& counts : arrived)
            for (std::size_t i = 0; i < width; i++) flat_.cases[i] += counts[i];
    }

    // Cuts off what is not expected to err less than a leaf, by more than a tenth of a case; what is cut off stays in
    // the arrays, where nothing leads to it, until Python packs them.
    double prune(int32_t node, const Pessimistic& error) {
        const double* n = &flat_.cases[std::size_t(node) * data_.classes];
        double sum = 0, most = 0;
        for (int c = 0; c < data_.classes; c++) sum += n[c], most = std::max(most, n[c]);
        const double of_leaf = sum > 0 ? error(sum, sum - most) : 0;
        if (flat_.feature[node] < 0) return of_leaf;
        const int32_t first = flat_.first_child[node];
        const double of_tree = prune(first, error) + prune(first + 1, error);
        if (of_leaf > of_tree + 0.1) return of_tree;
        flat_.feature[node] = -1;
        flat_.children[node] = 0;
        return of_leaf;
    }
};

// Without the nodes that nothing leads to.
Flat packed(const Flat& loose, int classes) {
    Flat flat;
    std::vector<int32_t> queue{0};
    for (std::size_t i = 0; i < queue.size(); i++) {
        const int32_t node = queue[i];
        const bool leaf = loose.feature[node] < 0;
        flat.feature.push_back(loose.feature[node]);
        flat.threshold.push_back(leaf ? 0 : loose.threshold[node]);
        flat.first_child.push_back(leaf ? -1 : static_cast<int32_t>(queue.size()));
        flat.children.push_back(loose.children[node]);
        flat.map.push_back(leaf ? -1 : loose.map[node]);
        flat.missing.push_back(leaf ? -1 : loose.missing[node]);
        flat.empty.push_back(0);
        const auto first = loose.cases.begin() + std::size_t(node) * classes;
        flat.cases.insert(flat.cases.end(), first, first + classes);
        for (int32_t son = 0; son < loose.children[node]; son++) queue.push_back(loose.first_child[node] + son);
    }
    flat.branch = loose.branch;
    return flat;
}

}  // namespace

Flat grow_histogram(const Binned& data, const HistogramOptions& options) {
    return packed(Grower(data, options).grow(), data.classes);
}

}  // namespace plogp::tree
