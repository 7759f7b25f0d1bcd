// Binds memory for large outputs: aligned for vectors, and in huge pages where the system has them.
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <atomic>
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

void* allocate(std::size_t bytes, std::size_t alignment) {
    return ::operator new(bytes, std::align_val_t{alignment}, std::nothrow);
}

template <std::size_t alignment>
void release(void* memory) noexcept {
    ::operator delete(memory, std::align_val_t{alignment});
}

// A large block, and one that was released and waits for the next output of its size: a training step asks for the same
// gradient again and again, and fresh pages would cost it more than the loss. The waiting block's pages are marked as
// free (MADV_FREE), so that the system takes them, without writing them anywhere, as soon as memory is short.
struct Block {
    void* memory;
    std::size_t bytes;
};

std::atomic<Block*> waiting{nullptr};

void destroy(Block* block) noexcept {
    if (block == nullptr) return;
    release<huge_page>(block->memory);
    delete block;
}

void release_block(void* block_) noexcept {
    auto* block = static_cast<Block*>(block_);
#if defined(__linux__) && defined(MADV_FREE)
    if (madvise(block->memory, block->bytes, MADV_FREE) == 0) block = waiting.exchange(block);
#endif
    destroy(block);
}

Block* large_block(std::size_t bytes) {
    Block* block = waiting.exchange(nullptr);
    if (block != nullptr && block->bytes == bytes) return block;
    destroy(block);
    void* memory = allocate(bytes, huge_page);
    if (memory == nullptr) return nullptr;
#if defined(__linux__)
    madvise(memory, bytes, MADV_HUGEPAGE);  // a wish; it may be refused
#endif
    return new Block{memory, bytes};
}

}  // namespace

// Fresh pages cost as much as the computation that fills them: 4 KiB at a time 290 ms for 524 MB, where 2 MiB take 25
// ms.
Fresh empty_aligned(std::size_t ndim, const std::size_t* shape, nb::dlpack::dtype type) {
    const std::size_t bytes = bytes_of(ndim, shape, type.bits / 8);
    const std::size_t alignment = bytes >= 2 * huge_page ? huge_page : line;
    const std::size_t rounded = std::max((bytes + alignment - 1) / alignment * alignment, alignment);
    if (alignment == huge_page) {
        Block* block = large_block(rounded);
        if (block == nullptr) throw TooMuchMemory("the result takes", bytes);
        return Fresh(block->memory, ndim, shape, nb::capsule(block, release_block), nullptr, type);
    }
    void* memory = allocate(rounded, line);
    if (memory == nullptr) throw TooMuchMemory("the result takes", bytes);
    return Fresh(memory, ndim, shape, nb::capsule(memory, release<line>), nullptr, type);
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
