// Grows by gain ratio; the order of the steps and their tolerances are those of Weka's J48, after release 8 of C4.5.
#include "tree/c45.hpp"

#include <algorithm>
#include <memory>
#include <string>

#include "thread_pool.hpp"
#include "tree/c45_prune.hpp"
#include "tree/split.hpp"

namespace plogp::tree {
namespace {

using Sorted = std::vector<std::vector<Entry>>;  // of each numeric column

class Grower {
  public:
    Grower(const Data& data, const C45Options& options)
        : data_(data),
          options_(options),
          memory_("a tree of " + std::to_string(data.classes) + " classes takes",
                  saturating_product(data.rows * (data.columns + 1), sizeof(double))),
          weight_(data.rows),
          branching_(data) {}

    std::unique_ptr<C45Node> grow() {
        Cases all;
        for (std::size_t r = 0; r < data_.rows; r++) {
            if (r % 65536 == 0) poll();
            if (data_.weight[r] > 0) all.add(static_cast<uint32_t>(r), data_.weight[r]);
        }
        rows_ = total(all.weight);
        Sorted sorted(data_.columns);
        values_.resize(data_.columns);
        share(data_.columns, 1, [&](std::size_t begin, std::size_t end) {
            for (std::size_t j = begin; j < end; j++) sort(j, all, sorted[j]);
        });
        auto root = build(std::move(all), std::move(sorted), 0);
        C45Pruner pruner(options_.confidence, options_.raise, branching_);
        pruner.collapse(*root);
        if (options_.prune) pruner.prune(*root);
        return root;
    }

  private:
    const Data& data_;
    const C45Options& options_;
    MemoryLimit memory_;  // of what grows with the classes: the nodes, and the levels of the columns
    double rows_ = 0;
    std::vector<std::vector<double>> values_;  // every column's known values in order: cuts are moved to one of them
    std::vector<double> weight_;               // of the cases in the node at hand
    Branching branching_;

    void sort(std::size_t column, const Cases& all, std::vector<Entry>& out) {
        if (data_.levels[column] > 0) return;
        out.reserve(all.size());
        for (uint32_t r : all.row) {
            if (r % 65536 == 0) poll();
            const double v = data_.at(column, r);
            if (!std::isnan(v)) out.push_back({v, r, data_.y[r]});
        }
        sort_polled(out.begin(), out.end(), [](const Entry& a, const Entry& b) {
            return a.value < b.value || (a.value == b.value && a.row < b.row);
        });
        for (const Entry& e : out) {
            if (e.row % 65536 == 0) poll();
            if (values_[column].empty() || values_[column].back() < e.value) values_[column].push_back(e.value);
        }
    }

    std::unique_ptr<C45Node> build(Cases cases, Sorted sorted, int depth) {
        auto node = std::make_unique<C45Node>();
        memory_.take(3 * sizeof(double) * data_.classes);  // here, in the flat tree, and in the array handed back
        node->cases = branching_.by_class(cases);
        const double all = total(node->cases);
        node->empty = equal(all, 0);
        if (depth < options_.max_depth && !greater(2 * options_.min_cases, all) && !equal(all, most(node->cases))) {
            int32_t feature = -1;
            const Split split = choose(cases, sorted, all, feature);
            if (feature >= 0) {
                node->feature = feature;
                node->branch = split.branch;
                if (split.branch.empty()) {
                    const auto& v = values_[feature];
                    node->threshold = *(std::upper_bound(v.begin(), v.end(), split.cut) - 1);
                }
                auto parts = branching_.part(*node, split.branches, cases);
                const TakenMemory taken(memory_,
                                        saturating_product(split.branches, data_.columns * sizeof(std::vector<Entry>)));
                std::vector<Sorted> lists = deal(split.branches, parts, std::move(sorted));
                if (options_.prune && options_.raise) node->train = std::move(cases);
                for (int i = 0; i < split.branches; i++)
                    node->sons.push_back(build(std::move(parts[i]), std::move(lists[i]), depth + 1));
                return node;
            }
        }
        if (options_.prune && options_.raise) node->train = std::move(cases);
        return node;
    }

