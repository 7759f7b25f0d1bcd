// Reads a Huffman block: up to three symbols a lookup, four streams side by side, every bound settled before the loop.
#pragma once

#include "coding/code_lengths.hpp"
#include "coding/streams.hpp"
#include "simd/instructions.hpp"

namespace plogp::PLOGP_LEVEL {
namespace {

// One entry for each 12 bits that may come next: bits 0-5 how many of them are used, bits 6-7 how many symbols they
// hold (1 to 3), then the symbols, the first in the highest byte. The content is written from its end to its start, so
// all four bytes can be stored below the place reached, and the two lowest are overwritten by what follows.
using LookUp = uint32_t[1 << longest_code];
constexpr uint32_t index_mask = (1 << longest_code) - 1;

void fill_look_up(const uint8_t (&lengths)[256], const uint16_t (&words)[256], LookUp& table) {
    uint16_t single[1 << longest_code];  // symbol << 8 | length
    for (uint32_t s = 0; s < 256; s++) {
        if (lengths[s] == 0) continue;
        const uint16_t entry = static_cast<uint16_t>(s << 8 | lengths[s]);
        for (uint32_t i = words[s]; i <= index_mask; i += 1u << lengths[s]) single[i] = entry;
    }
    for (uint32_t i = 0; i <= index_mask; i++) {
        // Bits past the twelfth are 0 here, unknown in the stream: a word that would need them is not taken.
        const uint32_t first = single[i], one = first & 15;
        const uint32_t second = single[i >> one], two = one + (second & 15);
        const uint32_t third = single[two <= 12 ? i >> two : 0], three = two + (third & 15);
        const uint32_t count = 1 + (two <= 12) + (three <= 12);
        const uint32_t used = count == 1 ? one : count == 2 ? two : three;
        table[i] = used | count << 6 | (first >> 8) << 24 | (second >> 8) << 16 | (third >> 8) << 8;
    }
}

PLOGP_ALWAYS_INLINE uint32_t symbols_in(uint32_t entry) { return bits_6_and_7(entry); }

// Four lookups take at most 48 bits of the at least 57 that one load gives, and store at most 12 symbols.
constexpr uint64_t bits_a_round = 4 * longest_code;
constexpr size_t symbols_a_round = 12;

struct Stream {
    uint64_t position;       // in bits from the start of the payload
    uint64_t end;            // where it must end, up to 7 bits of padding
    uint8_t *place, *begin;  // of content: written from place down to begin

