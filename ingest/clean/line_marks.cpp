#include "ingest/clean/line_marks.h"

#include <algorithm>
#include <initializer_list>

#include "engine/base/ascii.h"

namespace annals {
namespace {

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> starts) {
  return std::any_of(starts.begin(), starts.end(),
                     [text](std::string_view s) { return text.starts_with(s); });
}

}  // namespace

bool is_bullet(std::string_view text) {
  if (text.empty() || is_ascii_letter(text.front())) return false;
  return starts_with_any(text, {"•", "* ", "- ", "– ", "▪", "►", "»", "›", "·", "◦", "‣"});
}

bool starts_quoted(std::string_view text) {
  if (text.empty() || is_ascii_letter(text.front())) return false;
  return starts_with_any(text, {"\"", "„", "“", "»", "«", "'"});
}

bool is_numbered(std::string_view text) {
  std::size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9')
    ++digits;
  return digits > 0 && digits <= 3 && text.substr(digits).starts_with(". ");
}

// "14. Sep 2020", "14.09.20", "Sept 14, 2020".
bool date_like(std::span<const PageWord> words) {
  for (std::size_t w = 0; w + 1 < words.size(); ++w) {
    if (!words[w].digits || words[w].span.size() > 2) continue;
    if (words[w + 1].digits && words[w + 1].span.size() == 4 &&
        words[w + 1].span.begin - words[w].span.end <= 3) {
      return true;
    }
    if (w + 2 < words.size() && words[w + 2].digits &&
        (words[w + 2].span.size() == 4 || words[w + 1].digits) &&
        words[w + 2].span.begin - words[w].span.end <= 14) {
      return true;
    }
  }
  return false;
}

bool all_caps(std::string_view line) {
  std::size_t upper = 0;
  for (const char c : line) {
    if (c >= 'a' && c <= 'z') return false;
    upper += c >= 'A' && c <= 'Z' ? 1U : 0U;
  }
  return upper >= 4;
}

}  // namespace annals
