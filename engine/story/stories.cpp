#include "engine/story/stories.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include "engine/base/hash.h"
#include "engine/base/ids.h"
#include "engine/story/grouping.h"
#include "engine/story/vectors.h"

namespace annals {
namespace {

// Actors that a label names before the headline.
constexpr std::size_t kLabelActors = 3;
// A label's headline is cut after so many bytes, at a blank.
constexpr std::size_t kLabelBytes = 90;

StoryId story_id_of(const v1::Digest& earliest) {
  return StoryId(hash64("story\n" + earliest.article_id()));
}

// Members of each story in canonical order.
std::vector<std::vector<std::uint32_t>> members_of(std::span<const v1::Digest* const> digests,
                                                   std::span<const std::uint32_t> story_of) {
  std::vector<std::vector<std::uint32_t>> out;
  for (const std::uint32_t i : canonical_order(digests)) {
    if (story_of[i] >= out.size()) out.resize(story_of[i] + 1);
    out[story_of[i]].push_back(i);
  }
  return out;
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

}  // namespace

std::vector<std::uint32_t> group_stories(std::span<const v1::Digest* const> digests) {
  std::vector<std::uint32_t> story_of = group_articles(digests, {});
  const auto members = members_of(digests, story_of);
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
  for (std::uint32_t& story : story_of)
    story = place[story];
  return story_of;
}

std::vector<v1::Story> describe_stories(std::span<const v1::Digest* const> digests,
                                        std::span<const std::uint32_t> story_of,
                                        const StoryOptions& options) {
  std::vector<v1::Story> out;
  for (const auto& members : members_of(digests, story_of)) {
    v1::Story& story = out.emplace_back();
    if (members.empty()) continue;
    std::vector<const v1::Digest*> articles;
    std::set<std::string> ids;
    for (const std::uint32_t i : members) {
      articles.push_back(digests[i]);
      ids.insert(digests[i]->article_id());
      const auto day = article_day(*digests[i]);
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
  }
  return out;
}

}  // namespace annals
