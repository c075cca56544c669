#include "engine/story/stories.h"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <unicode/unistr.h>

#include "engine/base/hash.h"
#include "engine/base/ids.h"
#include "engine/store/digest.h"
#include "engine/story/grouping.h"
#include "engine/story/vectors.h"

namespace annals {
namespace {

std::string folded(std::string_view text) {
  std::string out;
  icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())))
      .foldCase()
      .toUTF8String(out);
  return out;
}

std::vector<const ArticleFeatures*> pointers_to(const std::vector<ArticleFeatures>& features) {
  std::vector<const ArticleFeatures*> out;
  out.reserve(features.size());
  for (const ArticleFeatures& f : features)
    out.push_back(&f);
  return out;
}

// Actors that a label names before the headline.
constexpr std::size_t kLabelActors = 3;
// A label's headline is cut after so many bytes, at a blank.
constexpr std::size_t kLabelBytes = 90;
// Articles that make an event a part of its story, and parts of a story.
constexpr std::size_t kLeastPart = 2;
constexpr std::size_t kMaxParts = 12;

StoryId story_id_of(const v1::Digest& earliest) {
  return StoryId(hash64("story\n" + earliest.article_id()));
}

std::vector<std::vector<std::uint32_t>> members_of(std::span<const std::uint32_t> order,
                                                   std::span<const std::uint32_t> story_of) {
  std::vector<std::vector<std::uint32_t>> out;
  for (const std::uint32_t i : order) {
    if (story_of[i] >= out.size()) out.resize(story_of[i] + 1);
    out[story_of[i]].push_back(i);
  }
  return out;
}

// Where digests stand in time, without their words.
std::vector<std::uint32_t> order_of(std::span<const v1::Digest* const> digests) {
  std::vector<ArticleFeatures> places;
  places.reserve(digests.size());
  for (const v1::Digest* digest : digests)
    places.push_back(story_place(*digest));
  return canonical_order(pointers_to(places));
}

std::vector<v1::Actor> main_actors(std::span<const v1::Digest* const> articles, std::size_t count) {
  struct Tally {
    v1::Actor actor;
    std::map<std::string, std::uint32_t> names;
  };
  std::map<std::string, Tally> tallies;
  for (const v1::Digest* article : articles) {
    for (const auto& seen : article->actors()) {
      Tally& tally = tallies[seen.key()];
      tally.actor.set_kind(std::max(tally.actor.kind(), seen.kind()));
      tally.actor.set_mentions(tally.actor.mentions() + seen.mentions());
      tally.actor.set_articles(tally.actor.articles() + 1);
      tally.names[seen.name()] += 1;
    }
  }
  std::vector<v1::Actor> out;
  for (auto& [key, tally] : tallies) {
    v1::Actor& actor = tally.actor;
    actor.set_id(to_string(actor_id_of_key(key)));
    actor.set_key(key);
    const auto best = std::ranges::max_element(
        tally.names, [](const auto& a, const auto& b) { return a.second < b.second; });
    actor.set_name(best->first);
    for (const auto& [name, times] : tally.names)
      actor.add_aliases(name);
    out.push_back(std::move(actor));
  }
  std::ranges::stable_sort(out, [](const v1::Actor& a, const v1::Actor& b) {
    return std::pair(a.articles(), a.mentions()) > std::pair(b.articles(), b.mentions());
  });
  if (out.size() > count) out.resize(count);
  return out;
}

// The headline that shares most with the other headlines of the story.
std::string central_headline(std::span<const v1::Digest* const> articles) {
  std::unordered_map<std::uint32_t, std::uint32_t> df;
  std::vector<std::set<std::uint32_t>> grams;
  for (const v1::Digest* article : articles) {
    const auto all = headline_letters(article->title());
    grams.emplace_back(all.begin(), all.end());
    for (const std::uint32_t gram : grams.back())
      ++df[gram];
  }
  std::string best;
  double best_score = -1;
  for (std::size_t i = 0; i < articles.size(); ++i) {
    if (articles[i]->title().empty()) continue;
    double sum = 0;
    for (const std::uint32_t gram : grams[i])
      sum += df.at(gram);
    // Divided by a little more than the length, so that a one-word headline does not win.
    constexpr double kShort = 15;
    const double score = sum / (static_cast<double>(grams[i].size()) + kShort);
    if (score > best_score) {
      best_score = score;
      best = articles[i]->title();
    }
  }
  if (best.size() > kLabelBytes) {
    const auto blank = best.rfind(' ', kLabelBytes);
    if (blank != std::string::npos && blank > 0) best = best.substr(0, blank) + " …";
  }
  return best;
}

