// Which reports tell the same event? Events of all articles, merged into clusters.
//
// Two events are one when they are of the same class (or, without a class, have the same
// predicate), say the same (polarity) in the same manner (happened, due, or only possible …), share
// actors in compatible parts, and their times can be the same. An event of which only a bound is
// known joins the same event dated elsewhere. Clusters grow in a canonical order, so equal sets of
// articles give equal clusters. Thread safety: free functions on values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <annals/v1/digest.pb.h>

#include "engine/graph/graph.h"
#include "engine/timeline/corpus.h"
#include "engine/timeline/relations.h"

namespace annals {

// How closely an event's time is known.
enum class TimeKind : std::uint8_t { kDay, kSpan, kBound, kUndated };

// How the text presents an event, coarsely: only like joins like.
enum class Manner : std::uint8_t { kReal, kFuture, kPossible, kProposed, kDemanded, kThreatened };

struct RoleActor {
  v1::Role role = v1::ROLE_UNSPECIFIED;
  std::uint32_t actor = 0;  // in ActorIndex.actors()
  friend auto operator<=>(const RoleActor&, const RoleActor&) = default;
};

// One event of one article.
struct EventRef {
  std::uint32_t article = 0;   // in Corpus.articles
  std::uint32_t event = 0;     // in Digest.events
  std::uint32_t sentence = 0;  // in Corpus.sentences
  std::uint32_t kind = 0;      // dense number of class or predicate, polarity and manner
  TimeKind time = TimeKind::kUndated;
  std::int32_t first = 0;  // days; a bound's known end is both
  std::int32_t last = 0;
  bool lower_bound = false;  // kBound: no earlier than; else no later than
  bool classed = false;
  bool speech = false;
  std::int32_t reported = INT32_MIN;     // day of the section that tells it, or kNoDay
  std::string_view event_class;          // views of the digest; empty for none
  std::string_view predicate;            // its lemma
  std::span<const RoleActor> actors;     // sorted
  std::span<const std::uint32_t> names;  // the actors of all parts but the place, sorted
};

// Events and what they point to. Moving it leaves the events valid, so it cannot be copied.
struct EventList {
  EventList() = default;
  EventList(EventList&&) = default;
  EventList& operator=(EventList&&) = default;
  EventList(const EventList&) = delete;
  EventList& operator=(const EventList&) = delete;
  ~EventList() = default;

  std::vector<EventRef> refs;
  std::vector<RoleActor> actors;
  std::vector<std::uint32_t> names;
};

// Events that are one. A view of the events and of the EventClusters it comes from.
struct EventCluster {
  std::span<const std::uint32_t> members;  // in the vector of refs, canonical order
  TimeKind time = TimeKind::kUndated;
  std::int32_t first = 0;  // the tightest time of the members
  std::int32_t last = 0;
  std::span<const RoleActor> actors;  // union, sorted
};

// Clusters and what they point to, but for the actors of a single event, which are the event's own.
// Moving it leaves the clusters valid, so it cannot be copied.
struct EventClusters {
  EventClusters() = default;
  EventClusters(EventClusters&&) = default;
  EventClusters& operator=(EventClusters&&) = default;
  EventClusters(const EventClusters&) = delete;
  EventClusters& operator=(const EventClusters&) = delete;
  ~EventClusters() = default;

  std::vector<EventCluster> all;
  std::vector<std::uint32_t> members;
  std::vector<RoleActor> actors;
};

// The events of a corpus, in canonical order: dated first, by day, then by article and place.
EventList collect_events(const Corpus& corpus, const ActorIndex& actors,
                         const ClassRelations& relations);

// Each event is in exactly one cluster. `events` must outlive the clusters.
EventClusters merge_events(const Corpus& corpus, std::span<const EventRef> events);

Manner manner_of(v1::Modality modality);

// Whether an actor in this role is one of those an event is about: all but the place.
inline bool plays(v1::Role role) {
  return role != v1::ROLE_PLACE;
}

// How far the actors of two events agree.
struct ActorMatch {
  std::size_t shared = 0;
  bool same = false;  // both name the same actors
  bool none = false;  // one of them names no actor
};
// nullopt when they cannot be of one event: one side's agent, patient, recipient, theme or partner
// is nowhere on the other side.
std::optional<ActorMatch> match_actors(std::span<const RoleActor> a, std::span<const RoleActor> b);

}  // namespace annals
