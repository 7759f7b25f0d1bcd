// Codes and decodes one block of bytes; compiled once per level of instruction set.
#include "coding/coding.hpp"

#include "coding/ans.hpp"
#include "coding/huffman_decode.hpp"
#include "coding/huffman_encode.hpp"

#define XXH_INLINE_ALL
#include "third_party/xxhash.h"

namespace plogp::PLOGP_LEVEL {
namespace {

uint64_t checksum(const uint8_t* data, size_t n) { return XXH3_64bits(data, n); }

// The payload of an ANS block, at the end of scratch; 0 if it would not be shorter than the content.
uint32_t fill_ans(const uint8_t* content, size_t n, const uint64_t (&counts)[256], uint8_t* scratch) {
    uint16_t frequencies[256];
    scale_to_frequencies(counts, n, frequencies);
    uint8_t header[frequencies_at_most];
    const size_t table = write_frequencies(frequencies, header);
    if (table >= n) return 0;
    const size_t coded = encode_ans(content, n, frequencies, scratch + table, n - table, nullptr);
    if (coded == 0 || table + coded >= n) return 0;
    memcpy(scratch + n - coded - table, header, table);
    return static_cast<uint32_t>(table + coded);
}

void plan(BlockKind coded, const uint8_t* content, size_t n, BlockPlan& plan, uint8_t* scratch) {
    uint32_t counts[4][256];
    count_quarters(content, n, counts);
    uint64_t total[256];
    int symbols = 0;
    for (int s = 0; s < 256; s++) {
        total[s] = uint64_t(counts[0][s]) + counts[1][s] + counts[2][s] + counts[3][s];
        symbols += total[s] != 0;
    }
    plan.checksum = checksum(content, n);
    plan.kind = BlockKind::run;
    plan.payload = 1;
    if (symbols == 1) return;
    plan.kind = coded;
    if (coded == BlockKind::ans)
        plan.payload = fill_ans(content, n, total, scratch);
    else
        plan_huffman(counts, total, plan);
    if (plan.payload != 0 && plan.payload < n) return;
    plan.kind = BlockKind::raw;
    plan.payload = static_cast<uint32_t>(n);
}

void write(const uint8_t* content, size_t n, const BlockPlan& plan, const uint8_t* scratch, uint8_t* record) {
    store_word<uint32_t>(record, static_cast<uint32_t>(plan.kind) | plan.payload << 8);
    store_word<uint32_t>(record + 4, static_cast<uint32_t>(n));
    store_word<uint64_t>(record + 8, plan.checksum);
    uint8_t* const payload = record + block_header;
    if (plan.kind == BlockKind::huffman)
        write_huffman(content, n, plan, payload);
    else
        memcpy(payload, plan.kind == BlockKind::ans ? scratch + n - plan.payload : content, plan.payload);
}

BlockFault decode_ans_block(const uint8_t* payload, size_t size, uint8_t* content, size_t n) {
    uint16_t frequencies[256];
    size_t header;
    const BlockFault fault = read_frequencies(payload, size, frequencies, header);
    return fault != BlockFault::none ? fault
                                     : decode_ans(payload + header, size - header, frequencies, content, n, nullptr);
}

BlockFault decode_kind(uint8_t kind, const uint8_t* payload, size_t size, uint8_t* content, size_t n) {
    switch (static_cast<BlockKind>(kind)) {
        case BlockKind::raw:
            if (size != n) return BlockFault::sizes;
            memcpy(content, payload, n);
            return BlockFault::none;
        case BlockKind::run:
            if (size != 1) return BlockFault::sizes;
            memset(content, *payload, n);
            return BlockFault::none;
        case BlockKind::huffman:
            return decode_huffman(payload, size, content, n);
        case BlockKind::ans:
            return decode_ans_block(payload, size, content, n);
    }
    return BlockFault::kind;
}

BlockFault decode(uint8_t kind, const uint8_t* payload, size_t size, uint8_t* content, size_t n, uint64_t expected) {
    const BlockFault fault = decode_kind(kind, payload, size, content, n);
    if (fault != BlockFault::none) return fault;
    return checksum(content, n) == expected ? BlockFault::none : BlockFault::checksum;
}

// The frequencies that a caller hands in are checked as those in a file are.
bool usable(const uint16_t (&frequencies)[256]) {
    uint32_t sum = 0, largest = 0;
    for (const uint16_t f : frequencies) {
        sum += f;
        largest = f > largest ? f : largest;
    }
    return sum == ans_total && largest < ans_total;
}

BlockFault encode_stream_of_ans(const uint8_t* symbols, size_t n, const uint16_t (&frequencies)[256], uint8_t* out,
                                size_t capacity, size_t& written, MustStop must_stop) {
    if (!usable(frequencies)) return BlockFault::frequencies;
    if (capacity < 2 * n + ans_start + 2 * ans_states) return BlockFault::sizes;
    written = encode_ans(symbols, n, frequencies, out, capacity, must_stop);
    return written != 0 ? BlockFault::none : BlockFault::symbols;  // there was space enough
}

BlockFault decode_stream_of_ans(const uint8_t* coded, size_t size, const uint16_t (&frequencies)[256], uint8_t* symbols,
                                size_t n, MustStop must_stop) {
    return usable(frequencies) ? decode_ans(coded, size, frequencies, symbols, n, must_stop) : BlockFault::frequencies;
}

}  // namespace

const CodingKernels coding_kernels = {plan, write, decode, checksum, encode_stream_of_ans, decode_stream_of_ans};

}  // namespace plogp::PLOGP_LEVEL
