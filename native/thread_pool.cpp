// The pool of worker threads behind share(): lazy start, work by an atomic counter, safe in forked children.
#include "thread_pool.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <exception>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "machine.hpp"
#include "simd/instructions.hpp"

#if defined(__unix__) || defined(__APPLE__)
#include <pthread.h>
#include <signal.h>
#define PLOGP_POSIX 1
#endif

namespace plogp {
namespace {

constexpr int spins =
    2000;  // about 10 to 20 microseconds: longer than the tail of a chunk, shorter than anyone notices

int threads_at_first() {
    const char* wanted = std::getenv("OMP_NUM_THREADS");
    const long limit = wanted == nullptr ? 0 : std::strtol(wanted, nullptr, 10);  // of "4,2" the outermost level counts
    return limit >= 1 ? static_cast<int>(std::min<long>(limit, processors())) : processors();
}

std::atomic<int>& threads() {
    static std::atomic<int> n{threads_at_first()};
    return n;
}

constexpr int64_t between_checks = 50;  // milliseconds: no one notices, and a check may wait for the interpreter

std::atomic<SignalCheck> signal_check{nullptr};

struct State {
    const std::atomic<bool>* stopped = nullptr;  // whether the outermost job that this thread works on has failed
    bool working = false;                        // always on a worker, and on a caller inside its own job
    bool worker = false;                         // a thread of the pool, which takes no signals
    int64_t checked = 0;                         // when this thread last looked for signals
    std::exception_ptr* thrown = nullptr;        // what must_stop() met, for the next poll
};

thread_local State state;

struct Stopped {};  // ends a range of a job that has failed elsewhere; the job's own error is the one that is thrown

struct Job {
    void* context;
    detail::Chunk chunk;
    std::size_t n, grain, chunks;
    std::atomic<std::size_t> next{0};
    std::atomic<bool> failed{false};
    std::exception_ptr error;

    void work() {
        const bool outermost = state.stopped == nullptr;
        if (outermost) state.stopped = &failed;
        try {
            // After the last range too: many short jobs in a row must not escape the polls.
            for (std::size_t i; poll(), (i = next.fetch_add(1, std::memory_order_relaxed)) < chunks;)
                chunk(context, i * grain, std::min(n, (i + 1) * grain));
        } catch (...) {
            fail();
        }
        if (outermost) state.stopped = nullptr;
    }

    // Keeps the exception that is being handled, if it is the first.
    void fail() {
        if (!failed.exchange(true)) error = std::current_exception();
        next.store(chunks, std::memory_order_relaxed);
    }
};

class Pool {
  public:
    std::mutex busy;  // held by the one caller whose job is being shared

    void run(Job& job, int helpers) {
        start(helpers);
        {
            std::lock_guard lock(mutex_);
            job_ = &job;
            seats_ = helpers;
            generation_.fetch_add(1, std::memory_order_release);
        }
        wake_.notify_all();
        job.work();
        std::unique_lock lock(mutex_);
        job_ = nullptr;  // a worker that has not started by now finds nothing to do, and is not waited for
        if (active_ == 0) return;
        lock.unlock();
        for (int i = 0; i < spins && active_.load(std::memory_order_acquire) != 0; i++) relax();
        lock.lock();
        while (!idle_.wait_for(lock, std::chrono::milliseconds(between_checks), [this] { return active_ == 0; })) {
            lock.unlock();
            try {
                poll();
            } catch (...) {
                job.fail();
            }
            lock.lock();
        }
    }

  private:
    std::mutex mutex_;
    std::condition_variable wake_, idle_;
    Job* job_ = nullptr;
    int seats_ = 0;    // workers that may still join the job
    int started_ = 0;  // touched by the holder of `busy` only
    std::atomic<int> active_{0};
    std::atomic<unsigned> generation_{0};

    void start(int wanted) {
        if (started_ >= wanted) return;
#if PLOGP_POSIX
        sigset_t all, before;  // workers take no signals: Python's handlers belong to its main thread
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
#endif
        try {
            for (; started_ < wanted; started_++) std::thread(&Pool::live, this).detach();
        } catch (const std::system_error&) {
            // The system gives no more threads: those that are there, or the caller alone, do the work.
        }
#if PLOGP_POSIX
        pthread_sigmask(SIG_SETMASK, &before, nullptr);
#endif
    }

    void live() {
        state.working = state.worker = true;
        for (unsigned seen = 0;;) {
            for (int i = 0; i < spins && generation_.load(std::memory_order_acquire) == seen; i++) relax();
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [&] { return generation_.load(std::memory_order_relaxed) != seen; });
            seen = generation_.load(std::memory_order_relaxed);
            if (job_ == nullptr || seats_ == 0) continue;
            Job& job = *job_;
            seats_--;
            active_++;
            lock.unlock();
            job.work();
            lock.lock();
            if (--active_ == 0) idle_.notify_one();
        }
    }
};

// Never destroyed: joining threads in static destructors hangs at exit on some systems, and workers own nothing.
std::atomic<Pool*> pool{nullptr};

Pool& the_pool() {
    if (Pool* there = pool.load(std::memory_order_acquire)) return *there;
#if PLOGP_POSIX
    // A child of fork() has the memory but none of the threads, and locks as they happened to be: it starts afresh.
    static const int once = pthread_atfork(nullptr, nullptr, [] {
        pool.store(nullptr, std::memory_order_relaxed);
        state = {};
    });
    (void)once;
#endif
    Pool* fresh = new Pool;
    Pool* expected = nullptr;
    if (pool.compare_exchange_strong(expected, fresh)) return *fresh;
    delete fresh;
    return *expected;
}

}  // namespace

int get_num_threads() { return threads(); }

void set_num_threads(int n) { threads() = n; }

void set_signal_check(SignalCheck check) { signal_check = check; }

void start_polling() { state.checked = coarse_time(); }

void poll() {
    State& mine = state;
    if (mine.thrown != nullptr) {
        const std::unique_ptr<std::exception_ptr> thrown(std::exchange(mine.thrown, nullptr));
        std::rethrow_exception(*thrown);
    }
    if (mine.stopped != nullptr && mine.stopped->load(std::memory_order_relaxed)) throw Stopped();
    if (mine.worker) return;
    const int64_t now = coarse_time();
    if (now - mine.checked < between_checks) return;
    mine.checked = now;
    if (const SignalCheck check = signal_check.load(std::memory_order_relaxed)) check();
}

bool must_stop() noexcept {
    try {
        poll();
    } catch (...) {
        state.thrown = new std::exception_ptr(std::current_exception());
        return true;
    }
    return false;
}

void detail::share(std::size_t n, std::size_t grain, void* context, Chunk chunk) {
    if (n == 0) return;
    grain = std::max<std::size_t>(grain, 1);
    Job job{context, chunk, n, grain, (n - 1) / grain + 1, {}, {}, {}};
    const int helpers = static_cast<int>(std::min<std::size_t>(threads() - 1, job.chunks - 1));
    if (helpers == 0 || state.working) {
        job.work();
    } else {
        Pool& mine = the_pool();
        std::unique_lock turn(mine.busy, std::try_to_lock);
        state.working = true;  // work() throws nothing, so this cannot be left set
        if (turn)
            mine.run(job, helpers);
        else
            job.work();
        state.working = false;
    }
    if (job.error) std::rethrow_exception(job.error);
}

}  // namespace plogp
