#include "engine/timeline/select.h"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <utility>

#include <fmt/format.h>
#include <unicode/unistr.h>

#include "engine/base/ids.h"
#include "engine/base/interval.h"
#include "engine/store/digest.h"
#include "engine/story/kept_stories.h"
#include "engine/story/stories.h"

namespace annals {
namespace {

std::optional<Instant> as_of_time(const v1::TimelineQuery& query) {
  if (!query.has_as_of_second()) return std::nullopt;
  return Instant(std::chrono::seconds(query.as_of_second()));
}

bool certainly_after(const v1::TimeInterval& when, Instant limit) {
  const auto earliest = earliest_instant(when);
  return earliest && *earliest > limit;
}

bool cut_section(const v1::Digest& digest, std::uint32_t section, Instant as_of) {
  if (section >= static_cast<std::uint32_t>(digest.sections_size())) return false;
  const auto& s = digest.sections(static_cast<int>(section));
  return s.has_stamp() && certainly_after(s.stamp(), as_of);
}

// Keeps the newest admissible revision of each article.
class Newest {
 public:
  explicit Newest(const v1::TimelineQuery& query) : as_of_(as_of_time(query)) {
    if (query.has_known_at_second()) {
      known_at_ = Instant(std::chrono::seconds(query.known_at_second()));
    }
  }

  void add(StoredDigest stored) {
    if (known_at_ && stored.known_at > *known_at_) return;
    if (!admissible(*stored.digest, as_of_)) return;
    DigestPtr& newest = articles_[stored.digest->article_id()];
    if (!newest || newer_revision(*stored.digest, *newest)) newest = std::move(stored.digest);
  }

  std::vector<DigestPtr> take() {
    std::vector<DigestPtr> out;
    out.reserve(articles_.size());
    for (auto& [id, digest] : articles_) {
      if (as_of_) {
        auto cut = std::make_shared<v1::Digest>(*digest);
        cut_after(*cut, *as_of_);
        digest = std::move(cut);
      }
      out.push_back(std::move(digest));
    }
    articles_.clear();
    return out;
  }

 private:
  std::optional<Instant> as_of_;
  std::optional<Instant> known_at_;
  std::map<std::string, DigestPtr> articles_;
};

Result<std::vector<DigestPtr>> all_articles(const Store& store, const v1::TimelineQuery& query) {
  Newest newest(query);
  ANNALS_TRY(store.for_each_digest([&](const StoredDigest& stored) {
    newest.add(stored);
    return true;
  }));
  return newest.take();
}

// An article must hold half of the query's words, rounded up.
Result<std::vector<DigestPtr>> matching_articles(const Store& store,
                                                 const v1::TimelineQuery& query) {
  std::vector<std::vector<TermId>> groups;
  for (const auto& word : query.words()) {
    auto& group = groups.emplace_back();
    for (const std::uint32_t term : word.terms())
      group.emplace_back(term);
  }
  ANNALS_ASSIGN(std::vector<Store::Hit> hits, store.search(groups));
  const std::size_t needed = (groups.size() + 1) / 2;
  Newest newest(query);
  for (Store::Hit& hit : hits) {
    if (hit.groups >= needed) newest.add(std::move(hit.digest));
  }
  return newest.take();
}

Failure no_story(const std::string& wanted) {
  return fail(ErrorCode::kNotFound, fmt::format("no story \"{}\"", wanted));
}

// The articles of the stories that fit, and those stories.
Result<Selection> story_articles(std::vector<DigestPtr> all, const std::string& wanted,
                                 const StoryDecisions& decisions) {
  std::vector<const v1::Digest*> pointers;
  pointers.reserve(all.size());
  for (const DigestPtr& digest : all)
    pointers.push_back(digest.get());
  const StoryPartition partition = group_stories(pointers, decisions);
  std::vector<v1::Story> stories = describe_stories(pointers, partition, {}, decisions);
  std::vector<bool> fits(stories.size(), false);
  Selection out;
  for (std::size_t s = 0; s < stories.size(); ++s) {
    if (!story_fits(stories[s], wanted)) continue;
    fits[s] = true;
    out.stories.push_back(std::move(stories[s]));
  }
  if (out.stories.empty()) return no_story(wanted);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (fits[partition.story_of[i]]) out.digests.push_back(std::move(all[i]));
  }
  return out;
}

// The same when the query asks for the store as it stands: only what fits is read.
Result<Selection> kept_story_articles(const Store& store, const v1::TimelineQuery& query) {
  Selection out;
  std::vector<std::string> ids;
  ANNALS_ASSIGN(std::vector<v1::Story> stories, stories_of(store, {.members = true}));
  for (v1::Story& story : stories) {
    if (!story_fits(story, query.story())) continue;
    ids.insert(ids.end(), story.articles().begin(), story.articles().end());
    story.clear_articles();
    out.stories.push_back(std::move(story));
  }
  if (out.stories.empty()) return no_story(query.story());
  ANNALS_ASSIGN(std::vector<StoredDigest> revisions, store.revisions(ids));
  Newest newest(query);
  for (StoredDigest& stored : revisions)
    newest.add(std::move(stored));
  out.digests = newest.take();
  return out;
}

}  // namespace