    // Among the splits that tell at least the average, the one of the best gain ratio. Columns with very many levels
    // do not count for the average, unless there is no other.
    Split choose(const Cases& cases, const Sorted& sorted, double all, int32_t& feature) {
        bool unit = true;
        for (std::size_t i = 0; i < cases.size(); i++) {
            if (i % 65536 == 0) poll();
            weight_[cases.row[i]] = cases.weight[i];
            unit = unit && cases.weight[i] == 1.0;
        }
        std::vector<Split> splits(data_.columns);
        const std::size_t grain = cases.size() > 8000 ? 1 : data_.columns;  // about 50 microseconds
        share(data_.columns, grain, [&](std::size_t begin, std::size_t end) {
            for (std::size_t j = begin; j < end; j++)
                splits[j] = data_.levels[j] > 0
                                ? split_levels(data_, j, cases, all, options_.min_cases, options_.grouped, memory_)
                                : split_numbers(sorted[j], weight_.data(), unit, all, data_.classes, options_.min_cases,
                                                options_.resolution);
        });
        const auto few = [&](std::size_t j) { return data_.levels[j] == 0 || greater(0.3 * rows_, data_.levels[j]); };
        bool any_few = false;
        for (std::size_t j = 0; j < data_.columns; j++) any_few = any_few || few(j);
        double sum = 0, count = 0;
        for (std::size_t j = 0; j < data_.columns; j++)
            if (splits[j].valid && (few(j) || !any_few)) {
                sum += splits[j].gain;
                count++;
            }
        if (count == 0) return {};
        double best = 0;
        for (std::size_t j = 0; j < data_.columns; j++)
            if (splits[j].valid && splits[j].gain >= sum / count - 1e-3 && greater(splits[j].ratio, best)) {
                best = splits[j].ratio;
                feature = static_cast<int32_t>(j);
            }
        if (feature < 0) return {};
        return std::move(splits[feature]);
    }

    // The sorted columns of each branch, in the same order as before.
    std::vector<Sorted> deal(int branches, const std::vector<Cases>& parts, Sorted sorted) {
        std::vector<Sorted> lists(branches, Sorted(data_.columns));
        std::vector<char> takes(branches);  // whether the branch got a portion of the cases with a missing value
        std::size_t cases = 0;
        for (int b = 0; b < branches; b++) {
            cases += parts[b].size();
            for (uint32_t r : parts[b].row) takes[b] = takes[b] || branching_.side(r) < 0;
        }
        share(data_.columns, cases > 8000 ? 1 : data_.columns, [&](std::size_t begin, std::size_t end) {
            for (std::size_t j = begin; j < end; j++) {
                if (data_.levels[j] > 0) continue;
                for (int b = 0; b < branches; b++) lists[b][j].reserve(std::min(sorted[j].size(), parts[b].size()));
                for (const Entry& e : sorted[j]) {
                    if (e.row % 65536 == 0) poll();
                    if (const int32_t side = branching_.side(e.row); side >= 0) {
                        lists[side][j].push_back(e);
                        continue;
                    }
                    for (int b = 0; b < branches; b++)
                        if (takes[b]) lists[b][j].push_back(e);
                }
                std::vector<Entry>().swap(sorted[j]);
            }
        });
        return lists;
    }
};

}  // namespace

Flat grow_c45(const Data& data, const C45Options& options) {
    const auto root = Grower(data, options).grow();
    Flat flat;
    std::vector<const C45Node*> queue{root.get()};
    for (std::size_t i = 0; i < queue.size(); i++)
        for (const auto& son : queue[i]->sons) queue.push_back(son.get());
    flat.cases.reserve(queue.size() * data.classes);
    std::size_t next = 1;
    for (const C45Node* of_queue : queue) {
        const C45Node& node = *of_queue;
        flat.feature.push_back(node.feature);
        flat.threshold.push_back(node.threshold);
        flat.first_child.push_back(node.leaf() ? -1 : static_cast<int32_t>(next));
        flat.children.push_back(static_cast<int32_t>(node.sons.size()));
        flat.map.push_back(node.branch.empty() ? -1 : static_cast<int32_t>(flat.branch.size()));
        flat.missing.push_back(-1);
        flat.cases.insert(flat.cases.end(), node.cases.begin(), node.cases.end());
        flat.empty.push_back(node.empty);
        flat.branch.insert(flat.branch.end(), node.branch.begin(), node.branch.end());
        next += node.sons.size();
    }
    return flat;
}

}  // namespace plogp::tree
