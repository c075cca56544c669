// What the cleaner knows: the packs of every language, compiled once.
//
// Thread safety: immutable after load. Errors: load names the pack file and the broken rule.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include <annals/lang/v1/clean.pb.h>

#include "engine/base/data_files.h"
#include "engine/base/result.h"
#include "ingest/clean/cues.h"
#include "ingest/clean/dates.h"

namespace annals {

// What an HTML element is for, as its names tell. In the order of kHintNames.
inline constexpr std::size_t kHintCount = 16;
inline constexpr std::array<std::string_view, kHintCount> kHintNames = {
    "comment", "navigation", "sidebar", "related", "advert",  "share", "meta",  "caption",
    "body",    "article",    "lead",    "title",   "overlay", "box",   "embed", "summary",
};

// A small set of word hashes that most words are not in, and quick to say so.
class WordSet {
 public:
  void insert(std::uint32_t hash) {
    may_hold_[hash % kBits] = true;
    hashes_.insert(hash);
  }
  bool contains(std::uint32_t hash) const {
    return may_hold_[hash % kBits] && hashes_.contains(hash);
  }

 private:
  static constexpr std::uint32_t kBits = 1U << 14U;
  std::vector<bool> may_hold_ = std::vector<bool>(kBits);
  std::unordered_set<std::uint32_t> hashes_;
};

struct CleanLanguage {
  std::string code;
  std::string time_zone;
  WordSet common_words;
  std::vector<std::string> month_first_countries;  // upper case; empty: no such habit
};

struct CleanKnowledge {
  static Result<CleanKnowledge> load(const DataFiles& data);

  const CleanLanguage* find_language(std::string_view code) const;
  // Bits of kHintNames that an element ("div#id.class.class", lower case) carries.
  std::uint32_t hints_of(std::string_view element) const;

  CueTable cues;
  DateReader dates;
  std::vector<CleanLanguage> languages;
  WordSet common_words;  // of all languages

 private:
  struct HintPart {
    std::string text;
    std::uint32_t bit = 0;
  };
  static constexpr std::size_t kPairs = 1024;
  static std::size_t pair_of(char first, char second) {
    return (static_cast<unsigned char>(first) * 37U + static_cast<unsigned char>(second)) % kPairs;
  }
  // By the pair of letters they begin with, so that a name is looked through once.
  std::array<std::vector<HintPart>, kPairs> hint_parts_;
};

// The packs themselves with their codes (empty for the pack of every language), for checks.
Result<std::vector<std::pair<std::string, lang::v1::CleanPack>>> read_clean_packs(
    const DataFiles& data);

}  // namespace annals
