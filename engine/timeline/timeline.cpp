#include "engine/timeline/timeline.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/base/interval.h"
#include "engine/base/version.h"
#include "engine/timeline/corpus.h"
#include "engine/timeline/days.h"
#include "engine/timeline/developments.h"
#include "engine/timeline/entries.h"
#include "engine/timeline/findings.h"
#include "engine/timeline/merge.h"
#include "engine/timeline/outcomes.h"
#include "engine/timeline/render.h"
#include "engine/timeline/select.h"
#include "engine/timeline/sentences.h"
#include "engine/timeline/tensions.h"

namespace annals {
namespace {

constexpr std::uint32_t kDefaultSentences = 2;
// Entries a day, and of the lists beside the days.
constexpr std::size_t kEntriesADay = 5;
constexpr std::size_t kMaxBounded = 24;
constexpr std::size_t kMaxUndated = 12;
constexpr std::size_t kMaxActors = 20;
constexpr std::size_t kMaxTensions = 40;
// An entry weaker than this share of the day's best one is left out.
constexpr double kWeakEntry = 0.1;
// Choices that are looked at for each entry shown.
constexpr std::size_t kLookedAt = 3;

// A cluster that may be shown. Of an event told once only the worth is known before it is chosen.
struct Choice {
  EntryWorth worth;
  const EventCluster* cluster = nullptr;
  std::unique_ptr<EntryDraft> draft;
};

Choice weigh(const EventCluster& cluster, const EntryContext& context) {
  Choice out;
  out.cluster = &cluster;
  if (cluster.members.size() == 1) {
    out.worth = worth_of_telling(cluster.members.front(), context);
  } else {
    out.draft = std::make_unique<EntryDraft>(draft_entry(cluster, context));
    out.worth = {out.draft->score, out.draft->id};
  }
  return out;
}

struct Shown {
  std::map<std::int32_t, std::vector<EntryDraft>> by_day;
  std::vector<EntryDraft> bounded;
  std::vector<EntryDraft> undated;
};

// The sentences that tell the entries of a list, and how.
class Told {
 public:
  explicit Told(const EntryContext& context) : context_(context) {}

  // Whether better entries say all that an entry says: its sentences are theirs, and it is a
  // statement or an event without a class ("… which led to", "the company said"), or one that the
  // same headline tells in the same manner.
  bool covers(const EventCluster& cluster) const {
    return std::ranges::all_of(cluster.members, [&](std::uint32_t m) {
      const EventRef& ref = context_.events[m];
      const auto at = sentences_.find(ref.sentence);
      if (at == sentences_.end()) return false;
      return !ref.classed || ref.speech || (is_headline(ref) && at->second.contains(manner(ref)));
    });
  }

  void add(const EventCluster& cluster) {
    for (const std::uint32_t m : cluster.members)
      sentences_[context_.events[m].sentence].insert(manner(context_.events[m]));
  }

 private:
  using Way = std::pair<v1::Polarity, Manner>;

  Way manner(const EventRef& ref) const {
    const v1::DigestEvent& event = digest_event(context_.corpus, ref);
    return {event.polarity(), manner_of(event.modality())};
  }
  // Whether a headline quotes the whole sentence of the event.
  bool is_headline(const EventRef& ref) const {
    const auto index = static_cast<int>(context_.corpus.sentences[ref.sentence].index);
    const auto& words = context_.corpus.articles[ref.article]->sentences(index);
    return words.end() - words.begin() <= kHeadlineBytes;
  }

