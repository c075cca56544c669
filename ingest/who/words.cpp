#include "ingest/who/words.h"

namespace annals::who {
namespace {

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

// "'s" as a word of its own, as English tokens have it.
bool is_possessive_word(std::string_view text, const NameLexicon& lexicon) {
  if (text.empty() || text.size() > 4) return false;
  for (const std::string& ending : lexicon.pack().possessives()) {
    if (text == ending) return true;
  }
  return false;
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
    Word word{};
    word.token = i;
    word.span = token.span;
    word.kind = token.kind;
    word.pos = token.pos;
    word.capital = token.title_case;
    word.all_caps = token.all_caps;
    word.stop_word = token.stop_word;
    if (i > 0 && out.words.back().is_word() && is_possessive_word(text, lexicon)) {
      out.words.back().possessive = true;
    } else if (token.kind == TokenKind::kWord) {
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
    for (const char c : lower) {
      if (c == '-') {
        word.hyphen = true;
        if (out.folded.size() > word.fold.begin) out.folded.push_back(' ');
      } else if (c != '.') {
        out.folded.push_back(c);
      }
    }
    while (out.folded.size() > word.fold.begin && out.folded.back() == ' ')
      out.folded.pop_back();
    word.fold.end = static_cast<std::uint32_t>(out.folded.size());
    out.words.push_back(word);
  }
  for (Word& word : out.words) {
    if (word.is_word()) word.form = lexicon.find(slice(out.folded, word.fold));
  }
}

}  // namespace annals::who
