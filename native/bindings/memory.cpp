// Binds memory for large outputs: aligned for vectors, and in huge pages where the system has them.
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <new>
#include <string>
#include <vector>

#include "bindings/bind.hpp"

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace plogp {

using namespace nb::literals;

namespace {

constexpr std::size_t line = 64, huge_page = std::size_t{2} << 20;

template <std::size_t alignment>
void release(void* memory) noexcept {
    ::operator delete(memory, std::align_val_t{alignment});
}

}  // namespace

// Fresh pages cost as much as the computation that fills them: 4 KiB at a time 290 ms for 524 MB, where 2 MiB take 25
// ms.
Fresh empty_aligned(std::size_t ndim, const std::size_t* shape, nb::dlpack::dtype type) {
    const std::size_t bytes = bytes_of(ndim, shape, type.bits / 8);
    const std::size_t alignment = bytes >= 2 * huge_page ? huge_page : line;
    const std::size_t rounded = std::max((bytes + alignment - 1) / alignment * alignment, alignment);
    void* memory = ::operator new(rounded, std::align_val_t{alignment}, std::nothrow);
    if (memory == nullptr) throw TooMuchMemory("the result takes", bytes);
#if defined(__linux__)
    if (alignment == huge_page) madvise(memory, rounded, MADV_HUGEPAGE);  // a wish; it may be refused
#endif
    nb::capsule owner(memory, alignment == huge_page ? release<huge_page> : release<line>);
    return Fresh(memory, ndim, shape, owner, nullptr, type);
}

void bind_memory(nb::module_& m) {
    m.def(
        "empty_aligned",
        [](const std::vector<std::size_t>& shape, const std::string& dtype) {
            if (dtype == "float32") return empty_aligned(shape.size(), shape.data(), nb::dtype<float>());
            if (dtype == "float64") return empty_aligned(shape.size(), shape.data(), nb::dtype<double>());
            throw nb::type_error("dtype must be 'float32' or 'float64'");
        },
        "shape"_a, "dtype"_a,
        "A writable array without set values, aligned to 64 bytes, or to 2 MiB when it is large.");
}

}  // namespace plogp