  const EntryContext& context_;
  std::map<std::uint32_t, std::set<Way>> sentences_;
};

// The best ones as entries, best first, each of which says something new.
std::vector<EntryDraft> draft_best(std::vector<Choice>& choices, std::size_t count,
                                   const EntryContext& context) {
  const auto rank = [](const Choice& c) { return std::tuple(-c.worth.score, c.worth.id); };
  const auto better = [&](const Choice& a, const Choice& b) { return rank(a) < rank(b); };
  // Some of the best say what a better one says.
  const std::size_t looked_at = std::min(kLookedAt * count, choices.size());
  std::ranges::partial_sort(choices, choices.begin() + static_cast<std::ptrdiff_t>(looked_at),
                            better);
  std::vector<EntryDraft> out;
  Told told(context);
  for (Choice& choice : std::span(choices).first(looked_at)) {
    if (out.size() == count || choice.worth.score < kWeakEntry * choices.front().worth.score) break;
    if (told.covers(*choice.cluster)) continue;
    told.add(*choice.cluster);
    out.push_back(choice.draft ? std::move(*choice.draft) : draft_entry(*choice.cluster, context));
  }
  return out;
}

// Whether an entry known "no later than" a day, be it of some month besides, is read on this very
// day, with its time as a bound: a sentence that tells it names the day ("… was sold, the owner
// said on Sunday"), or it is news that an article of the day begins with.
bool read_with_its_bound(const Choice& choice, const EntryContext& context) {
  constexpr std::uint32_t kLead = 3;  // headline and two sentences
  const auto on_bound = [&](std::uint32_t m) {
    const EventRef& ref = context.events[m];
    if (ref.time != TimeKind::kBound || ref.lower_bound || ref.last != choice.cluster->last)
      return false;
    const std::uint32_t index = context.corpus.sentences[ref.sentence].index;
    if (index < kLead && ref.reported == ref.last) return true;
    const auto& article = *context.corpus.articles[ref.article];
    return std::ranges::any_of(article.sentences(static_cast<int>(index)).times(),
                               [&](const v1::DigestTime& time) {
                                 return time.first_day() == ref.last && time.last_day() == ref.last;
                               });
  };
  if (!choice.draft) return on_bound(choice.cluster->members.front());
  return std::ranges::any_of(choice.draft->told_by, on_bound);
}

Shown choose_entries(const Findings& findings, const std::vector<DayScore>& days,
                     const EntryContext& context, const v1::TimelineQuery& query) {
  std::map<std::int32_t, std::vector<Choice>> by_day;
  std::vector<Choice> bounded;
  std::vector<Choice> undated;
  for (const DayScore& day : days)
    by_day[day.day];
  for (const EventCluster& cluster : findings.clusters.all) {
    if (!findings.asked_for(cluster) || !in_range(cluster, query)) continue;
    // What happened on a day that is not shown is not shown.
    const auto day = by_day.find(cluster.last);
    if (cluster.time == TimeKind::kDay && day == by_day.end()) continue;
    Choice choice = weigh(cluster, context);
    const bool on_day = cluster.time == TimeKind::kDay ||
                        (cluster.time != TimeKind::kUndated && day != by_day.end() &&
                         read_with_its_bound(choice, context));
    std::vector<Choice>& list = on_day                               ? day->second
                                : cluster.time == TimeKind::kUndated ? undated
                                                                     : bounded;
    list.push_back(std::move(choice));
  }
  Shown out;
  for (auto& [day, choices] : by_day)
    out.by_day[day] = draft_best(choices, kEntriesADay, context);
  out.bounded = draft_best(bounded, kMaxBounded, context);
  out.undated = draft_best(undated, kMaxUndated, context);
  // The bounded ones read like a history: by their bound.
  std::ranges::stable_sort(out.bounded, [](const EntryDraft& a, const EntryDraft& b) {
    return std::tuple(a.cluster.last, a.cluster.first) <
           std::tuple(b.cluster.last, b.cluster.first);
  });
  return out;
}

class Builder {
 public:
  Builder(const Store& store, const v1::TimelineQuery& query, const Findings& findings,
          const EntryContext& context)
      : query_(query),
        findings_(findings),
        context_(context),
        renderer_(store, context, findings.index) {}

  Status add_days(const std::vector<DayScore>& days, const Shown& shown, SentencePicker& picker,
                  v1::Timeline& out) {
    const std::uint32_t per_day =
        query_.max_sentences() == 0 ? kDefaultSentences : query_.max_sentences();
    const std::vector<std::uint32_t> counts = sentence_counts(days, per_day);
    for (std::size_t d = 0; d < days.size(); ++d) {
      const auto sentences = picker.pick(days[d].day, counts[d]);
      const auto& entries = shown.by_day.at(days[d].day);
      if (entries.empty() && sentences.empty()) continue;
      v1::TimelineDay& day = *out.add_days();
      day.set_day_number(days[d].day);
      day.set_day(to_string(day_from_number(days[d].day)));
      day.set_score(days[d].score);
      for (const EntryDraft& draft : entries)
        ANNALS_TRY(add_entry(draft, *day.add_entries()));
      for (const PickedSentence& picked : sentences) {
        ANNALS_ASSIGN(*day.add_sentences(), renderer_.sentence(picked));
      }
      if (days[d].articles > 0) {
        day.add_reasons(fmt::format("named by {} article{} published on {} day{}", days[d].articles,
                                    days[d].articles == 1 ? "" : "s", days[d].publication_days,
                                    days[d].publication_days == 1 ? "" : "s"));
      }
      if (days[d].published > 0) {
        day.add_reasons(fmt::format("{} article{} published on it", days[d].published,
                                    days[d].published == 1 ? "" : "s"));
      }
    }
    return {};
  }

