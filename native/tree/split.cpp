// Information gain and gain ratio of numeric cuts and of multiway splits (Quinlan 1993, chapter 2; Quinlan 1996,
// doi:10.1613/jair.279, for the price of a cut).
#include "tree/split.hpp"

#include <algorithm>
#include <numeric>

#include "thread_pool.hpp"

namespace plogp::tree {
namespace {

// Whole numbers n·log2 n, looked up: the scan asks for two of them at every case.
struct Table {
    std::vector<double> of;

    double operator()(double n) {
        const std::size_t i = static_cast<std::size_t>(n);
        while (of.size() <= i) of.push_back(x_log_x(static_cast<double>(of.size())));
        return of[i];
    }
};

struct Exact {
    double operator()(double n) const { return x_log_x(n); }
};

// (H of all known cases - H left in the branches), as bits per case of the node.
double gain_of(double before, double after, double known, double all) {
    const double bits = (before - after) * (known / all);
    return equal(bits, 0) ? 0 : bits / known;
}

double ratio_of(double gain, const std::vector<double>& bag, double all) {
    double bits = x_log_x(all) - x_log_x(all - total(bag));
    for (double n : bag) bits -= x_log_x(n);
    return equal(bits, 0) ? 0 : gain / (bits / all);
}

template <class F>
Split scan(const std::vector<Entry>& known, const double* weight, bool unit, double all, int classes, double min_cases,
           double resolution, F& f) {
    Split best;
    std::vector<double> low(classes), high(classes);
    for (const Entry& e : known) high[e.y] += unit ? 1.0 : weight[e.row];
    const double whole = total(high);
    double least = 0.1 * whole / classes;
    least = !greater(least, min_cases) ? min_cases : (greater(least, 25) ? 25 : least);
    if (whole - 2 * least < -slack) return best;
    double in_low = 0, sum_low = 0, sum_high = 0;
    for (double n : high) sum_high += f(n);
    const double f_whole = f(whole), before = f_whole - sum_high;
    double places = 0;
    std::size_t at = 0;
    for (std::size_t i = 0; i + 1 < known.size(); i++) {
        if (i % 65536 == 0) poll();
        const Entry& e = known[i];
        const double w = unit ? 1.0 : weight[e.row];
        double &l = low[e.y], &h = high[e.y];
        sum_low -= f(l);
        sum_high -= f(h);
        l += w;
        h = std::max(0.0, h - w);
        sum_low += f(l);
        sum_high += f(h);
        in_low += w;
        if (!(e.value + resolution < known[i + 1].value) || !at_least(in_low, least)) continue;
        if (!at_least(whole - in_low, least)) break;
        places++;
        const double after = f(in_low) - sum_low + f(std::max(0.0, whole - in_low)) - sum_high;
        const double gain = gain_of(before, after, whole, all);
        if (greater(gain, best.raw)) {
            best.raw = gain;
            at = i;
        }
    }
    if (places == 0) return best;
    best.gain = best.raw - std::log2(places) / all;
    if (!greater(best.gain, 0)) return best;
    const double a = known[at].value, b = known[at + 1].value, middle = a + (b - a) * (0.5 + 1e-9);
    best.cut = middle < b ? middle : a;
    double below = 0;
    for (std::size_t i = 0; i <= at; i++) below += unit ? 1.0 : weight[known[i].row];
    best.ratio = ratio_of(best.gain, {below, whole - below}, all);
    best.valid = true;
    return best;
}

// What branches hold, by class.
struct Bags {
    std::vector<std::vector<double>> cases;  // (branches, classes)
    std::vector<double> bag, in_class;

    int big_enough(double min_cases) const {
        return static_cast<int>(
            std::count_if(bag.begin(), bag.end(), [&](double n) { return at_least(n, min_cases); }));
    }
    double bits_left() const {
        double bits = 0;
        for (double n : bag) bits += x_log_x(n);
        for (const auto& row : cases)
            for (double n : row) bits -= x_log_x(n);
        return bits;
    }
    double gain(double all) const {
        double before = x_log_x(total(bag));
        for (double n : in_class) before -= x_log_x(n);
        return gain_of(before, bits_left(), total(bag), all);
    }
    void merge(std::size_t i, std::size_t j) {
        for (std::size_t c = 0; c < in_class.size(); c++) cases[i][c] += cases[j][c];
        bag[i] += bag[j];
        cases.erase(cases.begin() + static_cast<std::ptrdiff_t>(j));
        bag.erase(bag.begin() + static_cast<std::ptrdiff_t>(j));
    }
};

// The gain ratio of two groups joined and the others as they are: of all sums only the terms of the two change.
class Joined {
  public:
    Joined(const Bags& bags, double all, double min_cases)
        : bags_(bags), all_(all), min_cases_(min_cases), known_(total(bags.bag)), big_(bags.big_enough(min_cases)) {
        before_ = x_log_x(known_);
        for (double n : bags.in_class) before_ -= x_log_x(n);
        unknown_ = x_log_x(all) - x_log_x(all - known_);
        for (std::size_t i = 0; i < bags.bag.size(); i++) {
            double of_cases = 0;
            for (double n : bags.cases[i]) of_cases += x_log_x(n);
            bag_log_.push_back(x_log_x(bags.bag[i]));
            case_log_.push_back(of_cases);
        }
        bag_sum_ = total(bag_log_);
        case_sum_ = total(case_log_);
    }