    // Rounds that surely stay within `size` bytes of payload and above `begin`, whatever the bits.
    size_t safe_rounds(size_t size) const {
        const uint64_t readable = size < 8 ? 0 : 8 * (uint64_t(size) - 8);
        const size_t by_bits = readable < position ? 0 : (readable - position) / bits_a_round;
        const size_t space = static_cast<size_t>(place - begin);
        const size_t by_space = space < 4 ? 0 : (space - 4) / symbols_a_round;
        return by_bits < by_space ? by_bits : by_space;
    }
};

#define PLOGP_LOOK_UP(k)                       \
    entry = table[bits##k & index_mask];       \
    store_word<uint32_t>(place##k - 4, entry); \
    bits##k >>= entry & 63;                    \
    used##k += entry;                          \
    place##k -= symbols_in(entry);
#define PLOGP_LOOK_UPS PLOGP_LOOK_UP(0) PLOGP_LOOK_UP(1) PLOGP_LOOK_UP(2) PLOGP_LOOK_UP(3)

// The hot loop. Scalars by name, not arrays: the compiler then keeps them in registers.
void run_together(const uint8_t* payload, const LookUp& table, Stream (&s)[streams], size_t rounds) {
    uint64_t at0 = s[0].position, at1 = s[1].position, at2 = s[2].position, at3 = s[3].position;
    uint8_t *place0 = s[0].place, *place1 = s[1].place, *place2 = s[2].place, *place3 = s[3].place;
    for (; rounds != 0; rounds--) {
        uint64_t bits0 = load_word<uint64_t>(payload + (at0 >> 3)) >> (at0 & 7);
        uint64_t bits1 = load_word<uint64_t>(payload + (at1 >> 3)) >> (at1 & 7);
        uint64_t bits2 = load_word<uint64_t>(payload + (at2 >> 3)) >> (at2 & 7);
        uint64_t bits3 = load_word<uint64_t>(payload + (at3 >> 3)) >> (at3 & 7);
        uint32_t entry, used0 = 0, used1 = 0, used2 = 0, used3 = 0;
        PLOGP_LOOK_UPS PLOGP_LOOK_UPS PLOGP_LOOK_UPS PLOGP_LOOK_UPS at0 +=
            used0 & 63;  // at most 48: the sum of four widths cannot carry out of six bits
        at1 += used1 & 63;
        at2 += used2 & 63;
        at3 += used3 & 63;
    }
    s[0].position = at0, s[1].position = at1, s[2].position = at2, s[3].position = at3;
    s[0].place = place0, s[1].place = place1, s[2].place = place2, s[3].place = place3;
}

// What is left of one stream when another has come to its end.
void run_alone(const uint8_t* payload, const LookUp& table, Stream& s, size_t rounds) {
    uint64_t at0 = s.position;
    uint8_t* place0 = s.place;
    for (; rounds != 0; rounds--) {
        uint64_t bits0 = load_word<uint64_t>(payload + (at0 >> 3)) >> (at0 & 7);
        uint32_t entry, used0 = 0;
        PLOGP_LOOK_UP(0) PLOGP_LOOK_UP(0) PLOGP_LOOK_UP(0) PLOGP_LOOK_UP(0) at0 += used0 & 63;
    }
    s.position = at0;
    s.place = place0;
}

#undef PLOGP_LOOK_UPS
#undef PLOGP_LOOK_UP

// The last symbols, one at a time and with every load checked.
void run_to_end(const uint8_t* payload, size_t size, const LookUp& table, const uint8_t (&lengths)[256], Stream& s) {
    while (s.place != s.begin) {
        const uint8_t symbol = static_cast<uint8_t>(table[bits_at(payload, size, s.position) & index_mask] >> 24);
        *--s.place = symbol;
        s.position += lengths[symbol];
    }
}

BlockFault read_lengths(const uint8_t* payload, size_t size, uint8_t (&lengths)[256], size_t& header) {
    if (size < symbol_set) return BlockFault::short_payload;
    size_t symbols = 0;
    for (int s = 0; s < 256; s++) symbols += occurs(payload, s);
    header = symbol_set + (symbols + 1) / 2;
    if (symbols < 2) return BlockFault::symbols;
    if (size < header + stream_table) return BlockFault::short_payload;
    const uint8_t* nibbles = payload + symbol_set;
    size_t i = 0;
    for (int s = 0; s < 256; s++) {
        lengths[s] = 0;
        if (!occurs(payload, s)) continue;
        lengths[s] = nibbles[i >> 1] >> (i % 2 ? 4 : 0) & 15;
        if (lengths[s] == 0 || lengths[s] > longest_code) return BlockFault::lengths;
        i++;
    }
    if (i % 2 && nibbles[i >> 1] >> 4 != 0) return BlockFault::lengths;
    return BlockFault::none;
}

BlockFault decode_huffman(const uint8_t* payload, size_t size, uint8_t* content, size_t n) {
    uint8_t lengths[256];
    size_t at;
    if (const BlockFault fault = read_lengths(payload, size, lengths, at); fault != BlockFault::none) return fault;
    uint16_t words[256];
    if (!code_words(lengths, words)) return BlockFault::lengths;

    const Quarters quarters(n);
    Stream s[streams];
    uint64_t begin = at + stream_table;
    for (int k = 0; k < streams; k++) {
        const uint64_t bytes = k < streams - 1 ? load_word<uint32_t>(payload + at + 4 * k) : size - begin;
        if (bytes > size - begin) return BlockFault::sizes;
        s[k] = {8 * begin, 8 * (begin + bytes), content + quarters.begin[k + 1], content + quarters.begin[k]};
        begin += bytes;
    }

    LookUp table;
    fill_look_up(lengths, words, table);
    const auto safe_rounds = [&](const Stream& stream) { return stream.safe_rounds(size); };
    for (;;) {
        size_t rounds = safe_rounds(s[0]);
        for (const Stream& stream : s) rounds = safe_rounds(stream) < rounds ? safe_rounds(stream) : rounds;
        if (rounds == 0) break;
        run_together(payload, table, s, rounds);
    }
    for (Stream& stream : s) {
        while (const size_t rounds = safe_rounds(stream)) run_alone(payload, table, stream, rounds);
        run_to_end(payload, size, table, lengths, stream);
        // It must have used its own bits and no others, and the padding must be zero.
        if (stream.position > stream.end || stream.end - stream.position > 7) return BlockFault::ending;
        const uint64_t padding = bits_at(payload, size, stream.position) & ((1u << (stream.end - stream.position)) - 1);
        if (padding != 0) return BlockFault::ending;
    }
    return BlockFault::none;
}

}  // namespace
}  // namespace plogp::PLOGP_LEVEL
