// What the bindings of blocks and of the ANS stream share: bytes, the reasons of a refusal, and memory to write into.
#pragma once

#include <cstddef>
#include <cstdint>

#if defined(__linux__)
#include <sys/mman.h>
#endif

#include "bindings/bind.hpp"

namespace plogp {

using Bytes = nb::ndarray<const uint8_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;

// In the order of BlockFault.
inline const char* const reasons[] = {
    "",
    "its kind is unknown",
    "its payload is too short for its code",
    "its code has fewer than two symbols",
    "its code lengths do not make a complete code",
    "its frequencies do not sum to 2^15",
    "its lengths contradict each other",
    "its ANS states are out of range",
    "its streams do not end where they must",
    "its checksum differs from that of its content",
};

// Fresh pages cost as much as decoding into them does; huge ones cost a tenth.
inline void ask_for_huge_pages(void* memory, std::size_t size) {
#if defined(__linux__)
    constexpr std::uintptr_t page = std::uintptr_t(1) << 21;
    const auto begin = (reinterpret_cast<std::uintptr_t>(memory) + page - 1) & ~(page - 1);
    const auto end = (reinterpret_cast<std::uintptr_t>(memory) + size) & ~(page - 1);
    if (begin < end) madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);  // a hint: it may fail
#else
    (void)memory, (void)size;
#endif
}

}  // namespace plogp
