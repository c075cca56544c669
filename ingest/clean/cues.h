// Which phrases of the language packs stand in a line, and what do they say about it?
//
// All languages are matched at once: a page may hold furniture in another language than its
// article.
// Thread safety: immutable after compile. Errors: compile names the rule that is broken.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <annals/lang/v1/clean.pb.h>

#include "engine/base/result.h"
#include "engine/base/span.h"
#include "ingest/clean/words.h"

namespace annals {

struct CueHit {
  lang::v1::CueKind kind = lang::v1::CUE_KIND_UNSPECIFIED;
  Span span;                // where it stands, in the text the words came from
  std::string_view phrase;  // as the pack writes it; lives as long as the table
  bool only_dates = false;  // no measure of lines
};

class CueTable {
 public:
  // Adds the rules of a pack.
  Status add(const lang::v1::CleanPack& pack);
  // The hits in one line (`words` are all words of `line`), in order of the text.
  // `text` is the whole text that the spans point into.
  std::vector<CueHit> find(std::string_view text, Span line, std::span<const PageWord> words) const;
  // The same for a line on its own.
  std::vector<CueHit> find(std::string_view line) const;

 private:
  struct Phrase {
    lang::v1::CueKind kind = lang::v1::CUE_KIND_UNSPECIFIED;
    lang::v1::CuePlace place = lang::v1::CUE_PLACE_UNSPECIFIED;
    bool colon = false;
    bool only_dates = false;
    std::string text;
    std::vector<std::uint32_t> rest;  // hashes of the words after the first
  };
  static bool fits(const Phrase& phrase, std::string_view text, Span line,
                   std::span<const PageWord> words, std::size_t at);

  static constexpr std::uint32_t kBits = 1U << 14U;
  std::unordered_map<std::uint32_t, std::vector<Phrase>> by_first_word_;
  // Which hashes may be a first word; most words are none.
  std::vector<bool> may_begin_ = std::vector<bool>(kBits);
};

// Whether one of the hits is of this kind; the first of them, or nullptr.
const CueHit* find_cue(std::span<const CueHit> hits, lang::v1::CueKind kind);

}  // namespace annals
