#include "ingest/language/chars.h"

#include <array>

#include <unicode/uchar.h>

namespace annals {
namespace {

constexpr CharClass ascii_class(int c) {
  if (c <= ' ' || c == 0x7F) return CharClass::kSpace;
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return CharClass::kLetter;
  if (c >= '0' && c <= '9') return CharClass::kDigit;
  switch (c) {
    case '-':
      return CharClass::kHyphen;
    case '\'':
    case '`':
      return CharClass::kApostrophe;
    case '"':
      return CharClass::kQuote;
    case '#':
    case '$':
    case '%':
    case '&':
    case '*':
    case '+':
    case '<':
    case '=':
    case '>':
    case '@':
    case '\\':
    case '^':
    case '_':
    case '|':
    case '~':
      return CharClass::kSymbol;
    default:
      return CharClass::kPunctuation;
  }
}

constexpr auto kAscii = [] {
  std::array<CharClass, 128> table{};
  for (int c = 0; c < 128; ++c)
    table[static_cast<std::size_t>(c)] = ascii_class(c);
  return table;
}();

CharClass class_of(char32_t code) {
  switch (code) {
    case 0xAD:
    case 0x200B:
    case 0x200C:
    case 0x200D:
    case 0x2060:
    case 0xFEFF:
      return CharClass::kSilent;
    case 0x2010:
    case 0x2011:
      return CharClass::kHyphen;
    case 0xB4:
    case 0x2019:
      return CharClass::kApostrophe;
    case 0xAB:
    case 0xBB:
    case 0x2018:
    case 0x201A:
    case 0x201B:
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2039:
    case 0x203A:
    case 0x300C:
    case 0x300D:
    case 0xFF02:
      return CharClass::kQuote;
    case 0xA7:  // § and the like count things; they do not cut sentences
    case 0xB6:
    case 0x2020:
    case 0x2021:
    case 0x2030:
      return CharClass::kSymbol;
    default:
      break;
  }
  const auto c = static_cast<UChar32>(code);
  const std::uint32_t mask = U_GET_GC_MASK(c);
  if ((mask & (U_GC_L_MASK | U_GC_M_MASK)) != 0) return CharClass::kLetter;
  if ((mask & U_GC_ND_MASK) != 0) return CharClass::kDigit;
  if ((mask & (U_GC_Z_MASK | U_GC_CC_MASK)) != 0) return CharClass::kSpace;
  if ((mask & U_GC_P_MASK) != 0) return CharClass::kPunctuation;
  return CharClass::kSymbol;
}

Char invalid_byte() {
  return {0xFFFD, 1, CharClass::kInvalid};
}

void append_utf8(char32_t code, std::string& out) {
  const auto trail = [&](unsigned shift) {
    out.push_back(static_cast<char>(0x80U | ((code >> shift) & 0x3FU)));
  };
  if (code < 0x80) {
    out.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out.push_back(static_cast<char>(0xC0U | code >> 6U));
    trail(0);
  } else if (code < 0x10000) {
    out.push_back(static_cast<char>(0xE0U | code >> 12U));
    trail(6);
    trail(0);
  } else {
    out.push_back(static_cast<char>(0xF0U | code >> 18U));
    trail(12);
    trail(6);
    trail(0);
  }
}

}  // namespace

Char decode_char(std::string_view text, std::size_t pos) {
  if (pos >= text.size()) return {};
  const auto lead = static_cast<unsigned char>(text[pos]);
  if (lead < 0x80) return {lead, 1, kAscii[lead]};
  const std::size_t length = lead < 0xC2   ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF5 ? 4
                                           : 0;
  if (length == 0 || pos + length > text.size()) return invalid_byte();
  char32_t code = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const auto trail = static_cast<unsigned char>(text[pos + i]);
    if ((trail & 0xC0U) != 0x80U) return invalid_byte();
    code = code << 6U | (trail & 0x3FU);
  }
  // Too long a form, a surrogate, or beyond Unicode.
  const bool bad = (length == 3 && (code < 0x800 || (code >= 0xD800 && code <= 0xDFFF))) ||
                   (length == 4 && (code < 0x10000 || code > 0x10FFFF));
  if (bad) return invalid_byte();
  return {code, static_cast<std::uint8_t>(length), class_of(code)};
}

Char decode_char_before(std::string_view text, std::size_t pos) {
  if (pos == 0 || pos > text.size()) return {};
  for (std::size_t length = 1; length <= 4 && length <= pos; ++length) {
    const auto byte = static_cast<unsigned char>(text[pos - length]);
    if ((byte & 0xC0U) == 0x80U) continue;  // a trail byte: the lead is further left
    const Char c = decode_char(text, pos - length);
    return c.length == length ? c : invalid_byte();
  }
  return invalid_byte();
}

bool is_upper(char32_t code) {
  if (code < 0x80) return code >= 'A' && code <= 'Z';
  const auto type = u_charType(static_cast<UChar32>(code));
  return type == U_UPPERCASE_LETTER || type == U_TITLECASE_LETTER;
}

bool is_lower(char32_t code) {
  if (code < 0x80) return code >= 'a' && code <= 'z';
  return u_charType(static_cast<UChar32>(code)) == U_LOWERCASE_LETTER;
}

void append_folded(std::string_view text, std::string& out) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {
      out.push_back(byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32)
                    : byte == '`'              ? '\''
                                               : static_cast<char>(byte));
      ++i;
      continue;
    }
    const Char c = decode_char(text, i);
    if (c.type == CharClass::kInvalid) {
      out.push_back(text[i]);
    } else if (c.type == CharClass::kHyphen) {
      out.push_back('-');
    } else if (c.type == CharClass::kApostrophe) {
      out.push_back('\'');
    } else if (c.type != CharClass::kSilent) {
      append_utf8(
          static_cast<char32_t>(u_foldCase(static_cast<UChar32>(c.code), U_FOLD_CASE_DEFAULT)),
          out);
    }
    i += c.length;
  }
}

std::string folded(std::string_view text) {
  std::string out;
  append_folded(text, out);
  return out;
}

}  // namespace annals
