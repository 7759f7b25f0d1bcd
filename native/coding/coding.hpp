// The kernels that code blocks of bytes as docs/format.md writes them down, at every level of instruction set.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "dispatch.hpp"

namespace plogp {

// What a payload holds; the numbers stand in files.
enum class BlockKind : uint8_t { raw, run, huffman, ans };

// Why a payload is refused. bindings/coding.hpp has a sentence for each.
enum class BlockFault : int {
    none,
    kind,
    short_payload,
    symbols,
    lengths,
    frequencies,
    sizes,
    states,
    ending,
    checksum
};

constexpr size_t block_header = 16;                // bytes: kind, payload length, content length, checksum
constexpr size_t largest_block = size_t(1) << 20;  // bytes of content
constexpr int longest_code = 12;                   // bits: a table of 2^12 entries, 16 KiB, stays in the L1 cache
constexpr int streams = 4;                         // quarters of a Huffman block, decoded side by side
constexpr int ans_bits = 15;                       // frequencies of an ANS code sum to 2^15
constexpr uint32_t ans_total = uint32_t(1) << ans_bits;
constexpr uint32_t ans_floor = uint32_t(1) << 16;  // states lie in [2^16, 2^32); words of 16 bits move in and out
constexpr int ans_states = 8;                      // symbol i belongs to state i mod 8

// How a block will be written: all of it is known before its place in the output is.
struct BlockPlan {
    BlockKind kind;
    uint32_t payload;                // bytes
    uint64_t checksum;               // XXH3, 64 bits, of the content
    uint8_t lengths[256];            // of the code words, Huffman only
    uint32_t stream_bytes[streams];  // Huffman only
};

struct CodingKernels {
    // 0 < n <= largest_block. `coded` says Huffman or ANS; the plan says raw or run where that is shorter. An ANS
    // payload is written to scratch, n bytes; Huffman leaves scratch alone.
    void (*plan)(BlockKind coded, const uint8_t* content, size_t n, BlockPlan& plan, uint8_t* scratch);
    // Writes block_header + plan.payload bytes.
    void (*write)(const uint8_t* content, size_t n, const BlockPlan& plan, const uint8_t* scratch, uint8_t* record);
    // Any bytes may come in: reads size bytes of payload, writes n bytes of content, nothing beyond, and returns.
    BlockFault (*decode)(uint8_t kind, const uint8_t* payload, size_t size, uint8_t* content, size_t n,
                         uint64_t checksum);
    uint64_t (*checksum)(const uint8_t* data, size_t n);
    // One ANS stream under frequencies that both sides know: they must sum to 2^15 over at least two symbols, and every
    // symbol that occurs must have one. Fills `out` from its end; 2 n + 48 bytes are always enough.
    BlockFault (*encode_ans)(const uint8_t* symbols, size_t n, const uint16_t (&frequencies)[256], uint8_t* out,
                             size_t capacity, size_t& written, MustStop must_stop);
    BlockFault (*decode_ans)(const uint8_t* coded, size_t size, const uint16_t (&frequencies)[256], uint8_t* symbols,
                             size_t n, MustStop must_stop);
};

PLOGP_TABLE(CodingKernels, coding_kernels)

}  // namespace plogp
