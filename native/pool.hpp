// Shares work among threads: chunks are handed out one by one, and the caller takes chunks too.
//
// Our own and not OpenMP: libgomp hangs in a forked child, a wheel would bring one more copy of it, and its spinning
// workers fight other libraries. Here a call is never much slower than one thread, even on a machine that is already
// busy.
#pragma once

#include <cstddef>
#include <type_traits>

namespace plogp {

// Threads that may work on one call, the caller included. At first: the processors this process may run on, or
// OMP_NUM_THREADS where that is less.
int get_num_threads();

// n < 1 throws std::invalid_argument.
void set_num_threads(int n);

namespace detail {
using Chunk = void (*)(void* context, std::size_t begin, std::size_t end);
void share(std::size_t n, std::size_t grain, void* context, Chunk chunk);
}  // namespace detail

// Calls body(begin, end) for consecutive ranges of `grain` items (the last may be shorter) that cover [0, n), in any
// order and on any thread, and returns when all are done. The ranges depend on n and grain alone, so that results
// cannot depend on the number of threads. The first exception thrown by a body stops further ranges and is thrown here.
// Choose the grain so that a range takes about 50 to 100 microseconds: one range alone never wakes a thread. A call
// from within a body, or while another thread's call is being shared, runs on its own thread.
template <class Body>
void share(std::size_t n, std::size_t grain, Body&& body) {
    detail::share(n, grain, &body, [](void* context, std::size_t begin, std::size_t end) {
        (*static_cast<std::remove_reference_t<Body>*>(context))(begin, end);
    });
}

}  // namespace plogp
