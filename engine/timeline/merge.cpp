#include "engine/timeline/merge.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <tuple>
#include <utility>

#include "engine/timeline/cluster_index.h"

namespace annals {
namespace {

// An "at the latest" bound meets a day at most so long before it: an article tells what is new.
constexpr std::int32_t kBoundReach = 7;
// With strong agreement of actors or words.
constexpr std::int32_t kStrongReach = 45;
// A span longer than this says too little to merge by time.
constexpr std::int32_t kLongSpan = 45;
// Clusters an event is compared with, nearest in time first.
constexpr std::size_t kMaxCompared = 32;
// Members of a cluster whose sentences are compared.
constexpr std::size_t kMaxSentences = 2;

constexpr double kAlikeWithoutClass =
    0.30;                            // sentences of events without a class, or of statements
constexpr double kVeryAlike = 0.45;  // sentences that need no shared actor

// No actor.
constexpr std::uint32_t kNobody = ~std::uint32_t{0};

double square(const Corpus& corpus, std::uint32_t term) {
  const auto w = static_cast<double>(corpus.idf[term]);
  return w * w;
}

// Sentences as sorted terms, each once, made when first compared and kept in one block.
class SentenceCache {
 public:
  explicit SentenceCache(const Corpus& corpus)
      : corpus_(corpus), slots_(corpus.sentences.size(), kNone) {}

  // TF-IDF cosine of two sentences.
  double likeness(std::uint32_t a, std::uint32_t b) {
    // By value: preparing the other may move them.
    const Prepared x = prepared(a);
    const Prepared y = prepared(b);
    if (x.square <= 0 || y.square <= 0) return 0;
    const std::uint32_t* i = terms_.data() + x.first;
    const std::uint32_t* j = terms_.data() + y.first;
    const std::uint32_t* const i_end = i + x.count;
    const std::uint32_t* const j_end = j + y.count;
    double both = 0;
    while (i != i_end && j != j_end) {
      const std::uint32_t in_x = *i;
      const std::uint32_t in_y = *j;
      if (in_x == in_y) both += square(corpus_, in_x);
      // Which side is behind cannot be foreseen: no branch.
      i += in_x <= in_y ? 1 : 0;
      j += in_y <= in_x ? 1 : 0;
    }
    return both / std::sqrt(x.square * y.square);
  }

 private:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};
  struct Prepared {
    std::size_t first = 0;  // in terms_
    std::size_t count = 0;
    double square = 0;  // of its TF-IDF length
  };

  const Prepared& prepared(std::uint32_t sentence) {
    std::uint32_t& slot = slots_[sentence];
    if (slot != kNone) return sentences_[slot];
    slot = static_cast<std::uint32_t>(sentences_.size());
    const auto words = corpus_.terms_of(corpus_.sentences[sentence]);
    Prepared& out = sentences_.emplace_back();
    out.first = terms_.size();
    terms_.insert(terms_.end(), words.begin(), words.end());
    const auto begin = terms_.begin() + static_cast<std::ptrdiff_t>(out.first);
    std::sort(begin, terms_.end());
    terms_.erase(std::unique(begin, terms_.end()), terms_.end());
    out.count = terms_.size() - out.first;
    for (const std::uint32_t t : std::span(terms_).subspan(out.first))
      out.square += square(corpus_, t);
    return out;
  }

  const Corpus& corpus_;
  std::vector<std::uint32_t> slots_;  // in sentences_, of a sentence of the corpus
  std::vector<Prepared> sentences_;
  std::vector<std::uint32_t> terms_;
};

// The actors of all parts but the place, sorted, each once.
std::vector<std::uint32_t> names_of(std::span<const RoleActor> actors) {
  std::vector<std::uint32_t> out;
  out.reserve(actors.size());
  for (const RoleActor& a : actors) {
    if (plays(a.role)) out.push_back(a.actor);
  }
  std::ranges::sort(out);
  out.erase(std::ranges::unique(out).begin(), out.end());
  return out;
}

// Those who play a part; actors are sorted by part.
std::span<const RoleActor> part(std::span<const RoleActor> actors, v1::Role role) {
  const auto range = std::ranges::equal_range(actors, role, {}, &RoleActor::role);
  return {range.begin(), range.end()};
}

bool meet(std::span<const RoleActor> a, std::span<const RoleActor> b) {
  return std::ranges::any_of(
      a, [&](RoleActor x) { return std::ranges::find(b, x.actor, &RoleActor::actor) != b.end(); });
}

bool meet(std::span<const RoleActor> a, std::span<const std::uint32_t> names) {
  return std::ranges::any_of(
      a, [&](RoleActor x) { return std::ranges::binary_search(names, x.actor); });
}

std::size_t common(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b) {
  std::size_t out = 0;
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
    if (*i == *j) {
      ++out;
      ++i;
      ++j;
    } else if (*i < *j) {
      ++i;
    } else {
      ++j;
    }
  }
  return out;
}