    // -1 where fewer than two branches hold enough.
    double ratio(std::size_t i, std::size_t j) const {
        const double bag = bags_.bag[i] + bags_.bag[j];
        const int big = big_ - enough(bags_.bag[i]) - enough(bags_.bag[j]) + enough(bag);
        if (big < 2) return -1;
        double of_cases = 0;
        for (std::size_t c = 0; c < bags_.in_class.size(); c++)
            of_cases += x_log_x(bags_.cases[i][c] + bags_.cases[j][c]);
        const double bags = bag_sum_ - bag_log_[i] - bag_log_[j] + x_log_x(bag);
        const double cases = case_sum_ - case_log_[i] - case_log_[j] + of_cases;
        const double gain = gain_of(before_, bags - cases, known_, all_), bits = unknown_ - bags;
        return equal(bits, 0) ? 0 : gain / (bits / all_);
    }

  private:
    const Bags& bags_;
    const double all_, min_cases_, known_;
    const int big_;
    double before_, unknown_, bag_sum_, case_sum_;
    std::vector<double> bag_log_, case_log_;

    bool enough(double n) const { return at_least(n, min_cases_); }
};

// Levels that share a branch: the two groups whose union has the best gain ratio are joined, again and again, as long
// as that is no worse than before and more than two are left (Quinlan 1993, section 7.2).
void group(Bags& bags, std::vector<int32_t>& branch, double all, double min_cases) {
    const std::size_t levels = bags.bag.size();
    const std::size_t heaviest = std::max_element(bags.bag.begin(), bags.bag.end()) - bags.bag.begin();
    std::vector<std::vector<int32_t>> member;
    Bags seen{{}, {}, bags.in_class};
    std::size_t home = 0;
    for (std::size_t level = 0; level < levels; level++) {
        if (bags.bag[level] <= 0) continue;
        if (level == heaviest) home = member.size();
        member.push_back({static_cast<int32_t>(level)});
        seen.bag.push_back(bags.bag[level]);
        seen.cases.push_back(bags.cases[level]);
    }
    if (member.empty()) return;
    for (std::size_t level = 0; level < levels; level++)  // a level that no case has joins the heaviest
        if (bags.bag[level] <= 0) member[home].push_back(static_cast<int32_t>(level));
    double now = seen.big_enough(min_cases) > 1 ? ratio_of(seen.gain(all), seen.bag, all) : -1.0;
    while (member.size() > 2) {
        const Joined joined(seen, all, min_cases);
        double best = -2;
        std::size_t a = 0, b = 1;
        for (std::size_t i = 0; i < member.size(); i++)
            for (std::size_t j = i + 1; j < member.size(); j++) {
                if (j % 64 == 0) poll();
                const double v = joined.ratio(i, j);
                if (greater(v, best)) best = v, a = i, b = j;
            }
        if (best < now) break;
        now = best;
        seen.merge(a, b);
        member[a].insert(member[a].end(), member[b].begin(), member[b].end());
        member.erase(member.begin() + b);
    }
    for (std::size_t i = 0; i < member.size(); i++)
        for (int32_t level : member[i]) branch[level] = static_cast<int32_t>(i);
    bags = seen;
}

}  // namespace

Split split_numbers(const std::vector<Entry>& known, const double* weight, bool unit, double all, int classes,
                    double min_cases, double resolution) {
    if (!unit) {
        Exact exact;
        return scan(known, weight, false, all, classes, min_cases, resolution, exact);
    }
    thread_local Table table;
    return scan(known, weight, true, all, classes, min_cases, resolution, table);
}

Split split_levels(const Data& data, std::size_t column, const Cases& cases, double all, double min_cases, bool grouped,
                   MemoryLimit& memory) {
    Split split;
    const int levels = data.levels[column];
    const std::size_t row = data.classes * sizeof(double) + sizeof(std::vector<double>);
    const TakenMemory taken(memory, saturating_product(grouped ? 2 * row : row, levels));
    Bags bags{std::vector<std::vector<double>>(levels, std::vector<double>(data.classes)), std::vector<double>(levels),
              std::vector<double>(data.classes)};
    for (std::size_t i = 0; i < cases.size(); i++) {
        if (i % 65536 == 0) poll();
        const double value = data.at(column, cases.row[i]);
        if (std::isnan(value)) continue;
        const int y = data.y[cases.row[i]];
        bags.cases[static_cast<int>(value)][y] += cases.weight[i];
        bags.bag[static_cast<int>(value)] += cases.weight[i];
        bags.in_class[y] += cases.weight[i];
    }
    split.branch.resize(levels);
    std::iota(split.branch.begin(), split.branch.end(), 0);
    if (grouped) group(bags, split.branch, all, min_cases);
    split.branches = static_cast<int>(bags.bag.size());
    if (bags.big_enough(min_cases) < 2) return split;
    split.valid = true;
    split.raw = split.gain = bags.gain(all);
    split.ratio = ratio_of(split.gain, bags.bag, all);
    return split;
}

}  // namespace plogp::tree
