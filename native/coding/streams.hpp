// How a Huffman block is divided into four streams.
#pragma once

#include "coding/bytes.hpp"
#include "coding/coding.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

struct Quarters {
    size_t begin[5];  // quarter k is content[begin[k] .. begin[k + 1])

    explicit Quarters(size_t n) {
        const size_t quarter = (n + 3) / 4;
        for (size_t k = 0; k < 4; k++) begin[k] = k * quarter < n ? k * quarter : n;
        begin[4] = n;
    }
};

constexpr size_t stream_table = 3 * sizeof(uint32_t);  // bytes of the first three streams; the fourth ends the payload

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