std::string label_of(std::span<const v1::Digest* const> articles,
                     std::span<const v1::Actor> actors) {
  std::string names;
  for (std::size_t i = 0; i < actors.size() && i < kLabelActors; ++i) {
    // One article in three must name it: a label is no list of everybody.
    if (std::size_t{actors[i].articles()} * 3 < articles.size()) break;
    names += (names.empty() ? "" : ", ") + actors[i].name();
  }
  const std::string headline = central_headline(articles);
  if (names.empty() && headline.empty()) return articles.front()->article_id();
  if (names.empty() || headline.empty()) return names + headline;
  return names + " – " + headline;
}

std::vector<std::string_view> ids_of(std::span<const v1::Digest* const> articles) {
  std::vector<std::string_view> out;
  for (const v1::Digest* article : articles)
    out.push_back(article->article_id());
  return out;
}

// `articles` in canonical order, at least one.
v1::Story describe(std::span<const v1::Digest* const> articles, const StoryOptions& options) {
  v1::Story story;
  std::set<std::string> ids;
  for (const v1::Digest* article : articles) {
    ids.insert(article->article_id());
    const auto day = article_day(*article);
    if (!day) continue;
    if (!story.has_first_day() || *day < story.first_day()) story.set_first_day(*day);
    if (!story.has_last_day() || *day > story.last_day()) story.set_last_day(*day);
  }
  story.set_id(to_string(story_id_of(*articles.front())));
  story.set_article_count(static_cast<std::uint32_t>(ids.size()));
  if (options.members) {
    for (const std::string& id : ids)
      story.add_articles(id);
  }
  auto actors = main_actors(articles, std::max<std::size_t>(options.max_actors, kLabelActors));
  story.set_label(label_of(articles, actors));
  if (actors.size() > options.max_actors) actors.resize(options.max_actors);
  for (v1::Actor& actor : actors)
    *story.add_actors() = std::move(actor);
  return story;
}

// The larger events of a story, earliest first.
void add_parts(std::span<const v1::Digest* const> digests, std::span<const std::uint32_t> members,
               std::span<const std::uint32_t> event_of, const StoryOptions& options,
               v1::Story& story) {
  std::map<std::uint32_t, std::vector<const v1::Digest*>> events;
  std::vector<std::uint32_t> order;
  for (const std::uint32_t i : members) {
    auto& event = events[event_of[i]];
    if (event.empty()) order.push_back(event_of[i]);
    event.push_back(digests[i]);
  }
  std::vector<std::uint32_t> largest = order;
  std::ranges::stable_sort(largest, [&](std::uint32_t a, std::uint32_t b) {
    return events.at(a).size() > events.at(b).size();
  });
  if (largest.size() > kMaxParts) largest.resize(kMaxParts);
  for (const std::uint32_t event : order) {
    if (events.at(event).size() < kLeastPart) continue;
    if (std::ranges::find(largest, event) == largest.end()) continue;
    v1::Story part = describe(events.at(event), options);
    part.set_id(to_string(StoryId(hash64("event\n" + events.at(event).front()->article_id()))));
    *story.add_parts() = std::move(part);
  }
}

}  // namespace

