// Binds the coder of blocks of bytes.
#include "bindings/coding.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <memory>
#include <vector>

#include "bindings/bind.hpp"
#include "coding/coding.hpp"
#include "thread_pool.hpp"

namespace plogp {

using namespace nb::literals;

namespace {

using Headers = nb::ndarray<const uint8_t, nb::shape<-1, block_header>, nb::c_contig, nb::device::cpu>;
using Offsets = nb::ndarray<const int64_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;

// Fault(block, reason): Python names the block and the file.
[[noreturn]] void refuse(std::size_t block, BlockFault fault) {
    const nb::object type = nb::module_::import_("plogp._native").attr("Fault");
    PyErr_SetObject(type.ptr(), nb::make_tuple(block, reasons[static_cast<int>(fault)]).ptr());
    throw nb::python_error();
}

// An uninitialised bytes object, to be filled before anyone sees it.
struct FreshBytes {
    nb::bytes object;
    uint8_t* data;

    explicit FreshBytes(std::size_t size)
        : object(nb::steal<nb::bytes>(PyBytes_FromStringAndSize(nullptr, static_cast<Py_ssize_t>(size)))) {
        if (!object.is_valid()) {
            PyErr_Clear();
            throw TooMuchMemory("the bytes take", size);
        }
        data = reinterpret_cast<uint8_t*>(PyBytes_AsString(object.ptr()));
        ask_for_huge_pages(data, size);
    }
};

// body(block) for all of them, on at most `threads` threads; 0: as many as the pool has.
template <class Body>
void over_blocks(std::size_t blocks, std::size_t threads, const Body& body) {
    const std::size_t grain = threads == 0 ? 1 : (blocks + threads - 1) / threads;
    share(blocks, grain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; i++) {
            poll();
            body(i);
        }
    });
}

// Blocks on their way to being written: how long each will be, and, for ANS, its payload.
class Encoding {
  public:
    std::vector<std::size_t> offsets;  // of each record after the first, and behind the last

    Encoding(const Bytes& content, std::size_t block_size, bool ans, std::size_t threads)
        : data_(content.data()), n_(content.size()), block_size_(block_size), threads_(threads) {
        if (block_size == 0 || block_size > largest_block) throw nb::value_error("a block holds 1 to 2^20 bytes");
        plans_.resize((n_ + block_size - 1) / block_size);
        offsets.resize(plans_.size() + 1);
        if (ans) scratch_.reset(new uint8_t[n_]);
        const BlockKind kind = ans ? BlockKind::ans : BlockKind::huffman;
        {
            const Unlocked unlocked;
            over_blocks(plans_.size(), threads_, [&](std::size_t i) {
                kernels_.plan(kind, data_ + i * block_size_, size_of(i), plans_[i], scratch_of(i));
            });
        }
        for (std::size_t i = 0; i < plans_.size(); i++) offsets[i + 1] = offsets[i] + block_header + plans_[i].payload;
    }

    std::size_t blocks() const { return plans_.size(); }

    void write(uint8_t* records) const {
        const Unlocked unlocked;
        over_blocks(plans_.size(), threads_, [&](std::size_t i) {
            kernels_.write(data_ + i * block_size_, size_of(i), plans_[i], scratch_of(i), records + offsets[i]);
        });
    }

  private:
    const CodingKernels& kernels_ = PLOGP_CHOSEN(coding_kernels);
    const uint8_t* data_;
    std::size_t n_, block_size_, threads_;
    std::vector<BlockPlan> plans_;
    std::unique_ptr<uint8_t[]> scratch_;

    std::size_t size_of(std::size_t i) const { return std::min(block_size_, n_ - i * block_size_); }
    uint8_t* scratch_of(std::size_t i) const { return scratch_ ? scratch_.get() + i * block_size_ : nullptr; }
};

nb::bytes encode_blocks(const Bytes& content, std::size_t block_size, bool ans, std::size_t threads) {
    const Encoding encoding(content, block_size, ans, threads);
    FreshBytes records(encoding.offsets.back());
    encoding.write(records.data);
    return records.object;
}

