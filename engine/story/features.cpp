#include "engine/story/features.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "engine/base/hash.h"
#include "engine/store/digest.h"

namespace annals {
namespace {

constexpr std::size_t kLetterGram = 4;
constexpr std::size_t kMinWordLetters = 5;
// Below this many headline tokens a sentence before the body counts as headline.
constexpr std::uint32_t kMaxHeadlineTokens = 40;
constexpr std::int32_t kLongestYear = 366;

void sum_equal(std::vector<ArticleFeature>& features) {
  const auto key = [](const ArticleFeature& f) { return std::pair(f.kind, f.hash); };
  std::ranges::sort(features, {}, key);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < features.size(); ++i) {
    if (kept > 0 && key(features[kept - 1]) == key(features[i])) {
      features[kept - 1].count += features[i].count;
    } else {
      features[kept++] = features[i];
    }
  }
  features.resize(kept);
  features.shrink_to_fit();
}

void add_terms(const v1::Digest& digest, const FeatureOptions& options,
               std::vector<ArticleFeature>& out) {
  std::uint32_t lead = 0;
  bool in_body = false;
  for (const auto& sentence : digest.sentences()) {
    in_body = in_body || sentence.body();
    const bool headline = !in_body && sentence.tokens() <= kMaxHeadlineTokens;
    if (!headline && !sentence.body()) continue;
    for (const std::uint32_t term : terms_of(digest, sentence)) {
      if (!headline && ++lead > options.lead_terms) return;
      out.push_back(
          {term, FeatureKind::kTerm, headline ? static_cast<float>(options.headline_boost) : 1.0F});
    }
  }
}

void add_actors(const v1::Digest& digest, const FeatureOptions& options,
                std::vector<ArticleFeature>& out) {
  std::vector<const v1::DigestActor*> actors;
  for (const auto& actor : digest.actors())
    actors.push_back(&actor);
  std::ranges::sort(actors, [](const v1::DigestActor* a, const v1::DigestActor* b) {
    return std::pair(b->mentions(), std::string_view(a->key())) <
           std::pair(a->mentions(), std::string_view(b->key()));
  });
  if (actors.size() > options.max_actors) actors.resize(options.max_actors);
  for (const v1::DigestActor* actor : actors) {
    out.push_back(
        {hash32(actor->key()),
         actor->kind() == v1::ACTOR_KIND_PLACE ? FeatureKind::kPlace : FeatureKind::kActor,
         static_cast<float>(std::max(1U, actor->mentions()))});
  }
}

}  // namespace

std::vector<std::uint32_t> headline_letters(std::string_view headline) {
  std::vector<std::uint32_t> out;
  std::vector<char32_t> word;
  const auto flush = [&] {
    if (word.size() >= kMinWordLetters) {
      for (std::size_t i = 0; i + kLetterGram <= word.size(); ++i) {
        std::array<char, kLetterGram * 4> bytes{};
        for (std::size_t k = 0; k < kLetterGram; ++k) {
          for (std::size_t b = 0; b < 4; ++b) {
            bytes[k * 4 + b] = static_cast<char>((word[i + k] >> (8 * b)) & 0xFF);
          }
        }
        out.push_back(hash32(std::string_view(bytes.data(), bytes.size())));
      }
    }
    word.clear();
  };
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(headline.data());
  const auto size = static_cast<std::int32_t>(headline.size());
  for (std::int32_t at = 0; at < size;) {
    UChar32 c = 0;
    U8_NEXT(bytes, at, size, c);
    if (c >= 0 && u_isalpha(c)) {
      word.push_back(static_cast<char32_t>(u_tolower(c)));
    } else {
      flush();
    }
  }
  flush();
  return out;
}

std::optional<std::int32_t> article_day(const v1::Digest& digest) {
  for (const auto* stamp : {digest.has_published() ? &digest.published() : nullptr,
                            digest.has_updated() ? &digest.updated() : nullptr}) {
    if (stamp == nullptr) continue;
    if (stamp->has_earliest_day()) return stamp->earliest_day();
    if (stamp->has_latest_day()) return stamp->latest_day();
  }
  return std::nullopt;
}

std::optional<DayRange> story_clock(const v1::Digest& digest) {
  std::optional<DayRange> day;
  std::optional<DayRange> longer;
  for (const auto& sentence : digest.sentences()) {
    for (const auto& time : sentence.times()) {
      const DayRange range{time.first_day(), time.last_day()};
      if (range.last < range.first || range.last - range.first > kLongestYear) continue;
      auto& latest = range.first == range.last ? day : longer;
      if (!latest || std::pair(range.last, range.first) > std::pair(latest->last, latest->first)) {
        latest = range;
      }
    }
  }
  return day ? day : longer;
}

ArticleFeatures story_place(const v1::Digest& digest) {
  ArticleFeatures out;
  out.article_id = digest.article_id();
  out.revision = digest.revision();
  if (!digest.outlet().empty()) out.outlet = hash32(digest.outlet());
  if (const auto day = article_day(digest)) {
    out.clock = DayRange{*day, *day};
  } else {
    out.clock = story_clock(digest);
  }
  if (digest.has_published() && digest.published().has_earliest_second()) {
    out.published_second = digest.published().earliest_second();
  }
  return out;
}

ArticleFeatures story_features(const v1::Digest& digest, const FeatureOptions& options) {
  ArticleFeatures out = story_place(digest);
  add_terms(digest, options, out.features);
  for (const std::uint32_t gram : headline_letters(digest.title())) {
    out.features.push_back({gram, FeatureKind::kLetters, 1.0F});
  }
  add_actors(digest, options, out.features);
  for (const auto& sentence : digest.sentences()) {
    for (const auto& time : sentence.times()) {
      if (time.first_day() != time.last_day()) continue;
      out.features.push_back(
          {static_cast<std::uint32_t>(time.first_day()), FeatureKind::kDay, 1.0F});
    }
  }
  sum_equal(out.features);
  return out;
}

}  // namespace annals
