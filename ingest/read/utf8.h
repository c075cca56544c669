// Small steps through UTF-8. Thread safety: free functions. Errors: none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace annals {

// U+FFFD.
inline constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// The first byte at or behind `i` that is not ASCII, or the size.
inline std::size_t skip_ascii(std::string_view bytes, std::size_t i) {
  while (i + 8 <= bytes.size()) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + i, 8);
    if ((word & 0x8080808080808080ULL) != 0) break;
    i += 8;
  }
  while (i < bytes.size() && static_cast<unsigned char>(bytes[i]) < 0x80)
    ++i;
  return i;
}

// One letter, or the longest part of one that could have become valid (as the WHATWG decoder does).
struct Utf8Step {
  std::size_t length = 1;
  bool valid = false;
};

inline Utf8Step utf8_step(std::string_view bytes, std::size_t i) {
  const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(bytes[k]); };
  const unsigned char lead = byte(i);
  if (lead < 0x80) return {1, true};
  std::size_t need = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    need = 1;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    need = 2;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    need = 3;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  } else {
    return {1, false};
  }
  for (std::size_t k = 1; k <= need; ++k) {
    if (i + k >= bytes.size() || byte(i + k) < low || byte(i + k) > high) return {k, false};
    low = 0x80;
    high = 0xBF;
  }
  return {need + 1, true};
}

// Marks where a word may be parted; no letter of it.
inline constexpr std::uint32_t kSoftHyphen = 0xAD;

// Appends a code point; what is none becomes U+FFFD.
inline void append_utf8(std::uint32_t code, std::string& out) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0U | (code >> 6U));
    out += static_cast<char>(0x80U | (code & 0x3FU));
  } else if ((code >= 0xD800 && code < 0xE000) || code > 0x10FFFF) {
    out += kReplacement;
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0U | (code >> 12U));
    out += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
    out += static_cast<char>(0x80U | (code & 0x3FU));
  } else {
    out += static_cast<char>(0xF0U | (code >> 18U));
    out += static_cast<char>(0x80U | ((code >> 12U) & 0x3FU));
    out += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
    out += static_cast<char>(0x80U | (code & 0x3FU));
  }
}

// Length in bytes of the blank at `i` (space, tab, no-break and typographic spaces, zero-width
// space, byte order mark), or 0.
inline std::size_t blank_at(std::string_view text, std::size_t i) {
  const auto byte = [&](std::size_t k) {
    return k < text.size() ? static_cast<unsigned char>(text[k]) : 0U;
  };
  switch (byte(i)) {
    case ' ':
    case '\t':
    case '\v':
      return 1;
    case 0xC2:
      return byte(i + 1) == 0xA0 ? 2 : 0;  // U+00A0
    case 0xE2:
      if (byte(i + 1) == 0x80 &&
          ((byte(i + 2) >= 0x80 && byte(i + 2) <= 0x8B) || byte(i + 2) == 0xAF))
        return 3;  // U+2000 … U+200B, U+202F
      return 0;
    case 0xE3:
      return byte(i + 1) == 0x80 && byte(i + 2) == 0x80 ? 3 : 0;  // U+3000
    case 0xEF:
      return byte(i + 1) == 0xBB && byte(i + 2) == 0xBF ? 3 : 0;  // U+FEFF
    default:
      return 0;
  }
}

// [begin, end) without blanks on both sides. Empty spans stand at the end.
inline void trim_blanks(std::string_view text, std::size_t& begin, std::size_t& end) {
  const std::string_view line = text.substr(0, end);
  while (begin < end) {
    const std::size_t length = blank_at(line, begin);
    if (length == 0) break;
    begin += length;
  }
  while (end > begin) {
    std::size_t start = end - 1;
    while (start > begin && (static_cast<unsigned char>(text[start]) & 0xC0U) == 0x80)
      --start;
    if (blank_at(line, start) != end - start) break;
    end = start;
  }
}

}  // namespace annals
