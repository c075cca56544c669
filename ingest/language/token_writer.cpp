#include "ingest/language/token_writer.h"

#include "engine/base/hash.h"
#include "ingest/language/tokenizer.h"

namespace annals {

void TokenWriter::token(std::size_t begin, std::size_t end, TokenKind kind, bool space,
                        std::uint8_t mark) {
  Token token;
  token.span = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  token.lower.begin = static_cast<std::uint32_t>(out_.lower_text.size());
  append_folded(text_.substr(begin, end - begin), out_.lower_text);
  token.lower.end = static_cast<std::uint32_t>(out_.lower_text.size());
  token.kind = kind;
  token.space_before = space;
  const std::string_view lower = out_.lower_of(token);
  token.hash = hash64(lower);
  if (kind == TokenKind::kNumber) token.term = scratch_.term(lower, token.hash);
  out_.tokens.push_back(token);
  scratch_.marks.push_back(mark);
}

void TokenWriter::part(std::size_t begin, std::size_t end, Span lower, bool space,
                       std::uint8_t mark) {
  Token token;
  token.span = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  token.lower = lower;
  token.kind = TokenKind::kWord;
  token.space_before = space;
  const std::string_view form = out_.lower_of(token);
  token.hash = hash64(form);
  const WordFlags flags = language_.lexicon.flags(token.hash);

  std::size_t letters = 0;
  bool all_upper = true;
  for (std::size_t i = begin; i < end && all_upper;) {
    const Char c = decode_char(text_, i);
    if (c.type == CharClass::kLetter) {
      ++letters;
      all_upper = all_upper && is_upper(c.code);
    }
    i += c.length;
  }
  const char32_t first = decode_char(text_, begin).code;
  token.title_case = is_upper(first);
  token.all_caps = letters >= 2 && all_upper;
  // "US", "IT", "WHO" are names where "us", "it", "who" are not.
  token.stop_word = (flags & kStopWord) != 0 && !token.all_caps;
  token.term = scratch_.term(form, token.hash);
  if (token.title_case && (flags & kSentenceStarter) != 0) mark |= kStarts;
  if (is_lower(first)) mark |= kLowerWord;
  out_.tokens.push_back(token);
  scratch_.marks.push_back(mark);
}

void TokenWriter::word(std::size_t begin, std::size_t end, bool space, std::uint8_t mark) {
  const auto lower_begin = static_cast<std::uint32_t>(out_.lower_text.size());
  append_folded(text_.substr(begin, end - begin), out_.lower_text);
  const auto lower_end = static_cast<std::uint32_t>(out_.lower_text.size());
  const std::string_view lower = slice(out_.lower_text, {lower_begin, lower_end});

  // The last `tail` bytes of the folded form are a token of their own.
  std::size_t tail = 0;
  for (const std::string& clitic : language_.words.clitics()) {
    if (lower.size() > clitic.size() && clitic.ends_with(lower.back()) && lower.ends_with(clitic)) {
      tail = clitic.size();
      break;
    }
  }
  if (tail == 0 && lower.size() < kLongestKnownWord &&
      (language_.lexicon.flags_of(lower) & kContraction) != 0) {
    for (const std::string& parts : language_.words.contractions()) {
      const std::size_t blank = parts.find(' ');
      if (blank == std::string::npos || lower.size() + 1 != parts.size()) continue;
      if (lower.substr(0, blank) == std::string_view(parts).substr(0, blank) &&
          lower.ends_with(std::string_view(parts).substr(blank + 1))) {
        tail = parts.size() - blank - 1;
      }
    }
  }
  if (tail == 0) {
    part(begin, end, {lower_begin, lower_end}, space, mark);
    return;
  }
  // The same number of characters back in the text: folding drops silent ones and keeps the rest.
  const auto lower_cut = static_cast<std::uint32_t>(lower_end - tail);
  std::size_t cut = end;
  for (std::size_t i = lower_end; i > lower_cut;) {
    const Char c = decode_char_before(text_, cut);
    cut -= c.length;
    if (c.type == CharClass::kSilent) continue;
    i -= decode_char_before(out_.lower_text, i).length;
  }
  part(begin, cut, {lower_begin, lower_cut}, space, 0);
  part(cut, end, {lower_cut, lower_end}, false, mark);
}

}  // namespace annals