// match_actors() of actors whose names are known already.
std::optional<ActorMatch> match_named(std::span<const RoleActor> a,
                                      std::span<const std::uint32_t> names_a,
                                      std::span<const RoleActor> b,
                                      std::span<const std::uint32_t> names_b) {
  ActorMatch out;
  out.shared = common(names_a, names_b);
  out.none = names_a.empty() || names_b.empty();
  out.same = !out.none && out.shared == names_a.size() && out.shared == names_b.size();
  // Then everybody is on the other side, or nobody plays a part.
  if (out.same || out.none) return out;
  // Who plays a part must be found on the other side in some part: passive and active voice swap
  // them, and a finder may take a recipient for a partner.
  for (const v1::Role role :
       {v1::ROLE_AGENT, v1::ROLE_PATIENT, v1::ROLE_RECIPIENT, v1::ROLE_THEME, v1::ROLE_PARTNER}) {
    const auto part_a = part(a, role);
    if (part_a.empty()) continue;
    const auto part_b = part(b, role);
    if (part_b.empty() || meet(part_a, part_b)) continue;
    if (!meet(part_a, names_b) || !meet(part_b, names_a)) return std::nullopt;
  }
  return out;
}

// Days between two times; 0 when they overlap.
template <class Timed>
std::int32_t distance(const EventRef& e, const Timed& c) {
  if (e.time == TimeKind::kUndated || c.time == TimeKind::kUndated) return 0;
  return std::max({0, e.first - c.last, c.first - e.last});
}

class Merger {
 public:
  Merger(const Corpus& corpus, std::span<const EventRef> events)
      : corpus_(corpus),
        events_(events),
        next_(events.size(), kNone),
        by_key_(2 * events.size()),
        sentences_(corpus) {
    for (const EventRef& e : events)
      for_each_key(e, [&](std::uint64_t key) { by_key_.expect(key); });
    by_key_.prepare();
    clusters_.reserve(events.size());
  }

  EventClusters run() {
    for (std::uint32_t e = 0; e < events_.size(); ++e)
      place(e);
    join();
    return lay_out();
  }

