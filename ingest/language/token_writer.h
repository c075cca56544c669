// TokenWriter: what is known of a token once its ends are found: its folded form, term and flags;
// and where clitics and contractions are cut off a word. Internal to the room.
#pragma once

#include <cstdint>
#include <string_view>

#include "ingest/language/analysis.h"
#include "ingest/language/impl.h"

namespace annals {

// No longer word is looked up, in bytes.
inline constexpr std::size_t kLongestKnownWord = 48;

class TokenWriter {
 public:
  // All must outlive the writer; `text` begins where the analysis's text begins.
  TokenWriter(const Language::Impl& language, std::string_view text, WordScratch& scratch,
              Analysis& analysis)
      : language_(language), text_(text), scratch_(scratch), out_(analysis) {}

  // Appends the word text[begin, end), in two tokens when it ends in a clitic. `space`: a blank
  // stands before it. `mark` is a set of TokenMark.
  void word(std::size_t begin, std::size_t end, bool space, std::uint8_t mark);
  // Appends a token that is no word.
  void token(std::size_t begin, std::size_t end, TokenKind kind, bool space, std::uint8_t mark);

 private:
  void part(std::size_t begin, std::size_t end, Span lower, bool space, std::uint8_t mark);

  const Language::Impl& language_;
  const std::string_view text_;
  WordScratch& scratch_;
  Analysis& out_;
};

}  // namespace annals
