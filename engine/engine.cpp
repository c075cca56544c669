#include "engine/engine.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/graph/graph.h"
#include "engine/story/kept_stories.h"
#include "engine/timeline/tensions.h"
#include "engine/timeline/timeline.h"

namespace annals {
namespace {

std::vector<const v1::Digest*> pointers(const std::vector<DigestPtr>& digests) {
  std::vector<const v1::Digest*> out;
  out.reserve(digests.size());
  for (const DigestPtr& digest : digests)
    out.push_back(digest.get());
  return out;
}

// What actors and graph read, in a tenth of the memory.
v1::Digest without_text(const v1::Digest& digest) {
  v1::Digest out;
  out.set_article_id(digest.article_id());
  out.set_revision(digest.revision());
  *out.mutable_actors() = digest.actors();
  for (const v1::DigestEvent& event : digest.events()) {
    *out.add_events()->mutable_participants() = event.participants();
  }
  return out;
}

// The one story that is meant by its id, words of its label or an article's id.
Result<const v1::Story*> find_story(const Store& store, const std::vector<v1::Story>& all,
                                    const std::string& wanted) {
  const v1::Story* found = nullptr;
  for (const v1::Story& story : all) {
    const auto& articles = story.articles();
    if (story.id() == wanted ||
        std::find(articles.begin(), articles.end(), wanted) != articles.end()) {
      return &story;
    }
  }
  for (const v1::Story& story : all) {
    if (!story_fits(story, wanted)) continue;
    if (found != nullptr) {
      return fail(ErrorCode::kInvalidInput, fmt::format("\"{}\" may be story {} or {}: give an id",
                                                        wanted, found->id(), story.id()));
    }
    found = &story;
  }
  if (found == nullptr) {
    return fail(ErrorCode::kNotFound,
                fmt::format("store {}: no story \"{}\"", store.path(), wanted));
  }
  return found;
}

Explanation chain_of(std::string_view id, v1::ArticleRecord record, int event_index) {
  Explanation out;
  out.id = id;
  out.event = std::move(*record.mutable_events(event_index));
  const std::uint32_t sentence = out.event.evidence().sentence();
  if (sentence < static_cast<std::uint32_t>(record.sentences_size())) {
    const v1::TextSpan& span = record.sentences(static_cast<int>(sentence)).span();
    const std::string& text = record.article().text();
    if (span.begin() <= span.end() && span.end() <= text.size()) {
      out.sentence = text.substr(span.begin(), span.end() - span.begin());
    }
  }
  out.article = std::move(*record.mutable_article());
  return out;
}

Result<Explanation> explain_event(const Store& store, EventId event) {
  const std::string id = to_string(event);
  ANNALS_ASSIGN(v1::ArticleRecord record, store.get_by_event(event));
  for (int i = 0; i < record.events_size(); ++i) {
    if (record.events(i).id() == id) return chain_of(id, std::move(record), i);
  }
  return fail(ErrorCode::kCorrupt,
              fmt::format("store {}: event {} is indexed, but article {} does not have it",
                          store.path(), id, record.article().id()));
}

// The report whose evidence was scored best; the earliest of equals.
const v1::Report& best_report(const v1::Entry& entry) {
  return *std::max_element(entry.reports().begin(), entry.reports().end(),
                           [](const v1::Report& a, const v1::Report& b) {
                             return a.evidence().score() < b.evidence().score();
                           });
}

Result<Explanation> explain_entry(const Store& store, EntryId entry_id) {
  const std::string id = to_string(entry_id);
  const auto no_such_entry = [&] {
    return fail(ErrorCode::kNotFound, fmt::format("store {}: no entry {}", store.path(), id));
  };
  const Result<v1::Entry> entry = find_entry(store, entry_id);
  if (!entry && entry.error().code != ErrorCode::kNotFound) return tl::unexpected(entry.error());
  if (!entry || entry->reports().empty()) return no_such_entry();
  const v1::Report& best = best_report(*entry);
  const std::optional<EventId> event = parse_event_id(best.event_id());
  if (!event) return no_such_entry();
  ANNALS_ASSIGN(Explanation out, explain_event(store, *event));
  out.id = id;
  out.reasons = {entry->reasons().begin(), entry->reasons().end()};
  for (const v1::Report& report : entry->reports()) {
    if (report.event_id() == best.event_id()) continue;
    const std::optional<EventId> other = parse_event_id(report.event_id());
    if (!other) return no_such_entry();
    ANNALS_ASSIGN(Explanation merged, explain_event(store, *other));
    out.merged.push_back(std::move(merged.event));
  }
  return out;
}

}  // namespace

Result<Engine> Engine::open(const std::string& path, const StoreOptions& options) {
  ANNALS_ASSIGN(Store store, Store::open(path, options));
  return Engine(std::move(store));
}

Result<AddCounts> Engine::add(std::span<const v1::ArticleRecord> records, Instant known_at) {
  return store_.add(records, known_at);
}

Result<v1::Timeline> Engine::timeline(const v1::TimelineQuery& query) const {
  return build_timeline(store_, query);
}

Result<std::vector<v1::Development>> Engine::developments(const v1::TimelineQuery& query) const {
  return find_developments(store_, query);
}

Result<std::vector<v1::Conflict>> Engine::conflicts(const v1::TimelineQuery& query,
                                                    std::size_t most) const {
  return find_conflicts(store_, query, most);
}

Result<v1::TimelineDiff> Engine::diff(const v1::TimelineQuery& query, Instant from, Instant to,
                                      DiffClock clock) const {
  return compare_timelines(store_, query, from, to, clock);
}

Result<v1::Network> Engine::network(const v1::TimelineQuery& query,
                                    const NetworkOptions& options) const {
  return build_network(store_, query, options);
}

Result<v1::ActorPath> Engine::path(const v1::TimelineQuery& query, const std::string& from,
                                   const std::string& to) const {
  return find_path(store_, query, from, to);
}

Result<std::vector<v1::Story>> Engine::stories(const StoryOptions& options) const {
  return stories_of(store_, options);
}

Result<v1::StoryMembership> Engine::explain_story(std::string_view article_id) const {
  ANNALS_ASSIGN(const std::vector<DigestPtr> digests, story_digests(store_));
  ANNALS_ASSIGN(const StoryDecisions decisions, store_.story_decisions());
  auto out = explain_membership(pointers(digests), article_id, decisions);
  if (!out) {
    return fail(ErrorCode::kNotFound,
                fmt::format("store {}: no article \"{}\"", store_.path(), article_id));
  }
  return *std::move(out);
}

Status Engine::merge_stories(std::span<const std::string> stories, Instant now) {
  ANNALS_ASSIGN(const StoryDecisions earlier, store_.story_decisions());
  ANNALS_ASSIGN(const std::vector<v1::Story> all, this->stories({.members = true}));
  std::vector<std::vector<std::string>> members;
  for (const std::string& wanted : stories) {
    ANNALS_ASSIGN(const v1::Story* story, find_story(store_, all, wanted));
    members.emplace_back(story->articles().begin(), story->articles().end());
  }
  return store_.decide(merge_decisions(members, earlier, now.time_since_epoch().count()));
}

Status Engine::split_story(const std::string& story, std::span<const std::string> articles,
                           Instant now) {
  ANNALS_ASSIGN(const std::vector<DigestPtr> digests, story_digests(store_));
  ANNALS_ASSIGN(const StoryDecisions earlier, store_.story_decisions());
  const std::vector<const v1::Digest*> views = pointers(digests);
  const std::vector<v1::Story> all =
      describe_stories(views, group_stories(views, earlier), {.members = true}, earlier);
  ANNALS_ASSIGN(const v1::Story* from, find_story(store_, all, story));
  const std::set<std::string> members(from->articles().begin(), from->articles().end());
  std::set<std::string> leaving;
  for (const std::string& article : articles) {
    if (!members.contains(article)) {
      return fail(ErrorCode::kNotFound,
                  fmt::format("story {} has no article \"{}\"", from->id(), article));
    }
    leaving.insert(article);
  }
  if (leaving.size() == members.size()) {
    return fail(ErrorCode::kInvalidInput,
                fmt::format("story {}: one article at least must stay", from->id()));
  }
  // One article of each group that comes about without decisions must be kept apart from.
  const std::vector<std::uint32_t> automatic = group_stories(views).story_of;
  std::set<std::uint32_t> seen;
  std::vector<std::string> anchors;
  std::vector<std::string> rest;
  for (std::size_t i = 0; i < views.size(); ++i) {
    const std::string& id = views[i]->article_id();
    if (!members.contains(id) || leaving.contains(id)) continue;
    rest.push_back(id);
    if (seen.insert(automatic[i]).second) anchors.push_back(id);
  }
  const std::vector<std::string> out(leaving.begin(), leaving.end());
  return store_.decide(
      split_decisions(rest, out, anchors, earlier, now.time_since_epoch().count()));
}

Status Engine::rename_story(const std::string& story, const std::string& name, Instant now) {
  ANNALS_ASSIGN(const std::vector<v1::Story> all, stories({.members = true}));
  ANNALS_ASSIGN(const v1::Story* found, find_story(store_, all, story));
  ANNALS_ASSIGN(const StoryDecisions earlier, store_.story_decisions());
  const std::set<std::string> members(found->articles().begin(), found->articles().end());
  v1::StoryDecision decision;
  decision.set_kind(v1::STORY_DECISION_KIND_RENAME);
  decision.set_article(found->articles(0));
  decision.set_name(name);
  decision.set_decided_second(now.time_since_epoch().count());
  StoryDecisions decisions{decision};
  // Other names of the same story are overruled, so that none comes back when articles leave.
  for (const v1::StoryDecision& d : earlier) {
    if (d.kind() != v1::STORY_DECISION_KIND_RENAME || !members.contains(d.article())) continue;
    decision.set_article(d.article());
    decisions.push_back(decision);
  }
  return store_.decide(decisions);
}

Result<StoryDecisions> Engine::story_decisions() const {
  return store_.story_decisions();
}

Result<std::vector<v1::Actor>> Engine::actors() const {
  ANNALS_ASSIGN(const std::vector<DigestPtr> digests, newest_digests(store_, without_text));
  const std::vector<const v1::Digest*> views = pointers(digests);
  ActorIndex index = ActorIndex::build(views);
  const std::vector<double> salience = Graph::build(views, index).actor_salience();
  std::vector<v1::Actor> out = std::move(index.actors());
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i].set_salience(salience[i]);
  // Sorted by key before, which breaks ties.
  std::stable_sort(out.begin(), out.end(), [](const v1::Actor& a, const v1::Actor& b) {
    return a.salience() > b.salience();
  });
  return out;
}

