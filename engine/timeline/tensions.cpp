#include "engine/timeline/tensions.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace annals {
namespace {

// Entries this far apart in time are about different occasions.
constexpr std::int32_t kSameOccasion = 14;
constexpr std::string_view kEntryPrefix = "en-";

std::int32_t apart(const EventCluster& a, const EventCluster& b) {
  if (a.time == TimeKind::kUndated || b.time == TimeKind::kUndated) return 0;
  return std::max({0, a.first - b.last, b.first - a.last});
}

// Reports this many days apart still speak of the same state of affairs.
constexpr std::int32_t kSameNews = 2;

// Actors that both name, in whatever part but the place.
std::size_t shared_actors(const EventCluster& a, const EventCluster& b) {
  std::vector<std::uint32_t> in_a;
  for (const RoleActor& x : a.actors) {
    if (plays(x.role)) in_a.push_back(x.actor);
  }
  std::vector<std::uint32_t> in_b;
  for (const RoleActor& y : b.actors) {
    if (plays(y.role)) in_b.push_back(y.actor);
  }
  for (auto* side : {&in_a, &in_b}) {
    std::ranges::sort(*side);
    side->erase(std::ranges::unique(*side).begin(), side->end());
  }
  std::vector<std::uint32_t> both;
  std::ranges::set_intersection(in_a, in_b, std::back_inserter(both));
  return both.size();
}

// Whether some actor has the same part in both: who owns no shares is not the firm that is owned.
bool in_one_part(const EventRef& a, const EventRef& b) {
  return std::ranges::any_of(a.actors, [&](RoleActor x) {
    return plays(x.role) && std::ranges::find(b.actors, x) != b.actors.end();
  });
}

// Who tells an entry: the sections of articles, since those come from different times. Sorted.
using Voices = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

Voices voices_of(const EntryDraft& draft, const EntryContext& context) {
  Voices out;
  out.reserve(draft.cluster.members.size());
  for (const std::uint32_t m : draft.cluster.members) {
    const EventRef& ref = context.events[m];
    const v1::Digest& article = *context.corpus.articles[ref.article];
    const auto index = static_cast<int>(context.corpus.sentences[ref.sentence].index);
    out.emplace_back(ref.article, article.sentences(index).section());
  }
  std::ranges::sort(out);
  out.erase(std::ranges::unique(out).begin(), out.end());
  return out;
}

// An article that weighs two sides does not disagree with itself.
bool one_voice(const Voices& a, const Voices& b) {
  return a.size() == 1 && a == b;
}

// Whether all who tell one side tell the other too: then they see no disagreement.
bool told_together(const Voices& a, const Voices& b) {
  return std::ranges::includes(a, b) || std::ranges::includes(b, a);
}

// First and last day on which an entry is reported; nothing when no report has a day.
std::optional<std::pair<std::int32_t, std::int32_t>> reported(const EntryDraft& draft,
                                                              const EntryContext& context) {
  std::optional<std::pair<std::int32_t, std::int32_t>> out;
  for (const std::uint32_t m : draft.cluster.members) {
    const std::int32_t day = context.events[m].reported;
    if (day == kNoDay) continue;
    if (!out) out.emplace(day, day);
    out->first = std::min(out->first, day);
    out->second = std::max(out->second, day);
  }
  return out;
}

// Whether both sides were told at the same time. What is meant to be is said as of the day it is
// said: who wants something in April and no longer in July has changed his mind.
bool told_at_one_time(const EntryDraft& a, const EntryDraft& b, const EntryContext& context) {
  const auto in_a = reported(a, context);
  const auto in_b = reported(b, context);
  return !in_a || !in_b ||
         (in_a->first <= in_b->second + kSameNews && in_b->first <= in_a->second + kSameNews);
}

// Those who get something by an entry of this class.
struct Gainers {
  std::vector<std::uint32_t> actors;
  bool matter = false;  // whether events of the class turn on them
};

Gainers gainers(const EntryDraft& draft, std::string_view event_class,
                const ClassRelations& relations) {
  Gainers out;
  out.matter = relations.has_beneficiary(event_class);
  for (const RoleActor& actor : draft.cluster.actors) {
    if (relations.benefits(event_class, actor.role)) out.actors.push_back(actor.actor);
  }
  return out;
}

// Whether two outcomes turn on the same actor: the bidder turned down is the one said to buy. An
// outcome that does not say whose it is ("the deal") is not known to be the other's. Where neither
// says it or one turns on nobody, two shared actors must do.
bool same_gainer(const Gainers& a, const Gainers& b, std::size_t shared) {
  if (!a.matter || !b.matter || (a.actors.empty() && b.actors.empty())) return shared >= 2;
  return std::ranges::find_first_of(a.actors, b.actors) != a.actors.end();
}

// Whether one of two opposites came after the other, by what was reported: a permission that is
// reported only after the last report of the ban, or of the plan to ban, follows it and does not
// contradict it. Two that are said of the same day do.
bool one_after_the_other(const EntryDraft& a, const EntryDraft& b, const EntryContext& context) {
  const bool same_day = a.cluster.time == TimeKind::kDay && b.cluster.time == TimeKind::kDay &&
                        a.cluster.first == b.cluster.first;
  const auto in_a = reported(a, context);
  const auto in_b = reported(b, context);
  return !same_day && in_a && in_b && (in_a->second < in_b->first || in_b->second < in_a->first);
}

// Whether a denial is about somebody the other side does not speak of: what is not sold to one may
// be sold to another.
bool denied_of_another(std::span<const std::uint32_t> denied, const EntryDraft& affirmed) {
  return !denied.empty() && std::ranges::none_of(affirmed.cluster.actors, [&](RoleActor actor) {
    return std::ranges::find(denied, actor.actor) != denied.end();
  });
}

// What is only possible, asked for or threatened is told by nobody as being so: neither that nor
// its refusal disagrees with anybody.
bool settled(v1::Modality modality) {
  const Manner manner = manner_of(modality);
  return manner == Manner::kReal || manner == Manner::kFuture;
}

// A plan that nobody reports any more when it is refused has been overtaken: a development.
bool overtaken(const EntryDraft& plan, v1::Modality modality, const EntryDraft& refusal,
               const EntryContext& context) {
  if (manner_of(modality) == Manner::kReal) return false;
  const auto planned = reported(plan, context);
  const auto refused = reported(refusal, context);
  return planned && refused && planned->second < refused->first;
}

// Whether two kinds of events can disagree at all.
bool related(const EventRef& ref_a, const v1::DigestEvent& a, const EventRef& ref_b,
             const v1::DigestEvent& b, const ClassRelations& relations) {
  if (ref_a.classed != ref_b.classed) return false;
  if (!ref_a.classed)
    return a.predicate_term() == b.predicate_term() && a.polarity() != b.polarity();
  if (ref_a.event_class == ref_b.event_class) return a.polarity() != b.polarity();
  return relations.opposite(ref_a.event_class, ref_b.event_class) ||
         relations.tense(ref_a.event_class, ref_b.event_class);
}

std::optional<TensionDraft> compare(const EntryDraft& a, const EntryDraft& b,
                                    const EntryContext& context, const ClassRelations& relations) {
  const EventRef& ref_a = context.events[a.best];
  const EventRef& ref_b = context.events[b.best];
  if (ref_a.speech || ref_b.speech) return std::nullopt;
  if (apart(a.cluster, b.cluster) > kSameOccasion) return std::nullopt;
  const v1::DigestEvent& event_a = digest_event(context.corpus, ref_a);
  const v1::DigestEvent& event_b = digest_event(context.corpus, ref_b);
  if (!settled(event_a.modality()) || !settled(event_b.modality())) return std::nullopt;
  if (!related(ref_a, event_a, ref_b, event_b, relations)) return std::nullopt;
  const std::size_t shared = shared_actors(a.cluster, b.cluster);
  if (shared == 0) return std::nullopt;
  const Voices voices_a = voices_of(a, context);
  const Voices voices_b = voices_of(b, context);
  if (one_voice(voices_a, voices_b)) return std::nullopt;
  const bool negative_a = event_a.polarity() == v1::POLARITY_NEGATIVE;
  const bool negative_b = event_b.polarity() == v1::POLARITY_NEGATIVE;
  const bool plan = manner_of(event_a.modality()) != Manner::kReal ||
                    manner_of(event_b.modality()) != Manner::kReal;
  // Two plans of which neither has a day may be of two occasions: they are in tension at most.
  const bool undated_plans =
      plan && a.cluster.time == TimeKind::kUndated && b.cluster.time == TimeKind::kUndated;
  const bool same_manner =
      !undated_plans && manner_of(event_a.modality()) == manner_of(event_b.modality());
  const auto match = match_actors(ref_a.actors, ref_b.actors);
  const bool compatible = match.has_value() && match->shared > 0;
  TensionDraft out;
  out.strength = static_cast<double>(shared) * std::min(a.confidence, b.confidence) *
                 std::min(a.score, b.score);

  const std::string_view class_a = ref_a.event_class;
  const std::string_view class_b = ref_b.event_class;
  const bool same_frame = ref_a.classed && ref_b.classed
                              ? class_a == class_b
                              : !ref_a.classed && !ref_b.classed && shared >= 2 &&
                                    event_a.predicate_term() == event_b.predicate_term();
  const bool at_one_time = told_at_one_time(a, b, context);
  const bool dated = a.cluster.time == TimeKind::kDay && b.cluster.time == TimeKind::kDay;
  const Gainers gainers_a = gainers(a, class_a, relations);
  const Gainers gainers_b = gainers(b, class_b, relations);
  if (same_frame && negative_a != negative_b) {
    if (!compatible || (shared < 2 && !in_one_part(ref_a, ref_b))) return std::nullopt;
    if (plan && !dated && (!at_one_time || told_together(voices_a, voices_b))) return std::nullopt;
    if (negative_a ? denied_of_another(gainers_a.actors, b)
                   : denied_of_another(gainers_b.actors, a))
      return std::nullopt;
    out.kind = same_manner ? v1::TENSION_KIND_CONTRADICTION : v1::TENSION_KIND_TENSION;
    out.reason = fmt::format("{} is affirmed by one side and negated by the other",
                             ref_a.classed ? class_a : ref_a.predicate);
    return out;
  }
  if (!ref_a.classed || !ref_b.classed || told_together(voices_a, voices_b)) return std::nullopt;
  if (relations.opposite(class_a, class_b)) {
    // Denying one of two opposites agrees with the other.
    if (!compatible || negative_a != negative_b || !same_gainer(gainers_a, gainers_b, shared) ||
        one_after_the_other(a, b, context))
      return std::nullopt;
    const bool firm = same_manner && (shared >= 2 || match->same);
    out.kind = firm ? v1::TENSION_KIND_CONTRADICTION : v1::TENSION_KIND_TENSION;
    out.reason = fmt::format("{} and {} exclude each other", class_a, class_b);
    return out;
  }
  // A rejection and a negated sale point the same way: neither comes about.
  const bool against_a = negative_a != relations.refusal(class_a);
  const bool against_b = negative_b != relations.refusal(class_b);
  if (!relations.tense(class_a, class_b) || against_a == against_b || !at_one_time)
    return std::nullopt;
  const bool overtakes = against_b ? overtaken(a, event_a.modality(), b, context)
                                   : overtaken(b, event_b.modality(), a, context);
  if (!overtakes && same_gainer(gainers_a, gainers_b, shared)) {
    out.kind = v1::TENSION_KIND_TENSION;
    out.reason = fmt::format("{}{} and {}{} pull in different directions", negative_a ? "no " : "",
                             class_a, negative_b ? "no " : "", class_b);
    return out;
  }
  return std::nullopt;
}

}  // namespace