// header, records, end mark, headers once more, trailer: as the streaming writer does it, but without a copy.
nb::bytes encode_file(const Bytes& header, const Bytes& content, std::size_t block_size, bool ans, std::size_t threads,
                      const Bytes& end_mark, const Bytes& end_magic) {
    const Encoding encoding(content, block_size, ans, threads);
    const std::size_t records = encoding.offsets.back(), table = block_header * encoding.blocks();
    FreshBytes file(header.size() + records + end_mark.size() + table + 2 * sizeof(uint64_t) + end_magic.size());
    uint8_t* out = std::copy_n(header.data(), header.size(), file.data);
    encoding.write(out);
    std::vector<uint8_t> digested(header.data(), header.data() + header.size());
    for (std::size_t i = 0; i < encoding.blocks(); i++) {
        const uint8_t* record = out + encoding.offsets[i];
        digested.insert(digested.end(), record, record + block_header);
    }
    const uint64_t length = content.size();
    const auto* length_bytes = reinterpret_cast<const uint8_t*>(&length);
    digested.insert(digested.end(), length_bytes, length_bytes + sizeof length);
    const uint64_t digest = PLOGP_CHOSEN(coding_kernels).checksum(digested.data(), digested.size());
    out = std::copy_n(end_mark.data(), end_mark.size(), out + records);
    out = std::copy_n(digested.data() + header.size(), table + sizeof length, out);
    std::memcpy(out, &digest, sizeof digest);
    std::copy_n(end_magic.data(), end_magic.size(), out + sizeof digest);
    return file.object;
}

struct BlockHeader {
    uint8_t kind;
    std::size_t payload, content;
    uint64_t checksum;

    explicit BlockHeader(const uint8_t* bytes) {
        uint32_t words[2];
        std::memcpy(words, bytes, sizeof words);
        std::memcpy(&checksum, bytes + sizeof words, sizeof checksum);
        kind = static_cast<uint8_t>(words[0]);
        payload = words[0] >> 8;
        content = words[1];
    }
};

nb::bytes decode_blocks(const Bytes& file, const Headers& headers, const Offsets& offsets, std::size_t threads) {
    const auto& kernels = PLOGP_CHOSEN(coding_kernels);
    const std::size_t blocks = headers.shape(0);
    if (offsets.size() != blocks) throw nb::value_error("one offset a block");
    std::vector<std::size_t> places(blocks + 1);
    for (std::size_t i = 0; i < blocks; i++) {
        const BlockHeader header(headers.data() + i * block_header);
        const int64_t offset = offsets.data()[i];
        if (offset < 0 || std::size_t(offset) > file.size() || header.payload > file.size() - std::size_t(offset))
            refuse(i, BlockFault::short_payload);
        if (header.content > largest_block) refuse(i, BlockFault::sizes);
        places[i + 1] = places[i] + header.content;
    }
    FreshBytes content(places[blocks]);
    std::atomic<std::size_t> faulty{blocks};  // the first one, whichever thread finds it
    std::vector<BlockFault> faults(blocks, BlockFault::none);
    {
        const Unlocked unlocked;
        over_blocks(blocks, threads, [&](std::size_t i) {
            const BlockHeader header(headers.data() + i * block_header);
            faults[i] = kernels.decode(header.kind, file.data() + offsets.data()[i], header.payload,
                                       content.data + places[i], header.content, header.checksum);
            std::size_t first = faulty.load();
            while (faults[i] != BlockFault::none && i < first && !faulty.compare_exchange_weak(first, i)) {
            }
        });
    }
    if (faulty < blocks) refuse(faulty, faults[faulty]);
    return content.object;
}

uint64_t checksum(const Bytes& data) {
    const Unlocked unlocked;
    return PLOGP_CHOSEN(coding_kernels).checksum(data.data(), data.size());
}

}  // namespace

void bind_coding(nb::module_& m) {
    m.def("encode_blocks", &encode_blocks, "content"_a.noconvert(), "block_size"_a, "ans"_a, "threads"_a,
          "The records of consecutive blocks of a content; threads 0 stands for all.");
    m.def("encode_file", &encode_file, "header"_a.noconvert(), "content"_a.noconvert(), "block_size"_a, "ans"_a,
          "threads"_a, "end_mark"_a.noconvert(), "end_magic"_a.noconvert(), "A whole file, in one piece.");
    m.def("decode_blocks", &decode_blocks, "file"_a.noconvert(), "headers"_a.noconvert(), "offsets"_a.noconvert(),
          "threads"_a,
          "The content of blocks, given their headers and where in the file their payloads lie. "
          "Raises Fault(block, reason).");
    m.def("block_checksum", &checksum, "data"_a.noconvert(), "XXH3 of bytes, 64 bits.");
}

}  // namespace plogp