Result<v1::ArticleRecord> Engine::article(std::string_view article_id,
                                          std::string_view revision) const {
  return store_.get(article_id, revision);
}

Result<Explanation> Engine::explain(std::string_view id) const {
  if (const std::optional<EventId> event = parse_event_id(id)) {
    return explain_event(store_, *event);
  }
  if (const std::optional<EntryId> entry = parse_entry_id(id)) {
    return explain_entry(store_, *entry);
  }
  return fail(ErrorCode::kInvalidInput,
              fmt::format("\"{}\" is no id of an event (ev- and 16 hex digits), of an entry (en- "
                          "and 16 hex digits) or of a disagreement (te- and twice 16)",
                          id));
}

Result<v1::Conflict> Engine::explain_conflict(std::string_view id) const {
  const auto sides = parse_tension_id(id);
  if (!sides) {
    return fail(ErrorCode::kInvalidInput,
                fmt::format("\"{}\" is no id of a disagreement (te- and twice 16 hex digits)", id));
  }
  return find_conflict(store_, sides->first, sides->second);
}

Status Engine::forget(std::string_view article_id) {
  return store_.forget(article_id);
}

Result<StoreStats> Engine::stats() const {
  return store_.stats();
}

Result<std::vector<std::string>> Engine::check() const {
  return store_.check();
}

Status Engine::close() {
  return store_.close();
}

}  // namespace annals
