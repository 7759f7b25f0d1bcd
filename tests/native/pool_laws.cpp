// What share() promises, checked from C++: nested calls, exceptions, and every item done exactly once. Run by
// test_pool.py.
#include <atomic>
#include <cstdio>
#include <stdexcept>
#include <thread>
#include <vector>

#include "pool.hpp"

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

bool rejects(int n) {
    try {
        plogp::set_num_threads(n);
    } catch (const std::invalid_argument&) {
        return true;
    }
    return false;
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
    }
    law("at least one thread", rejects(0) && rejects(-1));
    return failures;
}
