// Cuts a block of text into tokens and sentences. Internal to the room; see Language::analyse.
//
// Tokens are cut as in Universal Dependencies, with three deviations that serve the rooms behind:
// a compound with hyphens is one token ("US-Präsident"), so is a number with its unit sign inside
// ("10-jährige"), and German contractions ("zum") stay whole.
#pragma once

#include <cstdint>
#include <string_view>

#include "ingest/language/analysis.h"
#include "ingest/language/impl.h"

namespace annals {

// No sentence has more tokens than this: later layers may take more than linear time in it.
inline constexpr std::uint32_t kMaxSentenceTokens = 512;

// Appends the tokens of analysis.text[block] to analysis.tokens. scratch.marks receives one mark a
// token of the block.
void tokenize_block(const Language::Impl& language, Span block, WordScratch& scratch,
                    Analysis& analysis);
// Appends the sentences of the tokens from `first` on, which are one block.
void split_block(std::uint32_t first, std::uint32_t block_index, std::uint32_t section_index,
                 const WordScratch& scratch, Analysis& analysis);

// Marks.
enum TokenMark : std::uint8_t {
  kTerminal = 1U << 0U,     // . ! ? …
  kPlainPeriod = 1U << 1U,  // the terminal is a period or an ellipsis: lower case goes on
  kMayEnd = 1U << 2U,       // an abbreviation that ends a sentence before a starter
  kStarts = 1U << 3U,       // a word in title case that starts sentences
  kCloser = 1U << 4U,       // ) ] or a closing quotation mark
  kNeverStarts = 1U << 5U,  // , ; : and the like: no sentence begins with it
  kLowerWord = 1U << 6U,    // begins in lower case
  kDash = 1U << 7U,
};

}  // namespace annals
