// How much working memory a call may ask for: in proportion to its input, and an error that says what was asked.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <new>
#include <string>

namespace plogp {

// Python's MemoryError, with a sentence that names what was asked.
class TooMuchMemory : public std::bad_alloc {
  public:
    explicit TooMuchMemory(std::string message) : message_(std::move(message)) {}
    TooMuchMemory(const std::string& what, std::size_t bytes)
        : TooMuchMemory(what + " " + in_words(bytes) + " of memory") {}

    const char* what() const noexcept override { return message_.c_str(); }

  private:
    std::string message_;

    static std::string in_words(std::size_t bytes) {
        const char* const units[] = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
        int unit = 0;
        for (; bytes >= 10240 && unit < 6; unit++) bytes /= 1024;
        return std::to_string(bytes) + " " + units[unit];
    }
};

// a · b, or the greatest number where that is too large.
inline std::size_t saturating_product(std::size_t a, std::size_t b) {
    std::size_t product;
    return __builtin_mul_overflow(a, b, &product) ? ~std::size_t{0} : product;
}

// What a call that grows something may take. Threads may share one.
class MemoryLimit {
  public:
    // `what` begins the sentence of the error.
    MemoryLimit(std::string what, std::size_t input_bytes)
        : what_(std::move(what)),
          most_(std::clamp(saturating_product(input_bytes, times_input), least_limit, ~std::size_t{0} / 4)) {}

    void take(std::size_t bytes) {
        bytes = std::min(bytes, most_ + 1);
        if (taken_.fetch_add(bytes) + bytes > most_) throw TooMuchMemory(what_ + " more than", most_);
    }

    void give_back(std::size_t bytes) { taken_ -= bytes; }

  private:
    static constexpr std::size_t least_limit = std::size_t{2} << 30, times_input = 64;

    std::string what_;
    std::size_t most_;
    std::atomic<std::size_t> taken_{0};
};

// Taken for as long as this lives.
class TakenMemory {
  public:
    TakenMemory(MemoryLimit& limit, std::size_t bytes) : limit_(limit), bytes_(bytes) { limit_.take(bytes); }
    ~TakenMemory() { limit_.give_back(bytes_); }
    TakenMemory(const TakenMemory&) = delete;

  private:
    MemoryLimit& limit_;
    std::size_t bytes_;
};

}  // namespace plogp
