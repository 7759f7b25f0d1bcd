// Shares work among threads: chunks are handed out one by one, and the caller takes chunks too.
//
// Our own and not OpenMP: libgomp hangs in a forked child, a wheel would bring one more copy of it, and its spinning
// workers fight other libraries. Here a call is never much slower than one thread, even on a machine that is already
// busy.
#pragma once

#include <algorithm>
#include <cstddef>
#include <type_traits>

namespace plogp {

// Threads that may work on one call, the caller included. At first: the processors this process may run on, or
// OMP_NUM_THREADS where that is less.
int get_num_threads();

// From 1 to most_threads: each is started, whatever the machine has.
constexpr int most_threads = 4096;
void set_num_threads(int n);

// What poll() asks now and then on the thread that called, never on a worker: throws what the call is to end with.
using SignalCheck = void (*)();
void set_signal_check(SignalCheck check);

// A call begins: the time before it is not its own, so that a short one never checks for signals.
void start_polling();

// Throws if this call is to end: a signal came, or one of its other threads threw. Costs some ten nanoseconds. Both
// loops below poll before each range; a body polls itself where a range may take longer than a tenth of a second.
void poll();

// The same for kernels, which throw nothing: where it is true they return at once, whatever they have, and the next
// poll() throws.
bool must_stop() noexcept;

namespace detail {
using Chunk = void (*)(void* context, std::size_t begin, std::size_t end);
void share(std::size_t n, std::size_t grain, void* context, Chunk chunk);
}  // namespace detail

// Calls body(begin, end) for consecutive ranges of `grain` items (the last may be shorter) that cover [0, n), in any
// order and on any thread, and returns when all are done. The ranges depend on n and grain alone, so that results
// cannot depend on the number of threads. The first exception thrown by a body or by poll() stops the others at their
// next poll and is thrown here. Choose the grain so that a range takes about 50 to 100 microseconds: one range alone
// never wakes a thread. A call from within a body, or while another thread's call is being shared, runs on its own
// thread.
template <class Body>
void share(std::size_t n, std::size_t grain, Body&& body) {
    detail::share(n, grain, &body, [](void* context, std::size_t begin, std::size_t end) {
        (*static_cast<std::remove_reference_t<Body>*>(context))(begin, end);
    });
}

// Calls body(begin, end) for the same ranges on this thread, in their order.
template <class Body>
void in_order(std::size_t n, std::size_t grain, Body&& body) {
    for (std::size_t begin = 0; begin < n; begin += std::min(grain, n - begin)) {
        poll();
        body(begin, begin + std::min(grain, n - begin));
    }
}

// Sorts, and polls after some thousands of comparisons.
template <class Iterator, class Before>
void sort_polled(Iterator begin, Iterator end, const Before& before) {
    unsigned compared = 0;
    std::sort(begin, end, [&](const auto& a, const auto& b) {
        if (++compared % 65536 == 0) poll();
        return before(a, b);
    });
}

}  // namespace plogp
