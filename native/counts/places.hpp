// Where numbers lie in a spectrum, and their hashes: a block of them at a time in vectors.
#pragma once

#include "counts/counts.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

void places(const double* x, size_t n, uint32_t* cell, uint64_t* hash) {
    for (size_t i = 0; i < n; i++) {
        const double value = x[i] + 0.0;  // −0 is 0
        uint64_t bits;
        __builtin_memcpy(&bits, &value, sizeof bits);
        const uint64_t negative = static_cast<uint64_t>(static_cast<int64_t>(bits) >> 63);
        const uint64_t ordered = bits ^ (negative | uint64_t(1) << 63);
        cell[i] = value != value ? no_cell : static_cast<uint32_t>(ordered >> 42);
        // All bits of the value spread over all bits of the hash: the finalizer of SplitMix64 (Steele, Lea & Flood
        // 2014, doi:10.1145/2660193.2660195).
        bits += 0x9E3779B97F4A7C15u;
        bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9u;
        bits = (bits ^ bits >> 27) * 0x94D049BB133111EBu;
        bits ^= bits >> 31;
        hash[i] = bits ? bits : 1;
    }
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
