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
inline constexpr std::size_t kHintCount = 13;
inline constexpr std::array<std::string_view, kHintCount> kHintNames = {
    "comment", "navigation", "sidebar", "related", "advert", "share",   "meta",
    "caption", "body",       "article", "lead",    "title",  "overlay",
};

struct CleanLanguage {
  std::string code;
  std::string time_zone;
  std::unordered_set<std::uint32_t> common_words;  // word_hash
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
  std::unordered_set<std::uint32_t> common_words;  // of all languages
  std::array<std::vector<std::string>, kHintCount> hint_parts;
};

// The packs themselves with their codes (empty for the pack of every language), for checks.
Result<std::vector<std::pair<std::string, lang::v1::CleanPack>>> read_clean_packs(
    const DataFiles& data);

}  // namespace annals