StoryPartition group_stories(std::span<const v1::Digest* const> digests,
                             std::span<const v1::StoryDecision> decisions) {
  std::vector<ArticleFeatures> features;
  std::vector<std::string_view> ids;
  features.reserve(digests.size());
  for (const v1::Digest* digest : digests) {
    features.push_back(story_features(*digest));
    ids.push_back(digest->article_id());
  }
  const auto views = pointers_to(features);
  Grouping grouping = group_articles(views, {});
  StoryPartition out;
  out.event_of = std::move(grouping.event_of);
  out.story_of = apply_decisions(ids, grouping.story_of, decisions);

  const auto members = members_of(canonical_order(views), out.story_of);
  struct Rank {
    std::size_t articles;
    StoryId id;
    std::uint32_t group;
  };
  std::vector<Rank> ranks;
  for (std::uint32_t g = 0; g < members.size(); ++g) {
    std::set<std::string_view> articles;
    for (const std::uint32_t i : members[g])
      articles.insert(digests[i]->article_id());
    ranks.push_back({articles.size(), story_id_of(*digests[members[g].front()]), g});
  }
  std::ranges::sort(ranks, [](const Rank& a, const Rank& b) {
    return std::pair(b.articles, a.id) < std::pair(a.articles, b.id);
  });
  std::vector<std::uint32_t> place(ranks.size());
  for (std::uint32_t r = 0; r < ranks.size(); ++r)
    place[ranks[r].group] = r;
  for (std::uint32_t& story : out.story_of)
    story = place[story];
  return out;
}

std::vector<v1::Story> describe_stories(std::span<const v1::Digest* const> digests,
                                        const StoryPartition& partition,
                                        const StoryOptions& options,
                                        std::span<const v1::StoryDecision> decisions) {
  std::vector<v1::Story> out;
  for (const auto& members : members_of(order_of(digests), partition.story_of)) {
    std::vector<const v1::Digest*> articles;
    articles.reserve(members.size());
    for (const std::uint32_t i : members)
      articles.push_back(digests[i]);
    v1::Story& story = out.emplace_back(describe(articles, options));
    if (!decisions.empty()) {
      const std::vector<std::string_view> ids = ids_of(articles);
      if (auto name = decided_name(ids, decisions)) story.set_label(*std::move(name));
    }
    if (options.parts_from > 0 && articles.size() >= options.parts_from) {
      add_parts(digests, members, partition.event_of, options, story);
    }
  }
  return out;
}

bool story_fits(const v1::Story& story, std::string_view wanted) {
  constexpr std::size_t kLeastPrefix = 4;
  if (wanted.size() >= kLeastPrefix && story.id().starts_with(wanted)) return true;
  const std::string label = folded(story.label());
  std::istringstream words(folded(wanted));
  bool any = false;
  for (std::string word; words >> word;) {
    if (label.find(word) == std::string::npos) return false;
    any = true;
  }
  return any;
}

v1::Digest story_digest(const v1::Digest& digest) {
  v1::Digest out;
  out.set_article_id(digest.article_id());
  out.set_revision(digest.revision());
  out.set_title(digest.title());
  out.set_outlet(digest.outlet());
  out.set_language(digest.language());
  if (digest.has_published()) *out.mutable_published() = digest.published();
  if (digest.has_updated()) *out.mutable_updated() = digest.updated();
  for (const auto& actor : digest.actors()) {
    auto& to = *out.add_actors();
    to.set_key(actor.key());
    to.set_name(actor.name());
    to.set_kind(actor.kind());
    to.set_mentions(actor.mentions());
  }
  const std::uint32_t lead_terms = FeatureOptions().lead_terms;
  std::uint32_t lead = 0;
  for (const auto& sentence : digest.sentences()) {
    const bool read = !sentence.body() || lead < lead_terms;
    if (!read && sentence.times().empty()) continue;
    auto& to = *out.add_sentences();
    to.set_body(sentence.body());
    to.set_tokens(sentence.tokens());
    *to.mutable_times() = sentence.times();
    if (read) {
      const auto terms = terms_of(digest, sentence);
      to.set_first_term(static_cast<std::uint32_t>(out.terms_size()));
      to.set_term_count(static_cast<std::uint32_t>(terms.size()));
      out.mutable_terms()->Add(terms.begin(), terms.end());
    }
    if (sentence.body()) lead += sentence.term_count();
  }
  return out;
}

}  // namespace annals
