// What grouping reads of an article: a few dozen numbered features and a place in time.
//
// Small and flat (under a kilobyte an article), so that a million articles fit in memory while
// their digests do not. Derived from the digest alone. Thread safety: free functions on values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <annals/v1/digest.pb.h>

namespace annals {

enum class FeatureKind : std::uint8_t {
  kTerm,     // a content term of headline or lead
  kLetters,  // four letters of the headline: German compounds share letters where they share no
             // stem
  kActor,    // a person, organisation, product or work
  kPlace,
  kDay,  // a day that the text names
};
constexpr std::size_t kFeatureKinds = 5;

struct ArticleFeature {
  std::uint32_t hash = 0;  // of the feature within its kind
  FeatureKind kind = FeatureKind::kTerm;
  float count = 0;
};

// Days since 1970-01-01, both ends included.
struct DayRange {
  std::int32_t first = 0;
  std::int32_t last = 0;
};

struct ArticleFeatures {
  std::string article_id;
  std::string revision;
  std::vector<ArticleFeature> features;  // sorted by kind and hash, each once
  // When it was published; of an undated article what it says about itself (story_clock).
  std::optional<DayRange> clock;
  std::optional<std::int64_t> published_second;
  std::uint32_t outlet = 0;  // hash of the name, 0 when unknown
};

struct FeatureOptions {
  // Terms of the body that are read, from the start: the lead tells the story.
  std::uint32_t lead_terms = 60;
  // How often a headline's term counts.
  double headline_boost = 1.2;
  // Most often mentioned actors that are read.
  std::uint32_t max_actors = 24;
};

ArticleFeatures story_features(const v1::Digest& digest, const FeatureOptions& options = {});

// The same without the features.
ArticleFeatures story_place(const v1::Digest& digest);

// The day an article is filed under: its publication, else its update; nullopt when unknown.
std::optional<std::int32_t> article_day(const v1::Digest& digest);
// Where an undated article stands in time: the latest day it names, else the latest month or year.
std::optional<DayRange> story_clock(const v1::Digest& digest);

// Hashes of the letter 4-grams of the words of a headline, lower-cased; words shorter than five
// letters are left out. Any bytes are accepted; what is no UTF-8 is skipped.
std::vector<std::uint32_t> headline_letters(std::string_view headline);

}  // namespace annals
