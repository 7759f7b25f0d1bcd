// Grows depth first, so that the counts and the rows of a subtree stay in the cache; threads share the work within
// large nodes, then whole subtrees.
#include "tree/histogram_tree.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <mutex>
#include <string>

#include "memory_limit.hpp"
#include "thread_pool.hpp"
#include "tree/pessimistic.hpp"
#include "tree/split_search.hpp"

namespace plogp::tree {
namespace {

using Counts = std::unique_ptr<uint32_t[]>;

struct Node {
    CaseRange cases;
    int depth;
    Condition condition{-1, 0};
    std::unique_ptr<Node> left{}, right{};

    bool leaf() const { return !left; }
    double all() const { return static_cast<double>(cases.size()); }
    double most() const { return *std::max_element(cases.count.begin(), cases.count.end()); }
};

class Grower {
  public:
    Grower(const Binned& data, const HistogramOptions& options)
        : data_(data),
          options_(options),
          memory_("a tree of " + std::to_string(data.classes) + " classes, by histograms of " +
                      std::to_string(data.columns) + " columns, takes",
                  saturating_product(data.rows, 2 * data.columns)),
          order_(data),
          search_(data, options.min_cases, order_),
          small_(get_num_threads() > 1 ? data.rows / (8 * get_num_threads()) : 0) {}

    std::unique_ptr<Node> grow() {
        auto root = std::make_unique<Node>(Node{order_.root(), 0});
        Counts counts = fresh();
        search_.count(0, root->cases, counts.get());
        if (options_.max_depth > 0) grow(*root, std::move(counts));
        std::vector<Subtree> subtrees = std::move(subtrees_);
        small_ = 0;
        share(subtrees.size(), 1,
              [&](std::size_t i, std::size_t) { grow(*subtrees[i].root, std::move(subtrees[i].counts)); });
        if (options_.prune) prune(*root, Pessimistic(options_.confidence));
        return root;
    }

  private:
    struct Subtree {
        Node* root;
        Counts counts;
    };

    const Binned& data_;
    const HistogramOptions& options_;
    MemoryLimit memory_;  // of what grows with the classes: the counts
    CaseOrder order_;
    SplitSearch search_;
    std::size_t small_;  // subtrees of as many cases are left for later
    std::vector<Subtree> subtrees_;
    std::mutex lock_;
    std::vector<Counts> unused_;

    // Used ones, where there are: the pages of fresh memory cost more than what is written to them.
    Counts fresh() {
        const std::lock_guard locked(lock_);
        if (unused_.empty()) {
            memory_.take(saturating_product(search_.cells(), sizeof(uint32_t)));
            return std::make_unique_for_overwrite<uint32_t[]>(search_.cells());
        }
        Counts counts = std::move(unused_.back());
        unused_.pop_back();
        return counts;
    }

    void release(Counts counts) {
        const std::lock_guard locked(lock_);
        unused_.push_back(std::move(counts));
    }

    bool may_split(const Node& node) const {
        const double all = node.all();
        return node.depth < options_.max_depth && all > node.most() && all >= 2 * options_.min_cases;
    }

    void grow(Node& node, Counts counts) {
        if (node.cases.size() <= small_) return subtrees_.push_back({&node, std::move(counts)});
        split(node, counts.get());
        if (node.leaf() || !(may_split(*node.left) || may_split(*node.right))) return release(std::move(counts));
        order_.part(node.depth, node.condition, node.cases, node.left->cases, node.right->cases);
        Counts of_left = fresh();
        search_.count(node.depth + 1, node.left->cases, node.right->cases, of_left.get(), counts.get());
        grow_or_release(*node.left, std::move(of_left));
        grow_or_release(*node.right, std::move(counts));
    }

    void grow_or_release(Node& node, Counts counts) {
        may_split(node) ? grow(node, std::move(counts)) : release(std::move(counts));
    }

    // Where that pays.
    void split(Node& node, const uint32_t* counts) const {
        const BinnedSplit split = search_.best(counts);
        const double bits = split.cut.gain / std::log(2.0);
        if (split.feature < 0 || bits <= std::log2(static_cast<double>(split.cut.places)) + 1e-6) return;
        CaseRange left{node.cases.begin, split.left}, right{node.cases.begin + left.size(), node.cases.count};
        for (int c = 0; c < data_.classes; c++) right.count[c] -= left.count[c];
        node.condition = {split.feature, split.cut.bin};
        node.left = std::make_unique<Node>(Node{std::move(left), node.depth + 1});
        node.right = std::make_unique<Node>(Node{std::move(right), node.depth + 1});
    }

    // Cuts off what is not expected to err less than a leaf, by more than a tenth of a case.
    static double prune(Node& node, const Pessimistic& error) {
        const double of_leaf = node.all() > 0 ? error(node.all(), node.all() - node.most()) : 0;
        if (node.leaf()) return of_leaf;
        const double of_tree = prune(*node.left, error) + prune(*node.right, error);
        if (of_leaf > of_tree + 0.1) return of_tree;
        node.left.reset();
        node.right.reset();
        return of_leaf;
    }
};

}  // namespace

Flat grow_histogram(const Binned& data, const HistogramOptions& options) {
    const auto root = Grower(data, options).grow();
    Flat flat;
    std::vector<const Node*> queue{root.get()};
    for (std::size_t i = 0; i < queue.size(); i++) {
        const Node& node = *queue[i];
        const auto [feature, bin] = node.condition;
        const bool nominal = !node.leaf() && data.nominal[feature];
        flat.feature.push_back(node.leaf() ? -1 : feature);
        flat.threshold.push_back(node.leaf() ? 0 : bin);
        flat.first_child.push_back(node.leaf() ? -1 : static_cast<int32_t>(queue.size()));
        flat.children.push_back(node.leaf() ? 0 : 2);
        flat.map.push_back(nominal ? static_cast<int32_t>(flat.branch.size()) : -1);
        flat.missing.push_back(node.leaf() ? -1 : nominal && bin != 0);
        flat.empty.push_back(0);
        flat.cases.insert(flat.cases.end(), node.cases.count.begin(), node.cases.count.end());
        if (nominal)
            for (int32_t b = 1; b < data.bins[feature]; b++) flat.branch.push_back(b != bin);
        if (!node.leaf()) queue.insert(queue.end(), {node.left.get(), node.right.get()});
    }
    return flat;
}

}  // namespace plogp::tree