  Status add_entry(const EntryDraft& draft, v1::Entry& out) {
    ANNALS_ASSIGN(out, renderer_.entry(draft));
    order_.push_back(&draft);
    entries_.push_back(&out);
    return {};
  }

  void add_tensions(const ClassRelations& relations, v1::Timeline& out) {
    for (const TensionDraft& found : find_tensions(order_, context_, relations, kMaxTensions)) {
      v1::Entry& a = *entries_[found.a];
      v1::Entry& b = *entries_[found.b];
      v1::Tension& tension = *out.add_tensions();
      tension = tension_of(found, a, b);
      a.add_tension_ids(tension.id());
      b.add_tension_ids(tension.id());
    }
  }

  // What is or was due, and what became of it.
  Status add_due(const ClassRelations& relations, v1::Timeline& out) {
    std::optional<Outcomes> outcomes;
    for (std::size_t i = 0; i < order_.size(); ++i) {
      if (!is_due(*order_[i])) continue;
      if (!outcomes) outcomes.emplace(findings_.clusters.all, context_, relations);
      const OutcomeDraft outcome = outcomes->find(*order_[i]);
      std::optional<v1::Entry> told;
      if (outcome.told_by != nullptr) {
        ANNALS_ASSIGN(told, renderer_.entry(draft_entry(*outcome.told_by, context_)));
      }
      *out.add_due() = due_item(*order_[i], *entries_[i], outcome, told ? &*told : nullptr);
    }
    std::ranges::stable_sort(*out.mutable_due(), [](const v1::DueItem& a, const v1::DueItem& b) {
      return a.day_number() < b.day_number();
    });
    return {};
  }

