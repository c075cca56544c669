// The words of an article as the search for names sees them: folded, without possessive endings,
// with what the lexicon knows of each.
//
// Thread safety: plain values. A WordList points into the Analysis and the NameLexicon it was made
// from; both must outlive it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/span.h"
#include "ingest/language/analysis.h"
#include "ingest/who/name_lexicon.h"

namespace annals::who {

struct Word {
  Span span;            // in Analysis.text, without a possessive ending
  Span fold;            // in WordList.folded
  std::uint32_t token;  // index in Analysis.tokens
  const Form* form;     // what the lexicon knows of this word alone; may be nullptr
  Pos pos;
  TokenKind kind;
  bool capital;      // first letter upper case
  bool all_caps;     // two letters or more, all upper case
  bool any_capital;  // a capital anywhere ("iPhone")
  bool possessive;   // had a possessive ending with an apostrophe
  bool hyphen;       // has a hyphen inside
  bool stop_word;

  bool is(std::uint32_t bits) const { return form != nullptr && (form->bits & bits) != 0; }
  bool is_word() const { return kind == TokenKind::kWord; }
};

struct WordList {
  const Analysis* analysis = nullptr;
  // Folded words, one blank between neighbours, so that a run of words is a run of bytes.
  std::string folded;
  std::vector<Word> words;  // one for each token, in order

  std::string_view text(const Word& word) const { return slice(analysis->text, word.span); }
  std::string_view text(std::uint32_t first, std::uint32_t last) const {
    return slice(analysis->text, Span{words[first].span.begin, words[last - 1].span.end});
  }
  std::string_view fold(const Word& word) const { return slice(folded, word.fold); }
  // The folded words [first, last), joined by blanks.
  std::string_view fold(std::uint32_t first, std::uint32_t last) const {
    return slice(folded, Span{words[first].fold.begin, words[last - 1].fold.end});
  }
};

// Fills `out`, whose buffers are reused.
void make_words(const Analysis& analysis, const NameLexicon& lexicon, WordList& out);

}  // namespace annals::who
