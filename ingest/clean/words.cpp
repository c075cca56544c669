#include "ingest/clean/words.h"

#include <array>

#include <unicode/uchar.h>

namespace annals {
namespace {

// FNV-1a: words are short, and the hash is built while they are folded.
constexpr std::uint32_t kHashStart = 2166136261U;
constexpr std::uint32_t kHashStep = 16777619U;
constexpr std::uint32_t add_to_hash(std::uint32_t hash, char32_t c) {
  hash = (hash ^ (c & 0xffU)) * kHashStep;
  return c < 0x80 ? hash : (hash ^ (c >> 8U)) * kHashStep;
}

constexpr std::uint32_t kStemLetters = 5;

struct Letter {
  char32_t lower = 0;  // 0: not part of a word
  bool digit = false;
  bool upper = false;
};

Letter classify_letter(char32_t c) {
  if (c < 0x80) {
    if (c >= 'a' && c <= 'z') return {c, false, false};
    if (c >= 'A' && c <= 'Z') return {c + 32, false, true};
    if (c >= '0' && c <= '9') return {c, true, false};
    return {};
  }
  const auto code = static_cast<UChar32>(c);
  if (c == 0xAD || c == 0xFFFD) return {};
  if (u_isdigit(code) != 0) return {c, true, false};
  if (u_isalpha(code) == 0 && (U_GET_GC_MASK(code) & U_GC_M_MASK) == 0) return {};
  const auto lower = static_cast<char32_t>(u_tolower(code));
  return {lower, false, lower != c};
}

// Latin, Greek and Cyrillic letters without asking each time.
constexpr std::size_t kKnownLetters = 0x500;
const std::array<Letter, kKnownLetters>& known_letters() {
  static const std::array<Letter, kKnownLetters> letters = [] {
    std::array<Letter, kKnownLetters> out{};
    for (std::size_t c = 0; c < kKnownLetters; ++c)
      out.at(c) = classify_letter(static_cast<char32_t>(c));
    return out;
  }();
  return letters;
}

void append_utf8(std::string& out, char32_t c) {
  const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    put(c);
    return;
  }
  if (c < 0x800) {
    put(0xC0 | c >> 6U);
  } else {
    if (c < 0x10000) {
      put(0xE0 | c >> 12U);
    } else {
      put(0xF0 | c >> 18U);
      put(0x80 | (c >> 12U & 0x3FU));
    }
    put(0x80 | (c >> 6U & 0x3FU));
  }
  put(0x80 | (c & 0x3FU));
}

}  // namespace

bool is_blank(char32_t c) {
  return c == ' ' || (c >= 9 && c <= 13) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000 || c == 0xFEFF;
}

void append_words(std::string_view text, std::uint32_t base, std::vector<PageWord>& out) {
  const std::array<Letter, kKnownLetters>& known = known_letters();
  const auto classify = [&known](char32_t c) {
    return c < kKnownLetters ? known[c] : classify_letter(c);
  };
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t begin = at;
    Letter letter = classify(next_code_point(text, at));
    if (letter.lower == 0) continue;
    PageWord word;
    word.upper = letter.upper;
    word.digits = letter.digit;
    std::uint32_t hash = kHashStart;
    std::uint32_t stem = kHashStart;
    std::uint32_t letters = 0;
    std::size_t end = 0;
    while (true) {
      hash = add_to_hash(hash, letter.lower);
      if (letters++ < kStemLetters) stem = add_to_hash(stem, letter.lower);
      word.digits = word.digits && letter.digit;
      end = at;
      if (at >= text.size()) break;
      std::size_t next = at;
      char32_t c = next_code_point(text, next);
      if (c == 0xAD && next < text.size()) {  // a soft hyphen inside a word is no boundary
        c = next_code_point(text, next);
      }
      letter = classify(c);
      at = next;
      if (letter.lower == 0) break;
      // Digits and letters are words of their own: "20Uhr", "Stand14".
      if (letter.digit != word.digits && (word.digits || letter.digit)) {
        at = end;
        break;
      }
    }
    word.hash = hash;
    word.stem = stem;
    word.span = {base + static_cast<std::uint32_t>(begin), base + static_cast<std::uint32_t>(end)};
    out.push_back(word);
  }
}

PageWords find_words(const Page& page) {
  PageWords out;
  out.words.reserve(page.text.size() / 6);
  out.first.reserve(page.blocks.size() + 1);
  for (const PageBlock& block : page.blocks) {
    out.first.push_back(static_cast<std::uint32_t>(out.words.size()));
    append_words(slice(page.text, block.span), block.span.begin, out.words);
  }
  out.first.push_back(static_cast<std::uint32_t>(out.words.size()));
  return out;
}

std::string lower_case(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    append_utf8(out, static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))));
  }
  return out;
}

std::uint32_t word_hash(std::string_view lower) {
  std::uint32_t hash = kHashStart;
  for (std::size_t at = 0; at < lower.size();)
    hash = add_to_hash(hash, next_code_point(lower, at));
  return hash;
}

}  // namespace annals
