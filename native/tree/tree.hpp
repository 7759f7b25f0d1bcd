// A grown tree as flat arrays, the data it is grown from, and the class probabilities it gives; knows no Python.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace plogp::tree {

// Columns of numbers one after another; a nominal column holds its level's number, a missing value is NaN.
struct Data {
    const double* x;  // (columns, rows)
    std::size_t rows, columns;
    const int32_t* levels;  // (columns): how many levels, 0 where the column holds numbers
    const int32_t* y;       // (rows), in [0, classes)
    const double* weight;   // (rows)
    int classes;

    double at(std::size_t column, std::size_t row) const { return x[column * rows + row]; }
};

// One entry a node, parents before their children; the children of a node lie side by side.
struct Flat {
    std::vector<int32_t> feature;   // -1: a leaf
    std::vector<double> threshold;  // numbers: up to it the first child, above it the second
    std::vector<int32_t> first_child, children;
    std::vector<int32_t> map;      // nominal: where in `branch` the child of level 0 is written; -1: numbers, leaves
    std::vector<int32_t> missing;  // the child of missing values; -1: every child, by its share of the cases
    std::vector<double> cases;     // (nodes, classes)
    std::vector<uint8_t> empty;    // a branch that no case took: it answers as its parent does
    std::vector<int32_t> branch;   // child of each level, ragged

    std::size_t size() const { return feature.size(); }
};

constexpr int deepest = 4000;  // growing and walking are recursive: deeper trees could exhaust the stack

// Why a tree that was not grown here cannot be walked through by rows of such columns; null if it can. Its arrays of
// nodes are all of one size.
const char* fault_of(const Flat& tree, std::size_t columns, const int32_t* levels);

// Adds to out (rows, classes) the probabilities of the leaves that each row reaches; `answer` is (nodes, classes). A
// level that the tree never heard of takes the heaviest branch.
void predict(const Flat& tree, const double* answer, const Data& data, double* out);

}  // namespace plogp::tree
