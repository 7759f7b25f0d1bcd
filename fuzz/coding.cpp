// Coverage-guided fuzzing of the native coder under AddressSanitizer and UndefinedBehaviorSanitizer: `make fuzz`.
//
// Every input is tried as the payload of a block, whose declared length and kind it chooses itself; on every level of
// instruction set, which must agree; and as a content, which must survive coding. All buffers have exactly the size
// that the kernels are told, so that one byte too far is a crash.
#include "coding/coding.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <span>

namespace {

using namespace plogp;

// Those that this processor has, and that PLOGP_ISA leaves: an instruction that it lacks is no fault of the input.
const CodingKernels* const every_level[] = {&v2::coding_kernels, &v3::coding_kernels, &v4::coding_kernels};
const std::span<const CodingKernels* const> levels(every_level, static_cast<std::size_t>(level()) + 1);

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

// Of exactly n bytes, so that the sanitizer sees both ends.
std::unique_ptr<uint8_t[]> exactly(std::size_t n, const uint8_t* bytes = nullptr) {
    std::unique_ptr<uint8_t[]> memory(new uint8_t[n]);
    if (bytes != nullptr && n != 0) std::memcpy(memory.get(), bytes, n);
    return memory;
}

void decode_block(const uint8_t* data, std::size_t size) {
    if (size < 4) return;
    const uint8_t kind = (data[0] & 31) % 5;
    const std::size_t n = data[1] | (data[2] & 31) << 8;
    const std::size_t payload_size = size - 4;
    const auto payload = exactly(payload_size, data + 4);
    const auto first = exactly(n), other = exactly(n);
    BlockFault agreed = BlockFault::none;
    for (const CodingKernels* kernels : levels) {
        const bool is_first = kernels == levels[0];
        uint8_t* const content = is_first ? first.get() : other.get();
        // A checksum of 0 is what almost no content has: `checksum` is the fault of a payload that is in order.
        const BlockFault fault = kernels->decode(kind, payload.get(), payload_size, content, n, 0);
        require(is_first || fault == agreed, "levels agree on the fault");
        agreed = fault;
        if (fault == BlockFault::checksum && !is_first)
            require(std::memcmp(first.get(), content, n) == 0, "levels agree on the content");
    }
    if (agreed != BlockFault::checksum) return;
    const uint64_t sum = v2::coding_kernels.checksum(first.get(), n);
    require(v2::coding_kernels.decode(kind, payload.get(), payload_size, other.get(), n, sum) == BlockFault::none,
            "content with its own checksum is accepted");
}

void decode_stream(const uint8_t* data, std::size_t size) {
    uint16_t frequencies[256] = {};
    if (size < 8) return;
    const std::size_t symbols = 2 + data[0] % 3, n = data[1] | (data[2] & 7) << 8;
    for (std::size_t i = 0, left = ans_total; i < symbols; i++) {
        const std::size_t share = i + 1 < symbols ? 1 + (data[3 + i] << 4) % (left - symbols) : left;
        frequencies[data[3 + i] / symbols + i * (256 / symbols)] = static_cast<uint16_t>(share);
        left -= share;
    }
    const auto coded = exactly(size - 8, data + 8);
    const auto content = exactly(n);
    for (const CodingKernels* kernels : levels)
        kernels->decode_ans(coded.get(), size - 8, frequencies, content.get(), n, nullptr);
}

void round_trip(const uint8_t* data, std::size_t size) {
    if (size == 0) return;
    const auto content = exactly(size, data), again = exactly(size), scratch = exactly(size);
    for (const BlockKind kind : {BlockKind::huffman, BlockKind::ans}) {
        for (const CodingKernels* kernels : levels) {
            BlockPlan plan{};
            kernels->plan(kind, content.get(), size, plan, scratch.get());
            require(plan.payload <= size, "no payload is longer than its content");
            const auto record = exactly(block_header + plan.payload);
            kernels->write(content.get(), size, plan, scratch.get(), record.get());
            const auto payload = exactly(plan.payload, record.get() + block_header);
            const BlockFault fault =
                kernels->decode(record[0], payload.get(), plan.payload, again.get(), size, plan.checksum);
            require(fault == BlockFault::none, "what was written is accepted");
            require(std::memcmp(content.get(), again.get(), size) == 0, "what was written is read back");
        }
    }
}

}  // namespace

// The top bits of the first byte choose what is tried: mostly payloads.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
    switch (size == 0 ? 0 : data[0] >> 5) {
        case 5:
            decode_stream(data + 1, size - 1);
            break;
        case 6:
        case 7:
            round_trip(data + 1, size - 1);
            break;
        default:
            decode_block(data, size);
    }
    return 0;
}
