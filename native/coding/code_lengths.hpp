// The optimal lengths of code words of at most 12 bits (package-merge), and the canonical words that lengths stand for.
#pragma once

#include "coding/bytes.hpp"
#include "coding/coding.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

// Ascending, in place. Shell's sort: at most 256 keys, and no library that would leave weak symbols.
void sort_keys(uint64_t* keys, int n) {
    constexpr int gaps[] = {57, 23, 10, 4, 1};
    for (const int gap : gaps)
        for (int i = gap; i < n; i++) {
            const uint64_t key = keys[i];
            int j = i;
            for (; j >= gap && keys[j - gap] > key; j -= gap) keys[j] = keys[j - gap];
            keys[j] = key;
        }
}

// Larmore and Hirschberg (1990), doi:10.1145/79147.79150: the coin collector's problem. Each symbol offers one coin per
// bit of length; a package of two coins of one face is a coin of the next. The 2n - 2 cheapest at the top say how many
// bits each symbol gets. Coins of symbols are taken in the order of their counts, so it is enough to remember, of every
// coin in the sorted list of a face, whether it is a symbol's. Needs at least two symbols that occur; counts < 2^48.
void code_lengths(const uint64_t (&counts)[256], uint8_t (&lengths)[256]) {
    uint64_t keys[256];
    int n = 0;
    for (int s = 0; s < 256; s++)
        if (counts[s] != 0) keys[n++] = counts[s] << 8 | static_cast<uint64_t>(s);
    sort_keys(keys, n);
    uint64_t faces[2][512];
    bool is_symbol[longest_code][512];
    int size = 0;
    for (int face = 0; face < longest_code; face++) {
        const uint64_t* last = faces[face & 1];
        uint64_t* now = faces[~face & 1];
        const int packages = size / 2;
        size = n + packages;
        for (int i = 0, symbol = 0, package = 0; i < size; i++) {
            const uint64_t pair = package < packages ? last[2 * package] + last[2 * package + 1] : UINT64_MAX;
            const uint64_t single = symbol < n ? keys[symbol] >> 8 : UINT64_MAX;
            is_symbol[face][i] = single <= pair;
            now[i] = single <= pair ? single : pair;
            symbol += single <= pair;
            package += single > pair;
        }
    }
    memset(lengths, 0, sizeof lengths);
    for (int face = longest_code - 1, taken = 2 * n - 2; face >= 0; face--) {
        int symbols = 0;
        for (int i = 0; i < taken; i++) symbols += is_symbol[face][i];
        for (int i = 0; i < symbols; i++) lengths[keys[i] & 255]++;
        taken = 2 * (taken - symbols);
    }
}

// Canonical words: shorter ones first, equal lengths in the order of symbols, counted up from 0. Streams are read from
// the lowest bit on, so words[s] has its first bit lowest. False unless the lengths, 0 for symbols that do not occur,
// make a complete code: every sequence of bits then decodes to something, and no table entry is left unset.
bool code_words(const uint8_t (&lengths)[256], uint16_t (&words)[256]) {
    uint32_t of_length[longest_code + 1] = {}, next[longest_code + 1];
    for (const uint8_t length : lengths) of_length[length]++;
    uint32_t word = 0;
    of_length[0] = 0;
    for (int length = 1; length <= longest_code; length++) {
        next[length] = word = (word + of_length[length - 1]) << 1;
    }
    if (word + of_length[longest_code] != 1u << longest_code) return false;
    for (int s = 0; s < 256; s++) {
        if (lengths[s] == 0) continue;
        uint32_t forward = next[lengths[s]]++, reversed = 0;
        for (int bit = 0; bit < lengths[s]; bit++, forward >>= 1) reversed = reversed << 1 | (forward & 1);
        words[s] = static_cast<uint16_t>(reversed);
    }
    return true;
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
