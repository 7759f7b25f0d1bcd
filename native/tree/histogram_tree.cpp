// Counts the smaller of two siblings and subtracts it from their parent, finds the best cuts, parts the cases, and goes
// on to the next level; threads share families of siblings and blocks of columns.
#include "tree/histogram_tree.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <memory>

#include "histogram.hpp"
#include "pool.hpp"
#include "tree/case_order.hpp"
#include "tree/pessimistic.hpp"

namespace plogp::tree {
namespace {

using Tables = std::unique_ptr<uint32_t[]>;  // (blocks, 8 columns, 256 bins, classes rounded up to a power of two)

struct Split {
    BestCut cut{0, -1, 0};
    int32_t feature = -1;
};

struct Member {
    int32_t node;  // -1: done, and looked at only for its sibling's sake
    std::size_t begin, end;
    Tables tables;            // kept for its children, where the node is large enough to be worth their place
    std::vector<Split> best;  // of each block

    std::size_t size() const { return end - begin; }
};

// Two siblings, the smaller first, or the root alone.
struct Family {
    std::vector<Member> members;
    Tables parent;
};

class Grower {
  public:
    Grower(const Binned& data, const HistogramOptions& options)
        : data_(data),
          options_(options),
          shift_(std::bit_width(static_cast<unsigned>(data.classes - 1))),
          block_cells_(Binned::width * 256 << shift_),
          order_(data) {}

    Flat grow() {
        add_node();
        for (std::size_t i = 0; i < data_.rows; i++) flat_.cases[data_.y[i]]++;
        std::vector<Family> families(1);
        families[0].members.push_back({0, 0, data_.rows, nullptr, {}});
        for (int depth = 0; depth < options_.max_depth && !families.empty(); depth++)
            families = split_level(std::move(families), depth + 1 == options_.max_depth);
        if (options_.prune) prune(0, Pessimistic(options_.confidence));
        return flat_;
    }

  private:
    const Binned& data_;
    const HistogramOptions& options_;
    const int shift_;
    const std::size_t block_cells_;
    CaseOrder order_;
    std::vector<Tables> unused_;
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
    std::vector<Family> split_level(std::vector<Family> families, bool last) {
        search(families, last);
        std::vector<Parting> partings;
        std::vector<Member*> parted;
        for (Family& family : families)
            for (Member& member : family.members) {
                const Split split = best_of(member);
                const double bits = split.cut.gain / std::log(2.0);
                if (split.feature < 0 || bits <= std::log2(static_cast<double>(split.cut.places)) + 1e-6) continue;
                write(member.node, split);
                partings.push_back({member.begin, member.end, split.feature, split.cut.bin, 0, {}});
                parted.push_back(&member);
            }
        order_.part(partings, !last);
        std::vector<Family> next;
        for (std::size_t i = 0; i < partings.size(); i++) {
            const Parting& p = partings[i];
            const int32_t node = parted[i]->node, left = flat_.first_child[node];
            for (int c = 0; c < data_.classes; c++) {
                flat_.cases[std::size_t(left) * data_.classes + c] = p.count[c];
                flat_.cases[std::size_t(left + 1) * data_.classes + c] =
                    flat_.cases[std::size_t(node) * data_.classes + c] - p.count[c];
            }
            const bool goes_left = may_split(left), goes_right = may_split(left + 1);
            if (!goes_left && !goes_right) continue;
            const std::size_t middle = p.begin + p.left;
            Family family;
            family.members.push_back({goes_left ? left : -1, p.begin, middle, nullptr, {}});
            family.members.push_back({goes_right ? left + 1 : -1, middle, p.end, nullptr, {}});
            if (family.members[1].size() < family.members[0].size()) std::swap(family.members[0], family.members[1]);
            family.parent = std::move(parted[i]->tables);
            next.push_back(std::move(family));
        }
        return next;
    }

