// What is asked of the machine: the processors that this process may use, and a clock that is cheap to read.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <thread>

#if defined(__linux__)
#include <sched.h>
#include <time.h>
#endif

namespace plogp {

inline int processors() {
#if defined(__linux__)
    cpu_set_t set;  // what taskset, cgroups' cpusets and job schedulers allow, not what the machine has
    if (sched_getaffinity(0, sizeof set, &set) == 0) return std::max(1, CPU_COUNT(&set));
#endif
    return std::max(1u, std::thread::hardware_concurrency());
}

// In milliseconds, and seldom right to less than four: what a poll can afford.
inline int64_t coarse_time() {
#if defined(__linux__)
    timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
#else
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
#endif
}

}  // namespace plogp