std::vector<TensionDraft> find_tensions(std::span<const EntryDraft* const> entries,
                                        const EntryContext& context,
                                        const ClassRelations& relations, std::size_t most) {
  // Only entries that share an actor are compared.
  std::map<std::uint32_t, std::vector<std::uint32_t>> by_actor;
  for (std::uint32_t e = 0; e < entries.size(); ++e) {
    if (context.events[entries[e]->best].speech) continue;
    for (const RoleActor& actor : entries[e]->cluster.actors) {
      if (!plays(actor.role)) continue;
      auto& list = by_actor[actor.actor];
      if (list.empty() || list.back() != e) list.push_back(e);
    }
  }
  std::set<std::pair<std::uint32_t, std::uint32_t>> compared;
  std::vector<TensionDraft> out;
  for (const auto& [actor, list] : by_actor) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      for (std::size_t j = i + 1; j < list.size(); ++j) {
        auto found = compare(*entries[list[i]], *entries[list[j]], context, relations);
        if (!found || !compared.emplace(list[i], list[j]).second) continue;
        found->a = list[i];
        found->b = list[j];
        out.push_back(*std::move(found));
      }
    }
  }
  std::ranges::sort(out, [](const TensionDraft& x, const TensionDraft& y) {
    return std::tuple(-static_cast<int>(x.kind == v1::TENSION_KIND_CONTRADICTION), -x.strength, x.a,
                      x.b) < std::tuple(-static_cast<int>(y.kind == v1::TENSION_KIND_CONTRADICTION),
                                        -y.strength, y.a, y.b);
  });
  if (out.size() > most) out.resize(most);
  return out;
}

std::string tension_id(EntryId a, EntryId b) {
  const auto digits = [](EntryId id) { return to_string(id).substr(kEntryPrefix.size()); };
  return "te-" + digits(std::min(a, b)) + "-" + digits(std::max(a, b));
}

std::optional<std::pair<EntryId, EntryId>> parse_tension_id(std::string_view text) {
  constexpr std::size_t kDigits = 16;
  constexpr std::string_view kPrefix = "te-";
  if (!text.starts_with(kPrefix) || text.size() != kPrefix.size() + 2 * kDigits + 1)
    return std::nullopt;
  text.remove_prefix(kPrefix.size());
  if (text[kDigits] != '-') return std::nullopt;
  const auto entry = [](std::string_view digits) {
    return parse_entry_id(std::string(kEntryPrefix) + std::string(digits));
  };
  const auto first = entry(text.substr(0, kDigits));
  const auto second = entry(text.substr(kDigits + 1));
  if (!first || !second || !(*first < *second)) return std::nullopt;
  return std::pair(*first, *second);
}

}  // namespace annals
