// Binds the ANS stream.
#include <cstdlib>
#include <memory>

#include "bindings/bind.hpp"
#include "bindings/coding.hpp"
#include "coding/coding.hpp"
#include "thread_pool.hpp"

namespace plogp {

using namespace nb::literals;

namespace {

using Frequencies = nb::ndarray<const uint16_t, nb::shape<256>, nb::c_contig, nb::device::cpu>;
using FrequencyTable = const uint16_t (&)[256];

FrequencyTable table_of(const Frequencies& frequencies) {
    return *reinterpret_cast<const uint16_t (*)[256]>(frequencies.data());
}

nb::bytes encode_ans(const Bytes& symbols, const Frequencies& frequencies) {
    const std::size_t capacity = 2 * symbols.size() + 48;
    std::unique_ptr<uint8_t, decltype(&std::free)> out(static_cast<uint8_t*>(std::malloc(capacity)), &std::free);
    if (!out) throw TooMuchMemory("the stream takes up to", capacity);
    ask_for_huge_pages(out.get(), capacity);
    std::size_t written = 0;
    BlockFault fault;
    {
        const Unlocked unlocked;
        fault = PLOGP_CHOSEN(coding_kernels)
                    .encode_ans(symbols.data(), symbols.size(), table_of(frequencies), out.get(), capacity, written,
                                must_stop);
        poll();
    }
    if (fault != BlockFault::none) throw Fault(reasons[static_cast<int>(fault)]);
    return nb::bytes(out.get() + capacity - written, written);
}

Fresh decode_ans(const Bytes& coded, const Frequencies& frequencies, std::size_t n) {
    auto out = fresh<uint8_t>(1, &n);
    ask_for_huge_pages(out.data(), n);
    BlockFault fault;
    {
        const Unlocked unlocked;
        fault = PLOGP_CHOSEN(coding_kernels)
                    .decode_ans(coded.data(), coded.size(), table_of(frequencies), static_cast<uint8_t*>(out.data()), n,
                                must_stop);
        poll();
    }
    if (fault != BlockFault::none) throw Fault(reasons[static_cast<int>(fault)]);
    return out;
}

}  // namespace

void bind_ans(nb::module_& m) {
    m.def("encode_ans", &encode_ans, "symbols"_a.noconvert(), "frequencies"_a.noconvert(),
          "One rANS stream of symbols under 256 frequencies that sum to 2^15.");
    m.def("decode_ans", &decode_ans, "coded"_a.noconvert(), "frequencies"_a.noconvert(), "n"_a,
          "The n symbols of a rANS stream.");
}

}  // namespace plogp