bool admissible(const v1::Digest& digest, std::optional<Instant> as_of) {
  if (!as_of) return true;
  if (digest.has_published() && certainly_after(digest.published(), *as_of)) return false;
  if (!digest.has_updated() || !certainly_after(digest.updated(), *as_of)) return true;
  // Updated later: usable when the update is a section of its own that can be cut away.
  for (int s = 0; s < digest.sections_size(); ++s) {
    if (cut_section(digest, static_cast<std::uint32_t>(s), *as_of)) return true;
  }
  return false;
}

// Actors that only the cut text named were not known either.
void drop_unused_actors(v1::Digest& digest) {
  const auto count = static_cast<std::size_t>(digest.actors_size());
  std::vector<bool> used(count, false);
  for (const auto& sentence : digest.sentences()) {
    for (const std::uint32_t actor : sentence.actors()) {
      if (actor < count) used[actor] = true;
    }
  }
  for (const auto& event : digest.events()) {
    for (int p = 0; p < part_count(event); ++p) {
      const std::uint32_t actor = part_of(event, p).actor;
      if (actor > 0 && actor <= count) used[actor - 1] = true;
    }
  }
  std::vector<std::uint32_t> moved(count, 0);
  google::protobuf::RepeatedPtrField<v1::DigestActor> kept;
  for (std::size_t i = 0; i < count; ++i) {
    moved[i] = static_cast<std::uint32_t>(kept.size());
    if (used[i]) kept.Add()->Swap(digest.mutable_actors(static_cast<int>(i)));
  }
  digest.mutable_actors()->Swap(&kept);
  for (auto& sentence : *digest.mutable_sentences()) {
    for (std::uint32_t& actor : *sentence.mutable_actors()) {
      if (actor < count) actor = moved[actor];
    }
  }
  for (auto& event : *digest.mutable_events()) {
    for (int p = 0; p < part_count(event); ++p) {
      const std::uint32_t actor = part_of(event, p).actor;
      if (actor > 0 && actor <= count) event.set_participants(2 * p + 1, moved[actor - 1] + 1);
    }
  }
}

void cut_after(v1::Digest& digest, Instant as_of) {
  std::vector<bool> cut(static_cast<std::size_t>(digest.sentences_size()), false);
  bool any = false;
  for (int i = 0; i < digest.sentences_size(); ++i) {
    auto& sentence = *digest.mutable_sentences(i);
    if (!cut_section(digest, sentence.section(), as_of)) continue;
    cut[static_cast<std::size_t>(i)] = true;
    any = true;
    sentence.set_term_count(0);
    sentence.clear_times();
    sentence.clear_actors();
    sentence.set_body(false);
    sentence.set_tokens(0);
  }
  if (!any) return;
  auto& events = *digest.mutable_events();
  const auto gone = [&](const v1::DigestEvent& e) {
    return e.sentence() < cut.size() && cut[e.sentence()];
  };
  events.erase(std::remove_if(events.begin(), events.end(), gone), events.end());
  drop_unused_actors(digest);
  if (digest.has_updated() && certainly_after(digest.updated(), as_of)) digest.clear_updated();
}

Result<Selection> select_articles(const Store& store, const v1::TimelineQuery& query) {
  Selection out;
  if (query.story().empty()) {
    ANNALS_ASSIGN(out.digests, query.words().empty() ? all_articles(store, query)
                                                     : matching_articles(store, query));
    return out;
  }
  if (query.has_as_of_second() || query.has_known_at_second()) {
    ANNALS_ASSIGN(std::vector<DigestPtr> all, all_articles(store, query));
    ANNALS_ASSIGN(const StoryDecisions decisions, store.story_decisions());
    ANNALS_ASSIGN(out, story_articles(std::move(all), query.story(), decisions));
  } else {
    ANNALS_ASSIGN(out, kept_story_articles(store, query));
  }
  if (query.words().empty()) return out;
  ANNALS_ASSIGN(const std::vector<DigestPtr> matching, matching_articles(store, query));
  std::set<std::string> ids;
  for (const DigestPtr& digest : matching)
    ids.insert(digest->article_id());
  std::erase_if(out.digests, [&](const DigestPtr& d) { return !ids.contains(d->article_id()); });
  return out;
}

}  // namespace annals
