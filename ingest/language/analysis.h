// The text of an article as sentences and tokens: flat arrays of spans into one text.
//
// Thread safety: plain values. An Analysis points into the text and the Language it was made from;
// both must outlive it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/ids.h"
#include "engine/base/span.h"

namespace annals {

class Language;

enum class TokenKind : std::uint8_t {
  kWord,    // letters, also with digits, hyphens or apostrophes inside: "US-Präsident", "G7",
            // "Qa'ida", "20th"; abbreviations with their period: "Dr.", "U.S."; English clitics are
            // words of their own, as in Universal Dependencies: "Apple" "'s", "do" "n't"
  kNumber,  // digits with separators: "1.000", "3,5", "13:46", "2020-09-14", "9/14/2020"; a German
            // ordinal has its period: "20." in "20. September"
  kPunctuation,
  kQuoteOpen,  // „ “ " « …, told apart by position where the character does not say
  kQuoteClose,
  kOther,  // symbols (% € $ §), addresses, bytes that are no UTF-8
};

// Universal part-of-speech tags (Petrov, Das and McDonald, 2012), in the order of Universal
// Dependencies.
enum class Pos : std::uint8_t {
  kUnknown,
  kAdj,
  kAdp,
  kAdv,
  kAux,
  kCconj,
  kDet,
  kIntj,
  kNoun,
  kNum,
  kPart,
  kPron,
  kPropn,
  kPunct,
  kSconj,
  kSym,
  kVerb,
  kX,
};

struct Token {
  Span span;               // in Analysis.text
  Span lower;              // the case-folded form, in Analysis.lower_text
  std::uint64_t hash = 0;  // hash64 of the case-folded form
  TokenKind kind = TokenKind::kOther;
  Pos pos = Pos::kUnknown;
  bool space_before = false;
  bool stop_word = false;
  bool title_case = false;  // first letter upper case
  bool all_caps = false;    // two letters or more, all upper case
  TermId term;              // hash of the stem; equal terms mean equal words for search
};

struct SentenceRange {
  Span span;                // in Analysis.text
  std::uint32_t first = 0;  // tokens [first, last)
  std::uint32_t last = 0;
  std::uint32_t block = 0;    // index in Article.blocks
  std::uint32_t section = 0;  // index in Article.sections
};

struct Analysis {
  const Language* language = nullptr;
  std::string_view text;
  std::string lower_text;
  std::vector<Token> tokens;
  std::vector<SentenceRange>
      sentences;  // captions and update headings are sentences too; see block

  std::string_view text_of(const Token& token) const { return slice(text, token.span); }
  std::string_view lower_of(const Token& token) const { return slice(lower_text, token.lower); }
};

}  // namespace annals