 private:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};
  using Row = ClustersByKey::Row;

  // A cluster while it grows; its time is that of its first event.
  struct Growing {
    std::uint32_t founder = 0;  // its first event; the others hang on it in next_
    std::uint32_t last = 0;
    std::uint32_t count = 1;
    std::uint32_t met_by = kNone;  // the last event that it was a candidate of
  };

  static std::uint64_t key_of_actor(std::uint32_t kind, std::uint32_t actor) {
    return (std::uint64_t{kind} << 32U) | actor;
  }
  // Actors and articles are fewer than 2^31.
  static std::uint64_t key_of_article(const EventRef& e) {
    return (std::uint64_t{e.kind} << 32U) | 0x80000000U | e.article;
  }
  // The keys that a cluster founded by the event is found by.
  template <class Visit>
  static void for_each_key(const EventRef& e, Visit visit) {
    for (const std::uint32_t actor : e.names)
      visit(key_of_actor(e.kind, actor));
    if (e.names.empty()) visit(key_of_actor(e.kind, kNobody));
    visit(key_of_article(e));
  }

  void place(std::uint32_t number) {
    const EventRef& e = events_[number];
    double best = 0;
    std::uint32_t home = 0;
    find_candidates(number);
    for (const std::uint32_t c : candidates_) {
      const double score = agreement(e, clusters_[c], best);
      if (score > best) {
        best = score;
        home = c;
      }
    }
    if (best > 0) {
      Growing& cluster = clusters_[home];
      next_[cluster.last] = number;
      cluster.last = number;
      ++cluster.count;
      return;
    }
    const Row row{e.first, e.last, e.time, static_cast<std::uint32_t>(clusters_.size())};
    for_each_key(e, [&](std::uint64_t key) { by_key_.add(key, row); });
    clusters_.push_back({.founder = number, .last = number});
  }

  // Clusters that were founded by different halves of one event. "Northwork's offer was turned
  // down" and "Clipto turned down an offer" share no actor, until a third report names both: then
  // whoever the one cluster names, the other names too, in parts that fit.
  void join() {
    std::vector<std::vector<RoleActor>> actors(clusters_.size());
    std::vector<std::vector<std::uint32_t>> names(clusters_.size());
    std::size_t keys = 0;
    const auto joinable = [&](const Growing& c) {
      const EventRef& founder = events_[c.founder];
      return founder.classed && !founder.speech && founder.time != TimeKind::kUndated;
    };
    for (std::uint32_t c = 0; c < clusters_.size(); ++c) {
      if (clusters_[c].count == 1 || !joinable(clusters_[c])) continue;
      for (std::uint32_t m = clusters_[c].founder; m != kNone; m = next_[m])
        actors[c].insert(actors[c].end(), events_[m].actors.begin(), events_[m].actors.end());
      std::ranges::sort(actors[c]);
      actors[c].erase(std::ranges::unique(actors[c]).begin(), actors[c].end());
      names[c] = names_of(actors[c]);
      keys += names[c].size();
    }
    ClustersByKey by_actor(keys);
    const auto visit = [&](auto use) {
      for (std::uint32_t c = 0; c < clusters_.size(); ++c) {
        const EventRef& founder = events_[clusters_[c].founder];
        for (const std::uint32_t actor : names[c])
          use(key_of_actor(founder.kind, actor), Row{founder.first, founder.last, founder.time, c});
      }
    };
    visit([&](std::uint64_t key, const Row&) { by_actor.expect(key); });
    by_actor.prepare();
    visit([&](std::uint64_t key, const Row& row) { by_actor.add(key, row); });

    for (Growing& cluster : clusters_)
      cluster.met_by = kNone;
    for (std::uint32_t c = 0; c < clusters_.size(); ++c) {
      const EventRef& founder = events_[clusters_[c].founder];
      if (!joinable(clusters_[c]) || founder.names.empty()) continue;
      const std::span<const RoleActor> own =
          names[c].empty() ? founder.actors : std::span<const RoleActor>(actors[c]);
      const std::span<const std::uint32_t> own_names =
          names[c].empty() ? founder.names : std::span<const std::uint32_t>(names[c]);
      near_.clear();
      for (const std::uint32_t actor : own_names)
        add_fitting(clusters_[c].founder, by_actor.of(key_of_actor(founder.kind, actor)));
      for (const auto& [days, home] : near_) {
        if (home == c || clusters_[home].count == 0 || days > kBoundReach) continue;
        const bool within = std::ranges::includes(names[home], own_names) ||
                            std::ranges::includes(own_names, names[home]);
        // Two names outweigh that a third one stands in the part of one of them.
        const bool two = std::min(own_names.size(), names[home].size()) >= 2;
        if (!within || !(two || match_named(own, own_names, actors[home], names[home]))) continue;
        Growing& to = clusters_[home];
        next_[to.last] = clusters_[c].founder;
        to.last = clusters_[c].last;
        to.count += std::exchange(clusters_[c].count, 0);
        break;
      }
    }
  }

  EventClusters lay_out() const {
    EventClusters out;
    out.all.reserve(clusters_.size());
    // Never moved again: the clusters point into them.
    out.members.reserve(events_.size());
    std::size_t actors = 0;
    for (const Growing& cluster : clusters_) {
      if (cluster.count < 2) continue;
      for (std::uint32_t m = cluster.founder; m != kNone; m = next_[m])
        actors += events_[m].actors.size();
    }
    out.actors.reserve(actors);
    for (const Growing& cluster : clusters_) {
      if (cluster.count == 0) continue;  // it joined another
      const EventRef& founder = events_[cluster.founder];
      EventCluster& to = out.all.emplace_back();
      to.time = founder.time;
      to.first = founder.first;
      to.last = founder.last;
      const std::size_t first_member = out.members.size();
      for (std::uint32_t m = cluster.founder; m != kNone; m = next_[m])
        out.members.push_back(m);
      // What joined stands behind what was there.
      std::sort(out.members.begin() + static_cast<std::ptrdiff_t>(first_member), out.members.end());
      to.members = std::span(out.members).subspan(first_member);
      // What was told in June by the 25th happened by the 25th.
      for (const std::uint32_t m : to.members) {
        const EventRef& e = events_[m];
        if (to.time == TimeKind::kSpan && e.time == TimeKind::kBound && !e.lower_bound)
          to.last = std::max(to.first, std::min(to.last, e.last));
      }
      if (cluster.count == 1) {
        to.actors = founder.actors;
        continue;
      }
      const auto first_actor = static_cast<std::ptrdiff_t>(out.actors.size());
      for (const std::uint32_t m : to.members)
        out.actors.insert(out.actors.end(), events_[m].actors.begin(), events_[m].actors.end());
      const auto begin = out.actors.begin() + first_actor;
      std::sort(begin, out.actors.end());
      out.actors.erase(std::unique(begin, out.actors.end()), out.actors.end());
      to.actors = std::span(out.actors).subspan(static_cast<std::size_t>(first_actor));
    }
    return out;
  }

  // Adds the clusters of a list whose time may fit, each once an event. Clusters are made in the
  // order of (kind of time, first day), so each kind's part of a list is searched by halves.
  void add_fitting(std::uint32_t number, std::span<const Row> list) {
    const EventRef& e = events_[number];
    const auto meet = [&](std::int32_t days, const Row& row) {
      if (std::exchange(clusters_[row.cluster].met_by, number) != number)
        near_.emplace_back(days, row.cluster);
    };
    if (e.time == TimeKind::kUndated) {
      for (const Row& row : list.first(std::min(list.size(), kMaxCompared)))
        meet(0, row);
      return;
    }
    const auto add = [&](TimeKind time, std::int32_t from, std::int32_t to) {
      const auto at = std::ranges::lower_bound(list, std::pair(time, from), {}, [](const Row& row) {
        return std::pair(row.time, row.first);
      });
      for (auto row = at; row != list.end(); ++row) {
        if (row->time != time || row->first > to) break;
        if (const auto days = time_fits(e, *row)) meet(*days, *row);
      }
    };
    const std::int32_t reach = e.time == TimeKind::kBound ? kStrongReach : 0;
    add(TimeKind::kDay, e.first - reach, e.last + reach);
    if (e.time == TimeKind::kDay) return;
    add(TimeKind::kSpan, INT32_MIN, INT32_MAX);
    if (e.time == TimeKind::kBound) add(TimeKind::kBound, e.first - reach, e.last + reach);
  }

  // Clusters of the same kind that share an actor (or one side names none) and whose time may fit:
  // the nearest in time. Events come dated first, so a cluster's time is that of its first member.
  void find_candidates(std::uint32_t number) {
    const EventRef& e = events_[number];
    near_.clear();
    candidates_.clear();
    for (const std::uint32_t actor : e.names)
      add_fitting(number, by_key_.of(key_of_actor(e.kind, actor)));
    add_fitting(number, by_key_.of(key_of_actor(e.kind, kNobody)));
    add_fitting(number, by_key_.of(key_of_article(e)));
    if (near_.size() > kMaxCompared) {
      std::ranges::nth_element(near_, near_.begin() + kMaxCompared);
      near_.resize(kMaxCompared);
    }
    for (const auto& [days, c] : near_)
      candidates_.push_back(c);
    std::ranges::sort(candidates_);
  }

  // Days between the two times when they can be of one event.
  static std::optional<std::int32_t> time_fits(const EventRef& e, const Row& c) {
    const std::int32_t apart = distance(e, c);
    switch (e.time) {
      case TimeKind::kDay:
        return c.time == TimeKind::kDay && apart == 0 ? std::optional(0) : std::nullopt;
      case TimeKind::kSpan:
        if (apart > 0 || e.last - e.first > kLongSpan) {
          // A long span joins only its like.
          return c.first == e.first && c.last == e.last ? std::optional(0) : std::nullopt;
        }
        return c.time == TimeKind::kDay || c.time == TimeKind::kSpan ? std::optional(0)
                                                                     : std::nullopt;
      case TimeKind::kBound:
        if (c.time == TimeKind::kSpan && c.last - c.first > kLongSpan) return std::nullopt;
        // "No later than": a dated event must not lie after it; nor before a "no earlier than".
        if (c.time != TimeKind::kBound && (e.lower_bound ? c.last < e.first : c.first > e.last)) {
          return std::nullopt;
        }
        return apart <= kStrongReach ? std::optional(apart) : std::nullopt;
      case TimeKind::kUndated:
        return 0;
    }
    return std::nullopt;
  }

  double likeness(const EventRef& e, const Growing& c) {
    double best = 0;
    std::uint32_t member = c.founder;
    for (std::size_t i = 0; i < kMaxSentences && member != kNone; ++i, member = next_[member]) {
      const std::uint32_t other = events_[member].sentence;
      if (other == e.sentence) return 1;
      best = std::max(best, sentences_.likeness(e.sentence, other));
    }
    return best;
  }

  // A headline tells the article's main event in other words: that of the same class in the body.
  bool headline_of_same_article(const EventRef& e, const EventRef& f) const {
    if (e.article != f.article || e.speech) return false;
    return corpus_.sentences[e.sentence].body != corpus_.sentences[f.sentence].body;
  }

  static bool reported_within(const EventRef& e, const EventRef& f, std::int32_t days) {
    return e.reported != kNoDay && f.reported != kNoDay &&
           std::abs(e.reported - f.reported) <= days;
  }

  // How well an event fits into a cluster; 0 when it does not, or not better than `to_beat`.
  double agreement(const EventRef& e, const Growing& c, double to_beat) {
    const EventRef& founder = events_[c.founder];
    const auto actors = match_named(e.actors, e.names, founder.actors, founder.names);
    if (!actors) return 0;
    if (e.classed && headline_of_same_article(e, founder)) return 2;
    if (actors->shared == 0 && !actors->none) return 0;
    const bool undated = e.time == TimeKind::kUndated || founder.time == TimeKind::kUndated;
    const bool loose = undated || distance(e, founder) > kBoundReach;
    // Words are compared where actors and class do not settle it: most pairs need none.
    // One actor alone does not tell this purchase from another that was reported weeks before.
    // Nor do two of them tell a plan from one that was made months after it was given up.
    const bool agreed =
        (actors->shared >= 2 && (!undated || reported_within(e, founder, kStrongReach))) ||
        (actors->same && (!loose || reported_within(e, founder, kBoundReach)));
    const bool settled = e.classed && !e.speech && !actors->none && (agreed || !loose);
    // Words add 1 at most (a little more by rounding).
    if (!settled && static_cast<double>(actors->shared) + 1.02 <= to_beat) return 0;
    const double alike = settled ? 0 : likeness(e, c);
    const bool strong = agreed || alike >= kVeryAlike;
    if (actors->none && alike < kVeryAlike) return 0;
    // A statement or an event without a class is what its words say.
    if ((e.speech || !e.classed) && alike < kAlikeWithoutClass) return 0;
    const bool sure = strong && (e.classed || alike >= kVeryAlike);
    if (loose && !sure) return 0;
    return static_cast<double>(actors->shared) + alike + 0.01;
  }

  const Corpus& corpus_;
  std::span<const EventRef> events_;
  std::vector<Growing> clusters_;
  std::vector<std::uint32_t> next_;  // the next event of the same cluster
  // Clusters of a kind by an actor of their first event, and by its article.
  ClustersByKey by_key_;
  SentenceCache sentences_;
  // Scratch.
  std::vector<std::pair<std::int32_t, std::uint32_t>> near_;
  std::vector<std::uint32_t> candidates_;
};

}  // namespace

std::optional<ActorMatch> match_actors(std::span<const RoleActor> a, std::span<const RoleActor> b) {
  return match_named(a, names_of(a), b, names_of(b));
}

EventClusters merge_events(const Corpus& corpus, std::span<const EventRef> events) {
  return Merger(corpus, events).run();
}

}  // namespace annals
