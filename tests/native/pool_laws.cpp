// What share() promises, checked from C++: nested calls, exceptions, and every item done exactly once. Run by
// test_pool.py.
#include <atomic>
#include <cstdio>
#include <functional>
#include <stdexcept>
#include <thread>
#include <vector>

#include "thread_pool.hpp"

namespace {

bool each_item_once(std::size_t n, std::size_t grain) {
    std::vector<std::atomic<int>> done(n);
    plogp::share(n, grain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; i++) done[i]++;
    });
    for (auto& count : done)
        if (count != 1) return false;
    return true;
}

bool nested_calls_finish() {
    std::atomic<int> total{0};
    plogp::share(64, 1, [&](std::size_t, std::size_t) {
        plogp::share(64, 1, [&](std::size_t begin, std::size_t end) { total += static_cast<int>(end - begin); });
    });
    return total == 64 * 64;
}

bool exceptions_arrive(int threads) {
    plogp::set_num_threads(threads);
    for (int round = 0; round < 200; round++) {
        try {
            plogp::share(100, 1, [&](std::size_t begin, std::size_t) {
                if (begin == 57) throw std::runtime_error("row 57");
            });
            return false;
        } catch (const std::runtime_error& e) {
            if (std::string(e.what()) != "row 57") return false;
        }
    }
    return each_item_once(1000, 7);  // the pool is whole after them
}

bool callers_do_not_disturb_each_other() {
    std::atomic<bool> right{true};
    std::vector<std::thread> callers;
    for (int c = 0; c < 4; c++)
        callers.emplace_back([&, c] {
            for (int round = 0; round < 300; round++)
                if (!each_item_once(50 + c, 3)) right = false;
        });
    for (auto& caller : callers) caller.join();
    return right;
}

struct Signal {};

// What a check throws on the thread that called ends the call, on every thread that polls.
template <class Call>
bool signals_end(const Call& call) {
    static const auto caller = std::this_thread::get_id();
    static bool only_caller = true;
    plogp::set_signal_check([] {
        only_caller = only_caller && std::this_thread::get_id() == caller;
        throw Signal();
    });
    plogp::start_polling();
    bool thrown = false;
    try {
        call();
    } catch (const Signal&) {
        thrown = true;
    }
    plogp::set_signal_check(nullptr);
    return thrown && only_caller && each_item_once(1000, 7);
}

void for_ever() {
    for (;;) plogp::poll();
}

bool kernels_stop() {
    return signals_end([] {
        while (!plogp::must_stop()) continue;
        plogp::poll();
    });
}

bool in_order_is_in_order() {
    std::size_t next = 0;
    bool right = true;
    plogp::in_order(1003, 10, [&](std::size_t begin, std::size_t end) {
        right = right && begin == next && end == std::min<std::size_t>(1003, begin + 10);
        next = end;
    });
    return right && next == 1003;
}

}  // namespace

int main() {
    int failures = 0;
    const auto law = [&](const char* name, bool holds) {
        std::printf("%s: %s\n", holds ? "holds" : "BROKEN", name);
        failures += !holds;
    };
    for (int threads : {1, 2, 4}) {
        plogp::set_num_threads(threads);
        law("no items", each_item_once(0, 5));
        law("one short range", each_item_once(3, 5));
        law("many ranges, the last one short", each_item_once(100003, 10));
        law("a grain of zero is one", each_item_once(10, 0));
        law("nested calls finish", nested_calls_finish());
        law("several callers at once", callers_do_not_disturb_each_other());
        law("exceptions arrive", exceptions_arrive(threads));
        law("a signal ends bodies",
            signals_end([] { plogp::share(8, 1, [](std::size_t, std::size_t) { for_ever(); }); }));
        law("a signal ends many ranges", signals_end([] { plogp::share(~std::size_t{0}, 1, [](auto, auto) {}); }));
        law("a signal ends ranges in order",
            signals_end([] { plogp::in_order(~std::size_t{0}, 1, [](auto, auto) {}); }));
        law("a signal ends a sort", signals_end([] {
                for (std::vector<int> x(100'000);;) plogp::sort_polled(x.begin(), x.end(), std::less<int>());
            }));
        law("a signal ends kernels", kernels_stop());
    }
    law("ranges in order", in_order_is_in_order());
    return failures;
}
