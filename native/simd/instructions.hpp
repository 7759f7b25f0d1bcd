// Single instructions that C++ has no word for, where the compiler does not find them by itself.
#pragma once

#include <stdint.h>

namespace plogp {
namespace {

// Bits 6 and 7.
inline __attribute__((always_inline)) uint32_t bits_6_and_7(uint32_t x) {
#if defined(__BMI__)
    return __builtin_ia32_bextr_u32(x, 6 | 2 << 8);
#else
    return x >> 6 & 3;
#endif
}

// In a loop that waits for another thread: leaves the core to the other thread that runs on it.
inline __attribute__((always_inline)) void relax() {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("yield");
#endif
}

}  // namespace
}  // namespace plogp
