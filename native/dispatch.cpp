// Asks the processor once which level of kernels it can run; PLOGP_ISA can lower the answer, so that tests reach every
// level.
#include "dispatch.hpp"

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace plogp {

#if defined(__x86_64__)

namespace {

const char* const names[] = {"x86-64-v2", "x86-64-v3", "x86-64-v4"};

int best_level() {
    __builtin_cpu_init();
    const bool v2 = __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("popcnt");
    const bool v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") &&
                    __builtin_cpu_supports("bmi2");
    const bool v4 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                    __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
                    __builtin_cpu_supports("avx512cd");
    if (!v2) throw std::runtime_error("plogp needs a processor of level x86-64-v2 (SSE4.2) or later");
    return v3 ? (v4 ? 2 : 1) : 0;
}

int detect() {
    const int best = best_level();
    const char* wanted = std::getenv("PLOGP_ISA");
    if (wanted == nullptr || *wanted == '\0') return best;
    for (int i = 0; i < 3; i++)
        if (std::string(wanted) == names[i]) return i < best ? i : best;
    throw std::runtime_error(std::string("PLOGP_ISA is '") + wanted +
                             "'; write x86-64-v2, x86-64-v3 or x86-64-v4, or leave it unset");
}

}  // namespace

int level() {
    static const int chosen = detect();
    return chosen;
}

const char* level_name() { return names[level()]; }

#else

int level() { return 0; }

const char* level_name() { return "generic"; }

#endif

}  // namespace plogp
