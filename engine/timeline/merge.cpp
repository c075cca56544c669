#include "engine/timeline/merge.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "engine/store/digest.h"

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

constexpr double kAlike = 0.30;      // sentences of events without a class, or of statements
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

bool counts(v1::Role role) {
  return role != v1::ROLE_PLACE;
}

// The actors of all parts but the place, sorted, each once.
std::vector<std::uint32_t> names_of(std::span<const RoleActor> actors) {
  std::vector<std::uint32_t> out;
  out.reserve(actors.size());
  for (const RoleActor& a : actors) {
    if (counts(a.role)) out.push_back(a.actor);
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

struct When {
  TimeKind time = TimeKind::kUndated;
  std::int32_t first = 0;
  std::int32_t last = 0;
};

class Merger {
 public:
  Merger(const Corpus& corpus, std::span<const EventRef> events)
      : corpus_(corpus), events_(events), sentences_(corpus) {
    by_actor_.reserve(events.size());
    by_article_.reserve(events.size());
    clusters_.reserve(events.size());
    when_.reserve(events.size());
  }

  std::vector<EventCluster> run() {
    for (std::uint32_t e = 0; e < events_.size(); ++e)
      place(e);
    return std::move(clusters_);
  }

 private:
  void place(std::uint32_t number) {
    const EventRef& e = events_[number];
    double best = 0;
    std::uint32_t home = 0;
    find_candidates(e);
    for (const std::uint32_t c : candidates_) {
      const double score = agreement(e, clusters_[c], best);
      if (score > best) {
        best = score;
        home = c;
      }
    }
    if (best > 0) {
      EventCluster& cluster = clusters_[home];
      cluster.members.push_back(number);
      for (const RoleActor& a : e.actors) {
        const auto at = std::ranges::lower_bound(cluster.actors, a);
        if (at == cluster.actors.end() || *at != a) cluster.actors.insert(at, a);
      }
      return;
    }
    const auto made = static_cast<std::uint32_t>(clusters_.size());
    for (const std::uint32_t actor : e.names)
      by_actor_[key(e.kind, actor)].push_back(made);
    if (e.names.empty()) by_actor_[key(e.kind, kNobody)].push_back(made);
    by_article_[key(e.kind, e.article)].push_back(made);
    clusters_.push_back({{number}, e.time, e.first, e.last, {e.actors.begin(), e.actors.end()}});
    when_.push_back({e.time, e.first, e.last});
  }

  static std::uint64_t key(std::uint32_t kind, std::uint32_t value) {
    return (std::uint64_t{kind} << 32U) | value;
  }

  // Adds the clusters of a list whose time may fit. Clusters are made in the order of (kind of
  // time, first day), so each kind's part of a list is searched by halves.
  void add_fitting(const EventRef& e, const std::vector<std::uint32_t>& list) {
    if (e.time == TimeKind::kUndated) {
      for (std::size_t i = 0; i < std::min(list.size(), kMaxCompared); ++i) {
        near_.emplace_back(0, list[i]);
      }
      return;
    }
    const auto add = [&](TimeKind time, std::int32_t from, std::int32_t to) {
      const auto at = std::ranges::lower_bound(list, std::pair(time, from), {}, [&](auto c) {
        return std::pair(when_[c].time, when_[c].first);
      });
      for (auto c = at; c != list.end(); ++c) {
        const When& cluster = when_[*c];
        if (cluster.time != time || cluster.first > to) break;
        if (const auto d = time_fits(e, cluster)) near_.emplace_back(*d, *c);
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
  void find_candidates(const EventRef& e) {
    near_.clear();
    candidates_.clear();
    const auto look_up = [&](const Lists& lists, std::uint64_t which) {
      if (const auto at = lists.find(which); at != lists.end()) add_fitting(e, at->second);
    };
    for (const std::uint32_t actor : e.names)
      look_up(by_actor_, key(e.kind, actor));
    look_up(by_actor_, key(e.kind, kNobody));
    look_up(by_article_, key(e.kind, e.article));
    if (near_.empty()) return;
    std::ranges::sort(near_);
    near_.erase(std::ranges::unique(near_).begin(), near_.end());
    if (near_.size() > kMaxCompared) near_.resize(kMaxCompared);
    for (const auto& [days, c] : near_)
      candidates_.push_back(c);
    std::ranges::sort(candidates_);
  }

  // Days between the two times when they can be of one event.
  static std::optional<std::int32_t> time_fits(const EventRef& e, const When& c) {
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

  double likeness(const EventRef& e, const EventCluster& c) {
    double best = 0;
    for (std::size_t i = 0; i < c.members.size() && i < kMaxSentences; ++i) {
      const std::uint32_t other = events_[c.members[i]].sentence;
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

  // How well an event fits into a cluster; 0 when it does not, or not better than `to_beat`.
  double agreement(const EventRef& e, const EventCluster& c, double to_beat) {
    const EventRef& founder = events_[c.members.front()];
    const auto actors = match_named(e.actors, e.names, founder.actors, founder.names);
    if (!actors) return 0;
    if (e.classed && headline_of_same_article(e, founder)) return 2;
    if (actors->shared == 0 && !actors->none) return 0;
    const bool loose = e.time == TimeKind::kUndated || c.time == TimeKind::kUndated ||
                       distance(e, c) > kBoundReach;
    // Words are compared where actors and class do not settle it: most pairs need none.
    const bool agreed = actors->shared >= 2 || actors->same;
    const bool settled = e.classed && !e.speech && !actors->none && (agreed || !loose);
    // Words add 1 at most (a little more by rounding).
    if (!settled && static_cast<double>(actors->shared) + 1.02 <= to_beat) return 0;
    const double alike = settled ? 0 : likeness(e, c);
    const bool strong = agreed || alike >= kVeryAlike;
    if (actors->none && alike < kVeryAlike) return 0;
    // A statement or an event without a class is what its words say.
    if ((e.speech || !e.classed) && alike < kAlike) return 0;
    const bool sure = strong && (e.classed || alike >= kVeryAlike);
    if (loose && !sure) return 0;
    return static_cast<double>(actors->shared) + alike + 0.01;
  }

  const Corpus& corpus_;
  std::span<const EventRef> events_;
  std::vector<EventCluster> clusters_;
  std::vector<When> when_;  // the times of the clusters, side by side: they are searched most
  // Clusters of a kind by an actor of their first event, and by its article.
  using Lists = std::unordered_map<std::uint64_t, std::vector<std::uint32_t>>;
  Lists by_actor_;
  Lists by_article_;
  SentenceCache sentences_;
  // Scratch.
  std::vector<std::pair<std::int32_t, std::uint32_t>> near_;
  std::vector<std::uint32_t> candidates_;
};

void set_time(const v1::DigestEvent& event, EventRef& out) {
  if (!is_dated(event)) return;
  out.first = event.has_earliest_day() ? event.earliest_day() : event.latest_day();
  out.last = event.has_latest_day() ? event.latest_day() : event.earliest_day();
  if (!event.has_earliest_day() || !event.has_latest_day() ||
      event.basis() == v1::TIME_BASIS_BOUND_ONLY) {
    out.time = TimeKind::kBound;
    // The bound is what is known: its last day, or its first when only that is.
    if (event.has_latest_day()) {
      out.first = out.last;
    } else {
      out.last = out.first;
      out.lower_bound = true;
    }
  } else {
    out.time = out.first == out.last ? TimeKind::kDay : TimeKind::kSpan;
  }
}

// Sorts what stands from `first` on, each once.
template <class Value>
void keep_sorted(std::vector<Value>& values, std::ptrdiff_t first) {
  const auto begin = values.begin() + first;
  std::sort(begin, values.end());
  values.erase(std::unique(begin, values.end()), values.end());
}

std::optional<std::int32_t> stamp_day(const v1::DigestSection& section) {
  if (!section.has_stamp()) return std::nullopt;
  const v1::TimeInterval& stamp = section.stamp();
  if (stamp.has_earliest_day()) return stamp.earliest_day();
  if (stamp.has_latest_day()) return stamp.latest_day();
  return std::nullopt;
}

}  // namespace

std::optional<ActorMatch> match_actors(std::span<const RoleActor> a, std::span<const RoleActor> b) {
  return match_named(a, names_of(a), b, names_of(b));
}

Manner manner_of(v1::Modality modality) {
  switch (modality) {
    case v1::MODALITY_SCHEDULED:
    case v1::MODALITY_PLANNED:
      return Manner::kFuture;
    case v1::MODALITY_POSSIBLE:
    case v1::MODALITY_CONDITIONAL:
      return Manner::kPossible;
    case v1::MODALITY_PROPOSED:
      return Manner::kProposed;
    case v1::MODALITY_DEMANDED:
      return Manner::kDemanded;
    case v1::MODALITY_THREATENED:
      return Manner::kThreatened;
    default:
      return Manner::kReal;
  }
}

EventList collect_events(const Corpus& corpus, const ActorIndex& actors,
                         const ClassRelations& relations) {
  // Classes as numbers; then (class or predicate, polarity, manner) packed into one.
  std::unordered_map<std::string_view, std::uint64_t> classes;
  std::unordered_map<std::uint64_t, std::uint32_t> kinds;
  EventList out;
  std::size_t count = 0;
  std::size_t parts = 0;
  for (const v1::Digest* article : corpus.articles) {
    count += static_cast<std::size_t>(article->events_size());
    for (const v1::DigestEvent& event : article->events())
      parts += static_cast<std::size_t>(part_count(event));
  }
  out.refs.reserve(count);
  // Never moved again: the events point into them.
  out.actors.reserve(parts);
  out.names.reserve(parts);
  std::vector<std::uint32_t> canonical;
  std::vector<std::int32_t> stamps;
  for (std::uint32_t a = 0; a < corpus.articles.size(); ++a) {
    const v1::Digest& article = *corpus.articles[a];
    canonical.clear();
    for (const auto& actor : article.actors())
      canonical.push_back(actors.find(actor.key()));
    stamps.clear();
    for (const auto& section : article.sections())
      stamps.push_back(stamp_day(section).value_or(corpus.published[a]));
    for (int i = 0; i < article.events_size(); ++i) {
      const v1::DigestEvent& event = article.events(i);
      if (event.sentence() >= static_cast<std::uint32_t>(article.sentences_size())) continue;
      EventRef ref;
      ref.article = a;
      ref.event = static_cast<std::uint32_t>(i);
      ref.sentence = corpus.first_sentence[a] + event.sentence();
      ref.event_class = event_class_of(article, event);
      ref.predicate = predicate_of(article, event);
      ref.classed = !ref.event_class.empty();
      ref.speech = event.status() == v1::STATUS_SAID || relations.speech(ref.event_class);
      const std::uint32_t section = article.sentences(static_cast<int>(event.sentence())).section();
      ref.reported = section < stamps.size() ? stamps[section] : corpus.published[a];
      set_time(event, ref);
      const auto first_actor = static_cast<std::ptrdiff_t>(out.actors.size());
      for (int p = 0; p < part_count(event); ++p) {
        const DigestPart part = part_of(event, p);
        if (part.actor == 0 || part.actor > canonical.size()) continue;
        const std::uint32_t actor = canonical[part.actor - 1];
        if (actor != ActorIndex::kNone) out.actors.push_back({part.role, actor});
      }
      keep_sorted(out.actors, first_actor);
      ref.actors = std::span(out.actors).subspan(static_cast<std::size_t>(first_actor));
      const auto first_name = static_cast<std::ptrdiff_t>(out.names.size());
      for (const RoleActor& part : ref.actors) {
        if (counts(part.role)) out.names.push_back(part.actor);
      }
      keep_sorted(out.names, first_name);
      ref.names = std::span(out.names).subspan(static_cast<std::size_t>(first_name));
      const std::uint64_t what =
          ref.classed ? classes.try_emplace(ref.event_class, classes.size()).first->second
                      : event.predicate_term();
      const std::uint64_t kind = (what << 8U) | (ref.classed ? 0x80U : 0U) |
                                 (event.polarity() == v1::POLARITY_NEGATIVE ? 0x40U : 0U) |
                                 static_cast<std::uint64_t>(manner_of(event.modality()));
      ref.kind = kinds.try_emplace(kind, static_cast<std::uint32_t>(kinds.size())).first->second;
      out.refs.push_back(ref);
    }
  }
  std::ranges::sort(out.refs, [](const EventRef& x, const EventRef& y) {
    return std::tie(x.time, x.first, x.last, x.article, x.event) <
           std::tie(y.time, y.first, y.last, y.article, y.event);
  });
  return out;
}

std::vector<EventCluster> merge_events(const Corpus& corpus, std::span<const EventRef> events) {
  return Merger(corpus, events).run();
}

}  // namespace annals
