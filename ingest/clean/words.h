// The words of a page's blocks as hashes: one pass over the text, flat arrays.
//
// Thread safety: plain values. Errors: none; any UTF-8 is a text.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/span.h"
#include "ingest/read/page.h"

namespace annals {

struct PageWord {
  Span span;               // in Page.text
  std::uint32_t hash = 0;  // of the lower-case form
  std::uint32_t stem = 0;  // of its first five letters: a crude stem, the same in every language
  bool digits = false;     // digits only
  bool upper = false;      // first letter is upper case
};

struct PageWords {
  std::vector<PageWord> words;
  std::vector<std::uint32_t> first;  // words of block i: [first[i], first[i + 1])

  std::span<const PageWord> of_block(std::size_t block) const {
    return std::span(words).subspan(first[block], first[block + 1] - first[block]);
  }
};

PageWords find_words(const Page& page);
// Appends the words of a piece of text; their spans count from `base`.
void append_words(std::string_view text, std::uint32_t base, std::vector<PageWord>& out);

// Lower case, code point by code point; German ß and the like stay.
std::string lower_case(std::string_view text);
// The hash find_words gives a word with this lower-case form.
std::uint32_t word_hash(std::string_view lower);

// Decodes the code point at `at` and moves behind it. Malformed bytes count as U+FFFD, one byte.
inline char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x80) {
    ++at;
    return byte;
  }
  const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
  if (length == 1 || at + length > text.size()) {
    ++at;
    return 0xFFFD;
  }
  char32_t c = length == 4 ? byte & 0x07U : length == 3 ? byte & 0x0FU : byte & 0x1FU;
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(text[at + i]);
    if ((next & 0xC0U) != 0x80) {
      ++at;
      return 0xFFFD;
    }
    c = (c << 6U) | (next & 0x3FU);
  }
  at += length;
  return c;
}
// Whether a code point separates words though it is no ASCII blank: no-break spaces and the like.
bool is_blank(char32_t c);

}  // namespace annals
