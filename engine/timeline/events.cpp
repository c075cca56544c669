// collect_events: the events of a corpus as flat values.
#include <algorithm>
#include <optional>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "engine/store/digest.h"
#include "engine/timeline/merge.h"

namespace annals {
namespace {

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
    actors.numbers_of(article, canonical);
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
        if (plays(part.role)) out.names.push_back(part.actor);
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

}  // namespace annals
