// What the bindings share: how arrays come in and go out, and the fault that a kernel found in its input.
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "memory_limit.hpp"
#include "thread_pool.hpp"

namespace plogp {

namespace nb = nanobind;

// Any contiguous array of the processor's memory, of any library that speaks DLPack, read-only ones too. The element
// type is asked for inside, by is<T>: one overload that looks is faster than two that are tried in turn.
using Array = nb::ndarray<nb::ro, nb::c_contig, nb::device::cpu>;

template <class T>
bool is(const Array& a) {
    return a.dtype() == nb::dtype<T>();
}

// Raised as plogp._native.PlogpError, of which Fault is a kind: see bind.cpp.
struct Error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Raised as plogp._native.Fault: the values in an argument are not what they must be. The backend composes the full
// message.
struct Fault : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Lets other Python threads run during a long call, whose loops poll for signals from here on.
class Unlocked {
  public:
    Unlocked() { start_polling(); }

  private:
    nb::gil_scoped_release released_;
};

// A fresh NumPy array that owns its memory.
constexpr std::size_t max_axes = 64;  // NumPy's own limit
using Fresh = nb::ndarray<nb::numpy>;

// The bytes of an array; TooMuchMemory where no machine has as many, or where it has too many axes.
template <class Size>
std::size_t bytes_of(std::size_t ndim, const Size* shape, std::size_t item) {
    if (ndim > max_axes) throw nb::type_error("an array has at most 64 axes");
    std::size_t bytes = item;
    bool empty = false;
    for (std::size_t i = 0; i < ndim; i++) {
        empty = empty || shape[i] == 0;
        bytes = saturating_product(bytes, shape[i] == 0 ? 1 : static_cast<std::size_t>(shape[i]));
    }
    if (bytes > PTRDIFF_MAX) throw TooMuchMemory("an array of this shape takes", bytes);
    return empty ? 0 : bytes;
}

// Its numbers are not set, or all are 0: then no page is touched before it is used.
template <class T, class Size>
Fresh fresh(std::size_t ndim, const Size* shape, bool zeros = false) {
    const std::size_t bytes = bytes_of(ndim, shape, sizeof(T)), asked = bytes + (bytes == 0);
    std::size_t sizes[max_axes];
    for (std::size_t i = 0; i < ndim; i++) sizes[i] = static_cast<std::size_t>(shape[i]);
    void* memory = zeros ? std::calloc(asked, 1) : std::malloc(asked);
    if (memory == nullptr) throw TooMuchMemory("the result takes", bytes);
    nb::capsule owner(memory, [](void* p) noexcept { std::free(p); });
    return Fresh(memory, ndim, sizes, owner, nullptr, nb::dtype<T>());
}

// As fresh, for outputs that may be large: see bind_memory.cpp.
Fresh empty_aligned(std::size_t ndim, const std::size_t* shape, nb::dlpack::dtype type);

// One function a bind file; each adds its own functions to the module.
void bind_ans(nb::module_& m);
void bind_coding(nb::module_& m);
void bind_columns(nb::module_& m);
void bind_counts(nb::module_& m);
void bind_families(nb::module_& m);
void bind_logits(nb::module_& m);
void bind_memory(nb::module_& m);
void bind_neighbours(nb::module_& m);
void bind_pairwise(nb::module_& m);
void bind_pairs(nb::module_& m);
void bind_random(nb::module_& m);
void bind_rows(nb::module_& m);
void bind_spectrum(nb::module_& m);
void bind_threads(nb::module_& m);
void bind_tree(nb::module_& m);

}  // namespace plogp
