#include "engine/base/fold.h"

#include <algorithm>
#include <cstdint>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include "engine/base/ascii.h"

namespace annals {
namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
}

// One for all threads, or nullptr. ICU makes it when it is first asked, where the thread sanitizer
// does not see it.
const icu::Normalizer2* case_folder() {
  UErrorCode error = U_ZERO_ERROR;
  static const icu::Normalizer2* const folder = icu::Normalizer2::getNFKCCasefoldInstance(error);
  return folder;
}

std::string fold_case(std::string_view text) {
  std::string out;
  if (is_ascii(text)) {
    return ascii_lower(text);
  }
  const icu::Normalizer2* const folder = case_folder();
  if (folder == nullptr) return std::string(text);
  UErrorCode error = U_ZERO_ERROR;
  const icu::UnicodeString in = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  const icu::UnicodeString folded = folder->normalize(in, error);
  if (U_FAILURE(error)) return std::string(text);
  folded.toUTF8String(out);
  return out;
}

// The code point that a text begins with, and its length in bytes; negative when malformed.
struct FirstLetter {
  UChar32 letter = -1;
  std::int32_t bytes = 0;
};
FirstLetter first_letter(std::string_view text) {
  FirstLetter out;
  const auto size = static_cast<std::int32_t>(std::min<std::size_t>(text.size(), 4));
  if (size == 0) return out;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  U8_NEXT(bytes, out.bytes, size, out.letter);
  return out;
}

}  // namespace

std::vector<std::string_view> words_of(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  std::vector<std::string_view> out;
  for (std::size_t begin = text.find_first_not_of(kBlanks); begin != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(kBlanks, begin), text.size());
    out.push_back(text.substr(begin, end - begin));
    begin = text.find_first_not_of(kBlanks, end);
  }
  return out;
}

std::string fold_name(std::string_view name) {
  const std::string folded = fold_case(name);
  std::string out;
  out.reserve(folded.size());
  bool blank = false;
  for (const char c : folded) {
    if (c == '.') continue;
    if (c == ' ' || c == '-' || c == '\t' || c == '\r' || c == '\n') {
      blank = !out.empty();
      continue;
    }
    if (blank) out.push_back(' ');
    blank = false;
    out.push_back(c);
  }
  return out;
}

std::string initials_of(std::string_view name) {
  std::string letters;
  int count = 0;
  for (const std::string_view word : words_of(name)) {
    const FirstLetter first = first_letter(word);
    if (first.letter < 0 || !u_isupper(first.letter)) continue;
    letters += word.substr(0, static_cast<std::size_t>(first.bytes));
    ++count;
  }
  return count < 2 ? std::string() : fold_case(letters);
}

bool looks_like_acronym(std::string_view name) {
  constexpr int kMinLetters = 2;
  constexpr int kMaxLetters = 6;
  int letters = 0;
  while (!name.empty()) {
    const FirstLetter first = first_letter(name);
    if (first.letter < 0 || !u_isupper(first.letter) || ++letters > kMaxLetters) return false;
    name.remove_prefix(static_cast<std::size_t>(first.bytes));
  }
  return letters >= kMinLetters;
}

}  // namespace annals
