// What a character is to the tokenizer. Any bytes decode: a byte that is no UTF-8 is kInvalid.
//
// Thread safety: free functions without state.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace annals {

enum class CharClass : std::uint8_t {
  kSpace,       // also control characters that separate
  kLetter,      // letters and combining marks
  kDigit,       // decimal digits of any script
  kSilent,      // soft hyphen, zero-width joiners: inside a word they are nothing
  kHyphen,      // - and the Unicode hyphens, not dashes
  kApostrophe,  // ' ’ ` ´
  kQuote,       // all other quotation marks
  kPunctuation,
  kSymbol,
  kInvalid,
};

struct Char {
  char32_t code = 0;
  std::uint8_t length = 0;  // bytes; 0 at the end of the text
  CharClass type = CharClass::kSpace;
};

// The character at text[pos]; length 0 when pos is at or behind the end.
Char decode_char(std::string_view text, std::size_t pos);
// The character that ends at text[pos - 1]; length 0 when pos is 0.
Char decode_char_before(std::string_view text, std::size_t pos);

bool is_upper(char32_t code);
bool is_lower(char32_t code);

// Appends the case-folded form: simple case folding (one character for one), silent characters
// dropped, apostrophes as ', hyphens as -. Invalid bytes are kept.
void append_folded(std::string_view text, std::string& out);
std::string folded(std::string_view text);

}  // namespace annals