    void write(int32_t node, const Split& split) {
        const bool nominal = data_.nominal[split.feature];
        flat_.feature[node] = split.feature;
        flat_.threshold[node] = split.cut.bin;
        flat_.children[node] = 2;
        flat_.missing[node] = split.cut.bin == 0 || !nominal ? 0 : 1;
        const int32_t first = add_node();
        add_node();
        flat_.first_child[node] = first;
        if (nominal) {
            flat_.map[node] = static_cast<int32_t>(flat_.branch.size());
            for (int32_t b = 1; b < data_.bins[split.feature]; b++) flat_.branch.push_back(b != split.cut.bin);
        }
    }

    bool may_split(int32_t node) const {
        const double* n = &flat_.cases[std::size_t(node) * data_.classes];
        double sum = 0, most = 0;
        for (int c = 0; c < data_.classes; c++) sum += n[c], most = std::max(most, n[c]);
        return sum > most && sum >= 2 * options_.min_cases;
    }

    // The tables of a node of fewer rows are larger than what they sum up: its children are counted anew. So all that
    // is kept at a time is about as large as the data.
    bool keeps(const Member& member) const { return member.node >= 0 && member.size() >= std::size_t(1024) << shift_; }

    void search(std::vector<Family>& families, bool last) {
        const std::size_t blocks = data_.blocks(), cells = blocks * block_cells_;
        std::size_t rows = 0;
        for (Family& family : families) {
            rows += family.members[0].size();
            for (Member& member : family.members) {
                member.best.assign(blocks, {});
                const bool from_parent = family.parent && &member != &family.members[0];
                if (!last && !from_parent && keeps(member)) member.tables = tables_of(cells);
            }
        }
        const std::size_t grain = std::clamp<std::size_t>(4000 * families.size() / (rows + 1), 1, 16);
        share(blocks * families.size(), grain, [&](std::size_t begin, std::size_t end) {
            std::vector<uint32_t> scratch(block_cells_);
            for (std::size_t i = begin; i < end; i++)
                search_block(families[i % families.size()], i / families.size(), scratch.data());
        });
        for (Family& family : families) {
            if (!family.parent) continue;
            if (!last && keeps(family.members[1]))
                family.members[1].tables = std::move(family.parent);
            else
                unused_.push_back(std::move(family.parent));
        }
    }

    // Used ones, where there are: the pages of fresh memory cost more than what is written to them.
    Tables tables_of(std::size_t cells) {
        if (unused_.empty()) return std::make_unique_for_overwrite<uint32_t[]>(cells);
        Tables tables = std::move(unused_.back());
        unused_.pop_back();
        return tables;
    }

    // One block of columns of one family; while it is at hand in the cache it is counted, subtracted and cut.
    void search_block(Family& family, std::size_t block, uint32_t* scratch) const {
        const auto& kernels = PLOGP_CHOSEN(histogram_kernels);
        uint32_t* inherited = family.parent ? family.parent.get() + block * block_cells_ : nullptr;
        for (Member& member : family.members) {
            const bool smaller = &member == &family.members[0];
            uint32_t* tables = member.tables ? member.tables.get() + block * block_cells_ : scratch;
            if (inherited && !smaller) {
                tables = inherited;
            } else if (member.node >= 0 || inherited) {
                std::fill_n(tables, block_cells_, 0);
                kernels.count(data_.bin + block * data_.rows, order_.cases(member.begin), member.size(), shift_,
                              tables);
                if (inherited) kernels.subtract(tables, block_cells_, inherited);
            }
            if (member.node >= 0) member.best[block] = best_of_block(block, tables);
        }
    }

    Split best_of_block(std::size_t block, const uint32_t* tables) const {
        const auto& kernels = PLOGP_CHOSEN(histogram_kernels);
        Split best;
        const std::size_t first = block * Binned::width, end = std::min(first + Binned::width, data_.columns);
        for (std::size_t j = first; j < end; j++) {
            const BestCut cut = kernels.best_cut(tables + ((j - first) * 256 << shift_), data_.bins[j], data_.classes,
                                                 shift_, data_.nominal[j], options_.min_cases, best.cut.gain);
            if (cut.gain > best.cut.gain * (1 + 1e-12)) best = {cut, static_cast<int32_t>(j)};
        }
        return best;
    }

    static Split best_of(const Member& member) {
        Split best;
        for (const Split& split : member.best)
            if (split.cut.gain > best.cut.gain * (1 + 1e-12)) best = split;
        return best;
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