 private:
  const v1::TimelineQuery& query_;
  const Findings& findings_;
  const EntryContext& context_;
  Renderer renderer_;
  std::vector<const EntryDraft*> order_;
  std::vector<v1::Entry*> entries_;
};

std::string title_of(const v1::TimelineQuery& query, const std::vector<v1::Story>& stories,
                     const std::vector<v1::Actor>& actors) {
  std::string out;
  for (const auto& word : query.words())
    out += (out.empty() ? "" : " ") + word.text();
  if (!out.empty()) return out;
  if (stories.size() == 1) return stories.front().label();
  for (const std::string& name : query.actors())
    out += (out.empty() ? "" : ", ") + name;
  if (!out.empty()) return out;
  constexpr std::size_t kNamed = 3;
  for (std::size_t i = 0; i < actors.size() && i < kNamed; ++i) {
    out += (out.empty() ? "" : ", ") + actors[i].name();
  }
  return out;
}

std::vector<v1::Actor> salient_actors(const ActorIndex& index,
                                      const std::vector<double>& salience) {
  std::vector<v1::Actor> out = index.actors();
  for (std::size_t i = 0; i < out.size() && i < salience.size(); ++i) {
    out[i].set_salience(salience[i]);
  }
  std::ranges::stable_sort(
      out, [](const v1::Actor& a, const v1::Actor& b) { return a.salience() > b.salience(); });
  if (out.size() > kMaxActors) out.resize(kMaxActors);
  return out;
}

}  // namespace

Result<v1::Timeline> build_timeline(const Store& store, const v1::TimelineQuery& query) {
  ANNALS_ASSIGN(const Findings findings, analyse(store, query));
  const EntryContext context = findings.context();
  const auto from = query.has_from_day() ? std::optional(query.from_day()) : std::nullopt;
  const auto to = query.has_to_day() ? std::optional(query.to_day()) : std::nullopt;
  const DayOptions by;
  SentencePicker picker(findings.corpus, findings.events.refs, {}, query.language());
  const std::vector<DayScore> days =
      pick_days(score_days(findings.corpus, findings.events.refs, from, to, by), query.max_days(),
                picker, by);
  const Shown shown = choose_entries(findings, days, context, query);

  v1::Timeline out;
  *out.mutable_query() = query;
  Builder builder(store, query, findings, context);
  ANNALS_TRY(builder.add_days(days, shown, picker, out));
  for (const EntryDraft& draft : shown.bounded)
    ANNALS_TRY(builder.add_entry(draft, *out.add_bounded()));
  for (const EntryDraft& draft : shown.undated)
    ANNALS_TRY(builder.add_entry(draft, *out.add_undated()));
  builder.add_tensions(ClassRelations::embedded(), out);
  ANNALS_TRY(builder.add_due(ClassRelations::embedded(), out));
  for (v1::Actor& actor : salient_actors(findings.index, findings.salience)) {
    *out.add_actors() = std::move(actor);
  }
  out.set_title(
      title_of(query, findings.selection.stories, {out.actors().begin(), out.actors().end()}));
  for (const v1::Story& story : findings.selection.stories)
    *out.add_stories() = story;
  out.set_article_count(static_cast<std::uint32_t>(findings.corpus.articles.size()));
  out.set_event_count(static_cast<std::uint32_t>(findings.events.refs.size()));
  out.set_engine_version(std::string(kEngineVersion));
  return out;
}

namespace {

// What all articles that mention an actor of one of these entries yield.
Result<Findings> analyse_around(const Store& store, std::span<const EntryId> ids) {
  std::vector<std::string> keys;
  // The revisions that hold the events, and the newest of every other article.
  std::map<std::string, DigestPtr> newest;
  std::set<std::string> holders;
  for (const EntryId id : ids) {
    const EventId event_id(id.value());
    ANNALS_ASSIGN(const v1::ArticleRecord record, store.get_by_event(event_id));
    const std::string wanted = to_string(event_id);
    std::set<std::string> actor_ids;
    for (const auto& event : record.events()) {
      if (event.id() != wanted) continue;
      for (const auto& p : event.participants())
        actor_ids.insert(p.actor_id());
    }
    for (const auto& actor : record.actors()) {
      if (actor_ids.contains(actor.id())) keys.push_back(actor.key());
    }
    holders.insert(record.article().id());
    newest[record.article().id()] = std::make_shared<v1::Digest>(make_digest(record));
  }
  ANNALS_ASSIGN(const std::vector<StoredDigest> stored, store.search_actors(keys));
  for (const StoredDigest& one : stored) {
    if (holders.contains(one.digest->article_id())) continue;
    const auto [it, fresh] = newest.try_emplace(one.digest->article_id(), one.digest);
    if (!fresh && newer_revision(*one.digest, *it->second)) it->second = one.digest;
  }
  Selection selection;
  for (auto& [article, digest] : newest)
    selection.digests.push_back(std::move(digest));
  return analyse(std::move(selection), v1::TimelineQuery());
}

// The entry that holds the event which an entry's id names.
Result<EntryDraft> draft_of(const Findings& findings, EntryId id) {
  for (const EventCluster& cluster : findings.clusters.all) {
    const bool holds = std::ranges::any_of(cluster.members, [&](std::uint32_t m) {
      return digest_event(findings.corpus, findings.events.refs[m]).id() == id.value();
    });
    if (holds) return draft_entry(cluster, findings.context());
  }
  return fail(ErrorCode::kNotFound, fmt::format("no entry {}", to_string(id)));
}

}  // namespace

Result<v1::Entry> find_entry(const Store& store, EntryId id) {
  ANNALS_ASSIGN(const Findings findings, analyse_around(store, {&id, 1}));
  ANNALS_ASSIGN(const EntryDraft draft, draft_of(findings, id));
  const EntryContext context = findings.context();
  return Renderer(store, context, findings.index).entry(draft);
}

Result<v1::Conflict> find_conflict(const Store& store, EntryId a, EntryId b) {
  const std::array<EntryId, 2> ids = {a, b};
  ANNALS_ASSIGN(const Findings findings, analyse_around(store, ids));
  ANNALS_ASSIGN(const EntryDraft draft_a, draft_of(findings, a));
  ANNALS_ASSIGN(const EntryDraft draft_b, draft_of(findings, b));
  const EntryContext context = findings.context();
  const std::array<const EntryDraft*, 2> both = {&draft_a, &draft_b};
  const auto found = find_tensions(both, context, ClassRelations::embedded(), 1);
  if (found.empty()) {
    return fail(ErrorCode::kNotFound,
                fmt::format("{} and {} do not disagree", to_string(a), to_string(b)));
  }
  Renderer renderer(store, context, findings.index);
  v1::Conflict out;
  ANNALS_ASSIGN(*out.mutable_a(), renderer.entry(draft_a));
  ANNALS_ASSIGN(*out.mutable_b(), renderer.entry(draft_b));
  *out.mutable_tension() = tension_of(found.front(), out.a(), out.b());
  return out;
}

}  // namespace annals
