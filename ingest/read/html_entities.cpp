#include "ingest/read/html_entities.h"

#include <algorithm>
#include <array>

#include "engine/base/ascii.h"
#include "ingest/read/html_entity_table.h"
#include "ingest/read/utf8.h"

namespace annals {
namespace {

bool is_alnum(char c) {
  return is_ascii_letter(c) || is_ascii_digit(c);
}

// "&#150;" means what windows-1252 has there (WHATWG HTML, numeric character reference end state).
std::uint32_t numeric_code(std::uint32_t code) {
  static constexpr std::array<std::uint16_t, 32> kWindows = {
      0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
      0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
      0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};
  if (code >= 0x80 && code < 0xA0) return kWindows.at(code - 0x80);
  if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return 0xFFFD;
  if (code < 0x20 || code == 0x7F) return ' ';
  return code;
}

CharacterReference numeric(std::string_view text) {
  std::size_t i = 2;
  const bool hex = i < text.size() && (text[i] == 'x' || text[i] == 'X');
  if (hex) ++i;
  const std::size_t first = i;
  std::uint32_t code = 0;
  constexpr std::uint32_t kTooLarge = 0x110000;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    std::uint32_t digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<std::uint32_t>(c - '0');
    } else if (hex && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))) {
      digit = static_cast<std::uint32_t>((c | 0x20) - 'a') + 10;
    } else {
      break;
    }
    code = std::min(code * (hex ? 16 : 10) + digit, kTooLarge);
  }
  if (i == first) return {};
  if (i < text.size() && text[i] == ';') ++i;
  return {i, numeric_code(code)};
}

const HtmlEntity* find_entity(std::string_view name) {
  const auto* it = std::lower_bound(
      kHtmlEntities.begin(), kHtmlEntities.end(), name,
      [](const HtmlEntity& entity, std::string_view n) { return entity.name < n; });
  return it != kHtmlEntities.end() && it->name == name ? it : nullptr;
}

}  // namespace

CharacterReference character_reference(std::string_view text, bool in_attribute) {
  if (text.size() < 3) return {};
  if (text[1] == '#') return numeric(text);
  constexpr std::size_t kLongest = 24;
  std::size_t end = 1;
  while (end < text.size() && end <= kLongest && is_alnum(text[end]))
    ++end;
  if (end == 1) return {};
  const bool closed = end < text.size() && text[end] == ';';
  if (closed) {
    if (const HtmlEntity* entity = find_entity(text.substr(1, end - 1)); entity != nullptr)
      return {end + 1, entity->code};
  }
  // Without ';' the longest name that may stand so.
  constexpr std::size_t kLongestBare = 6;
  for (std::size_t size = std::min(end - 1, kLongestBare); size >= 2; --size) {
    const HtmlEntity* entity = find_entity(text.substr(1, size));
    if (entity == nullptr || !entity->bare) continue;
    const char next = 1 + size < text.size() ? text[1 + size] : ' ';
    if (in_attribute && (next == '=' || is_alnum(next))) return {};
    return {1 + size, entity->code};
  }
  return {};
}

std::string plain_value(std::string_view raw, bool in_attribute) {
  std::string out;
  out.reserve(raw.size());
  bool space = false;
  for (std::size_t i = 0; i < raw.size();) {
    const char c = raw[i];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
      space = !out.empty();
      ++i;
      continue;
    }
    if (space) out += ' ';
    space = false;
    if (c == '&') {
      const CharacterReference reference = character_reference(raw.substr(i), in_attribute);
      if (reference.length > 0) {
        if (reference.code != kSoftHyphen) append_utf8(reference.code, out);
        i += reference.length;
        continue;
      }
    }
    out += c;
    ++i;
  }
  std::size_t begin = 0;
  std::size_t end = out.size();
  trim_blanks(out, begin, end);
  return begin == 0 && end == out.size() ? out : out.substr(begin, end - begin);
}

}  // namespace annals
