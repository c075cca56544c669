#include "ingest/who/words.h"

#include <algorithm>
#include <array>

#include "engine/base/fold.h"

namespace annals::who {
namespace {

// What a word is made of: most are letters of ASCII alone, which nothing has to be done about.
enum ByteKind : std::uint8_t { kApostrophe = 1, kHyphen = 2, kDropped = 4, kForeign = 8 };

constexpr auto kByteKinds = [] {
  std::array<std::uint8_t, 256> out{};
  out['\''] = kApostrophe;
  out['-'] = kHyphen;
  out['.'] = kDropped;
  out[' '] = kDropped;
  std::fill(out.begin() + 0x80, out.end(), kForeign);
  return out;
}();

std::uint8_t kinds_of(std::string_view word) {
  std::uint8_t kinds = 0;
  for (const char c : word)
    kinds |= kByteKinds[static_cast<unsigned char>(c)];
  return kinds;
}

// Bytes of the possessive ending of a word, 0 for none. `lower` has apostrophes as '.
std::size_t possessive_ending(std::string_view text, std::string_view lower,
                              const NameLexicon& lexicon) {
  if (lower.find('\'') == std::string_view::npos &&
      text.find("\xE2\x80\x99") == std::string_view::npos) {
    return 0;
  }
  for (const std::string& ending : lexicon.pack().possessives()) {
    if (text.size() > ending.size() && text.ends_with(ending)) return ending.size();
  }
  return 0;
}

// Whether fold_name changes nothing in a word that is case-folded letter by letter already, but ß
// to ss, hyphens and full stops: ASCII and the letters of Latin-1, which nearly every word is.
bool is_plain(std::string_view lower) {
  for (std::size_t i = 0; i < lower.size(); ++i) {
    const auto c = static_cast<unsigned char>(lower[i]);
    if (c < 0x80U) continue;
    if (c != 0xC3U || i + 1 == lower.size()) return false;
    ++i;
  }
  return true;
}

bool has_ascii_capital(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// Appends fold_name(lower). `kinds` are those of its bytes, or more.
void append_fold(std::string_view lower, std::uint8_t kinds, std::string& out) {
  if ((kinds & (kHyphen | kDropped | kForeign)) == 0) {
    out += lower;
    return;
  }
  if (!is_plain(lower)) {
    out += fold_name(lower);
    return;
  }
  const std::size_t begin = out.size();
  for (std::size_t i = 0; i < lower.size(); ++i) {
    const char c = lower[i];
    if (c == '-') {
      if (out.size() > begin && out.back() != ' ') out.push_back(' ');
    } else if (c == '\xC3' && i + 1 < lower.size() && lower[i + 1] == '\x9F') {
      out += "ss";
      ++i;
    } else if (c != '.') {
      out.push_back(c);
    }
  }
  while (out.size() > begin && out.back() == ' ')
    out.pop_back();
}

// "'s" as a word of its own, as English tokens have it.
bool is_possessive_word(std::string_view text, const NameLexicon& lexicon) {
  if (text.empty() || text.size() > 4) return false;
  const auto& endings = lexicon.pack().possessives();
  return std::any_of(endings.begin(), endings.end(),
                     [&](const std::string& ending) { return text == ending; });
}

}  // namespace

void make_words(const Analysis& analysis, const NameLexicon& lexicon, WordList& out) {
  out.analysis = &analysis;
  out.folded.clear();
  out.words.clear();
  out.folded.reserve(analysis.lower_text.size() + analysis.tokens.size());
  out.words.reserve(analysis.tokens.size());
  for (std::uint32_t i = 0; i < analysis.tokens.size(); ++i) {
    const Token& token = analysis.tokens[i];
    std::string_view lower = analysis.lower_of(token);
    const std::string_view text = analysis.text_of(token);
    const bool folded = text != lower;
    const std::uint8_t kinds = kinds_of(lower);
    Word word{};
    word.token = i;
    word.span = token.span;
    word.kind = token.kind;
    word.pos = token.pos;
    word.capital = token.title_case;
    word.all_caps = token.all_caps;
    word.any_capital = token.title_case || (folded && has_ascii_capital(text));
    word.stop_word = token.stop_word;
    if (i > 0 && out.words.back().is_word() && is_possessive_word(text, lexicon)) {
      out.words.back().possessive = true;
    } else if (token.kind == TokenKind::kWord &&
               (folded || (kinds & (kApostrophe | kForeign)) != 0)) {
      const std::size_t ending = possessive_ending(text, lower, lexicon);
      if (ending > 0) {
        word.possessive = true;
        word.span.end -= static_cast<std::uint32_t>(ending);
        // The folded form writes every apostrophe as one byte.
        const std::size_t apostrophe = lower.rfind('\'');
        lower = apostrophe == std::string_view::npos || apostrophe == 0
                    ? lower.substr(0, lower.size() - ending)
                    : lower.substr(0, apostrophe);
      }
    }
    if (!out.folded.empty()) out.folded.push_back(' ');
    word.fold.begin = static_cast<std::uint32_t>(out.folded.size());
    word.hyphen =
        (kinds & kHyphen) != 0 && lower.size() > 1 && lower.find('-') != std::string_view::npos;
    append_fold(lower, kinds, out.folded);
    word.fold.end = static_cast<std::uint32_t>(out.folded.size());
    out.words.push_back(word);
  }
  for (Word& word : out.words) {
    if (word.is_word()) word.form = lexicon.find(slice(out.folded, word.fold));
  }
}

}  // namespace annals::who
