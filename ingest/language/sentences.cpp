// Where sentences end: a terminal sign, the signs that close with it, and a look at what follows.
#include "ingest/language/tokenizer.h"

namespace annals {
namespace {

class Splitter {
 public:
  Splitter(std::uint32_t first, const WordScratch& scratch, const Analysis& analysis)
      : first_(first), scratch_(scratch), tokens_(analysis.tokens) {}

  std::uint32_t size() const { return static_cast<std::uint32_t>(tokens_.size()); }

  // The end (a token index) of the sentence that begins at `begin`.
  std::uint32_t end_of(std::uint32_t begin) const {
    for (std::uint32_t i = begin; i < size(); ++i) {
      if (i - begin + 1 >= kMaxSentenceTokens) return i + 1;
      if ((mark(i) & kTerminal) != 0) {
        std::uint32_t end = i + 1;
        while (end < size() && closes(end))
          ++end;
        if (end == size() || (end > begin + 1 && begins(end, (mark(i) & kPlainPeriod) != 0))) {
          return end;
        }
        i = end - 1;
      } else if ((mark(i) & kMayEnd) != 0) {
        std::uint32_t end = i + 1;
        while (end < size() && closes(end))
          ++end;
        if (end < size() && starter(end)) return end;
      }
    }
    return size();
  }

 private:
  std::uint8_t mark(std::uint32_t i) const { return scratch_.marks[i - first_]; }
  const Token& token(std::uint32_t i) const { return tokens_[i]; }

  bool closes(std::uint32_t i) const {
    return ((mark(i) & kCloser) != 0 || (mark(i) & kTerminal) != 0) && !token(i).space_before;
  }
  // The first word from i on, past opening marks and dashes; size() when there is none near.
  std::uint32_t opened(std::uint32_t i) const {
    for (std::uint32_t n = 0; n < 4 && i < size(); ++n, ++i) {
      const TokenKind kind = token(i).kind;
      if (kind == TokenKind::kWord || kind == TokenKind::kNumber) break;
    }
    return i;
  }
  bool starter(std::uint32_t i) const {
    const std::uint32_t word = opened(i);
    return word < size() && (mark(word) & kStarts) != 0;
  }
  // Whether a sentence can begin at token i, after a terminal sign.
  bool begins(std::uint32_t i, bool after_period) const {
    if ((mark(i) & (kNeverStarts | kCloser)) != 0) return false;
    if (!token(i).space_before) {
      // "gesagt.Der": a blank was lost. Anything else without a blank goes on.
      const bool lost = after_period && token(i).kind == TokenKind::kWord && token(i).title_case;
      if (!lost && token(i).kind != TokenKind::kQuoteOpen) return false;
    }
    const std::uint32_t word = opened(i);
    if (word >= size()) return true;
    return (mark(word) & kLowerWord) == 0;
  }

  std::uint32_t first_;
  const WordScratch& scratch_;
  const std::vector<Token>& tokens_;
};

}  // namespace

void split_block(std::uint32_t first, std::uint32_t block_index, std::uint32_t section_index,
                 const WordScratch& scratch, Analysis& analysis) {
  const Splitter splitter(first, scratch, analysis);
  for (std::uint32_t begin = first; begin < splitter.size();) {
    const std::uint32_t end = splitter.end_of(begin);
    analysis.sentences.push_back(
        {.span = {analysis.tokens[begin].span.begin, analysis.tokens[end - 1].span.end},
         .first = begin,
         .last = end,
         .block = block_index,
         .section = section_index});
    begin = end;
  }
}

}  // namespace annals
