// The facade: everything a program does with a store of articles.
//
//   ANNALS_ASSIGN(Engine engine, Engine::open("/data/store", {.create_if_missing = true}));
//   ANNALS_ASSIGN(AddCounts counts, engine.add(records, now));
//   ANNALS_ASSIGN(v1::Timeline timeline, engine.timeline(query));
//   ANNALS_TRY(engine.close());
//
// Thread safety: as Store. Errors: as Store.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <annals/v1/timeline.pb.h>

#include "engine/base/result.h"
#include "engine/store/store.h"
#include "engine/story/stories.h"
#include "engine/timeline/developments.h"
#include "engine/timeline/encounters.h"

namespace annals {

// The chain from a claim to the bytes that prove it.
struct Explanation {
  std::string id;
  v1::Event event;      // the event asked for, or the best one of an entry
  v1::Article article;  // text and structure included
  std::string sentence;
  std::vector<v1::Event> merged;  // the other events of an entry
  // Why an entry is one, how many sources stand behind it, and how sure it is.
  std::vector<std::string> reasons;
};

class Engine {
 public:
  static Result<Engine> open(const std::string& path, const StoreOptions& options);

  Result<AddCounts> add(std::span<const v1::ArticleRecord> records, Instant known_at);
  Result<v1::Timeline> timeline(const v1::TimelineQuery& query) const;
  // What was due and what became of it, by day.
  Result<std::vector<v1::Development>> developments(const v1::TimelineQuery& query) const;
  // Entries that disagree, `most` at most, contradictions first.
  Result<std::vector<v1::Conflict>> conflicts(const v1::TimelineQuery& query,
                                              std::size_t most) const;
  // What the timeline of a query learned between two times.
  Result<v1::TimelineDiff> diff(const v1::TimelineQuery& query, Instant from, Instant to,
                                DiffClock clock) const;
  // The network of the actors of a query's articles.
  Result<v1::Network> network(const v1::TimelineQuery& query, const NetworkOptions& options) const;
  // How two actors are connected, by names or ids; kNotFound when they are not.
  Result<v1::ActorPath> path(const v1::TimelineQuery& query, const std::string& from,
                             const std::string& to) const;
  Result<std::vector<v1::Story>> stories(const StoryOptions& options) const;
  // Why an article belongs to its story. kNotFound.
  Result<v1::StoryMembership> explain_story(std::string_view article_id) const;
  // Decisions about stories, recorded for good. A story is named by its id (or four or more
  // characters of it), by words of its label, or by the id of an article in it. kNotFound names a
  // story that is not there, kInvalidInput one that is not clear or what makes no sense.
  Status merge_stories(std::span<const std::string> stories, Instant now);
  // The articles leave their story and make one of their own.
  Status split_story(const std::string& story, std::span<const std::string> articles, Instant now);
  // An empty name takes the given one back.
  Status rename_story(const std::string& story, const std::string& name, Instant now);
  Result<StoryDecisions> story_decisions() const;
  // Actors of the whole store, most salient first.
  Result<std::vector<v1::Actor>> actors() const;
  Result<v1::ArticleRecord> article(std::string_view article_id,
                                    std::string_view revision = {}) const;
  // The chain behind an event ("ev-…") or an entry ("en-…"; see find_entry). kNotFound when there
  // is none, kInvalidInput when it is no such id.
  Result<Explanation> explain(std::string_view id) const;
  // The two sides of a disagreement ("te-…") and how they disagree (see find_conflict). kNotFound
  // when they do not, kInvalidInput when it is no such id.
  Result<v1::Conflict> explain_conflict(std::string_view id) const;
  Status forget(std::string_view article_id);
  Result<StoreStats> stats() const;
  Result<std::vector<std::string>> check() const;
  Status close();

  const Store& store() const { return store_; }

 private:
  explicit Engine(Store store) : store_(std::move(store)) {}
  Store store_;
};

}  // namespace annals
