#include "ingest/clean/cues.h"

#include <algorithm>

namespace annals {
namespace {

constexpr std::size_t kShortLine = 12;

// The code point before / behind a place in the line, blanks passed over; 0 at its ends.
char32_t before(std::string_view text, Span line, std::uint32_t at) {
  while (at > line.begin) {
    std::uint32_t start = at - 1;
    while (start > line.begin && (static_cast<unsigned char>(text[start]) & 0xC0U) == 0x80)
      --start;
    std::size_t next = start;
    const char32_t c = next_code_point(text, next);
    if (!is_blank(c)) return c;
    at = start;
  }
  return 0;
}

char32_t behind(std::string_view text, Span line, std::uint32_t at) {
  std::size_t next = at;
  while (next < line.end) {
    const char32_t c = next_code_point(text, next);
    if (!is_blank(c)) return c;
  }
  return 0;
}

bool is_dash(char32_t c) {
  return c == '-' || c == 0x2013 || c == 0x2014;
}

// "(dpa)", "(dpa/cs)", "dpa/Reuters", "Foto: dpa" and a line "dpa": how agencies are credited.
bool is_credit(std::string_view text, Span line, Span phrase) {
  const char32_t left = before(text, line, phrase.begin);
  const char32_t right = behind(text, line, phrase.end);
  const bool opens = left == '(' || left == '/' || left == '[' || left == ':' || left == 0xA9;
  const bool closes = right == ')' || right == '/' || right == ']' || is_dash(right);
  if (opens && (closes || right == 0 || right == ',')) return true;
  return (left == 0 || left == ',' || left == '/') && (right == 0 || right == '/' || right == ')');
}

}  // namespace

Status CueTable::add(const lang::v1::CleanPack& pack) {
  for (const lang::v1::CueRule& rule : pack.cues()) {
    if (rule.kind() == lang::v1::CUE_KIND_UNSPECIFIED) {
      return fail(ErrorCode::kInvalidInput, "cue rule without a kind: " + rule.ShortDebugString());
    }
    for (const std::string& text : rule.phrases()) {
      std::vector<PageWord> words;
      const std::string lower = lower_case(text);
      append_words(lower, 0, words);
      if (words.empty()) {
        return fail(ErrorCode::kInvalidInput, "cue phrase without a word: \"" + text + "\"");
      }
      Phrase phrase;
      phrase.kind = rule.kind();
      phrase.place = rule.place();
      phrase.only_dates = rule.only_dates();
      phrase.colon = lower.ends_with(':');
      phrase.text = text;
      for (std::size_t i = 1; i < words.size(); ++i)
        phrase.rest.push_back(words[i].hash);
      may_begin_[words[0].hash % kBits] = true;
      by_first_word_[words[0].hash].push_back(std::move(phrase));
    }
  }
  return {};
}

bool CueTable::fits(const Phrase& phrase, std::string_view text, Span line,
                    std::span<const PageWord> words, std::size_t at) {
  const std::size_t length = phrase.rest.size() + 1;
  if (at + length > words.size()) return false;
  for (std::size_t i = 0; i < phrase.rest.size(); ++i) {
    if (words[at + 1 + i].hash != phrase.rest[i]) return false;
  }
  const Span span{words[at].span.begin, words[at + length - 1].span.end};
  if (phrase.colon && behind(text, line, span.end) != ':') return false;
  switch (phrase.place) {
    case lang::v1::CUE_PLACE_START:
      return at == 0;
    case lang::v1::CUE_PLACE_SHORT_START:
      return at == 0 && words.size() <= kShortLine;
    case lang::v1::CUE_PLACE_SHORT:
      return words.size() <= kShortLine;
    case lang::v1::CUE_PLACE_WHOLE: {
      // Numbers beside the phrase do not count: "Kommentare (12)".
      for (std::size_t i = 0; i < words.size(); ++i) {
        if ((i < at || i >= at + length) && !words[i].digits) return false;
      }
      return true;
    }
    case lang::v1::CUE_PLACE_CREDIT:
      return is_credit(text, line, span);
    default:
      return true;
  }
}

std::vector<CueHit> CueTable::find(std::string_view text, Span line,
                                   std::span<const PageWord> words) const {
  std::vector<CueHit> hits;
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (!may_begin_[words[at].hash % kBits]) continue;
    const auto found = by_first_word_.find(words[at].hash);
    if (found == by_first_word_.end()) continue;
    for (const Phrase& phrase : found->second) {
      if (!fits(phrase, text, line, words, at)) continue;
      hits.push_back({phrase.kind,
                      {words[at].span.begin, words[at + phrase.rest.size()].span.end},
                      phrase.text,
                      phrase.only_dates});
    }
  }
  return hits;
}

std::vector<CueHit> CueTable::find(std::string_view line) const {
  std::vector<PageWord> words;
  append_words(line, 0, words);
  return find(line, {0, static_cast<std::uint32_t>(line.size())}, words);
}

const CueHit* find_cue(std::span<const CueHit> hits, lang::v1::CueKind kind) {
  const auto it = std::find_if(hits.begin(), hits.end(),
                               [kind](const CueHit& hit) { return hit.kind == kind; });
  return it == hits.end() ? nullptr : &*it;
}

}  // namespace annals
