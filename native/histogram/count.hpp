// Increments: eight columns of a row lie in one word, so that one look at a case serves eight tables, and equal
// neighbours in one of them do not wait for each other.
#pragma once

#include "histogram.hpp"
#include "vector.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

// Further ahead than memory is slow: the rows of a deep node lie far apart.
constexpr size_t ahead = 32;

template <int shift>
void count_shifted(const uint64_t* block, const Case* cases, size_t n, int, uint32_t* tables) {
    constexpr size_t apart = size_t(256) << shift;
    for (size_t i = 0; i < n; i++) {
        if (i + ahead < n) __builtin_prefetch(block + cases[i + ahead].row);
        const uint64_t bins = block[cases[i].row];
        uint32_t* t = tables + cases[i].y;
        t[(bins & 255) << shift]++;
        t[apart + ((bins >> 8 & 255) << shift)]++;
        t[2 * apart + ((bins >> 16 & 255) << shift)]++;
        t[3 * apart + ((bins >> 24 & 255) << shift)]++;
        t[4 * apart + ((bins >> 32 & 255) << shift)]++;
        t[5 * apart + ((bins >> 40 & 255) << shift)]++;
        t[6 * apart + ((bins >> 48 & 255) << shift)]++;
        t[7 * apart + ((bins >> 56) << shift)]++;
    }
}

void count_any(const uint64_t* block, const Case* cases, size_t n, int shift, uint32_t* tables) {
    const size_t apart = size_t(256) << shift;
    for (size_t i = 0; i < n; i++) {
        const uint64_t bins = block[cases[i].row];
        uint32_t* t = tables + cases[i].y;
        for (int c = 0; c < 8; c++, t += apart) t[(bins >> 8 * c & 255) << shift]++;
    }
}

void count(const uint64_t* block, const Case* cases, size_t n, int shift, uint32_t* tables) {
    if (shift == 1)
        count_shifted<1>(block, cases, n, shift, tables);
    else if (shift == 2)
        count_shifted<2>(block, cases, n, shift, tables);
    else if (shift == 3)
        count_shifted<3>(block, cases, n, shift, tables);
    else
        count_any(block, cases, n, shift, tables);
}

void subtract(const uint32_t* less, size_t n, uint32_t* from) {
    for (size_t i = 0; i < n; i++) from[i] -= less[i];
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
