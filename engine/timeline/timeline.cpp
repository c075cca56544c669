#include "engine/timeline/timeline.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/base/hash.h"
#include "engine/base/interval.h"
#include "engine/base/version.h"
#include "engine/graph/graph.h"
#include "engine/timeline/corpus.h"
#include "engine/timeline/days.h"
#include "engine/timeline/entries.h"
#include "engine/timeline/merge.h"
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
// An entry weaker than this share of the day's best one is left out.
constexpr double kWeakEntry = 0.1;

std::vector<const v1::Digest*> pointers_to(const std::vector<DigestPtr>& digests) {
  std::vector<const v1::Digest*> out;
  out.reserve(digests.size());
  for (const DigestPtr& digest : digests)
    out.push_back(digest.get());
  return out;
}

// The actors that the query names, as numbers of the index.
Result<std::set<std::uint32_t>> wanted_actors(const v1::TimelineQuery& query,
                                              const ActorIndex& index) {
  std::set<std::uint32_t> out;
  for (const std::string& name : query.actors()) {
    const std::uint32_t number = index.find_by_name(name);
    if (number == ActorIndex::kNone) {
      return fail(ErrorCode::kNotFound, fmt::format("no actor \"{}\" in these articles", name));
    }
    out.insert(number);
  }
  return out;
}

bool mentions(const v1::Digest& digest, const ActorIndex& index,
              const std::set<std::uint32_t>& wanted) {
  return std::ranges::any_of(digest.actors(), [&](const v1::DigestActor& actor) {
    return wanted.contains(index.find(actor.key()));
  });
}

// When actors are asked for, a sentence is about the query when it or a neighbour mentions one.
void focus_on_actors(Corpus& corpus, const ActorIndex& index,
                     const std::set<std::uint32_t>& wanted) {
  std::vector<bool> names(corpus.sentences.size(), false);
  for (std::uint32_t a = 0; a < corpus.articles.size(); ++a) {
    const v1::Digest& article = *corpus.articles[a];
    std::vector<bool> is_wanted;
    for (const auto& actor : article.actors()) {
      is_wanted.push_back(wanted.contains(index.find(actor.key())));
    }
    for (int i = 0; i < article.sentences_size(); ++i) {
      names[corpus.first_sentence[a] + static_cast<std::uint32_t>(i)] = std::ranges::any_of(
          article.sentences(i).actors(),
          [&](std::uint32_t actor) { return actor < is_wanted.size() && is_wanted[actor]; });
    }
  }
  for (std::size_t s = 0; s < corpus.sentences.size(); ++s) {
    FlatSentence& flat = corpus.sentences[s];
    const bool before = s > 0 && names[s - 1] && corpus.sentences[s - 1].article == flat.article;
    const bool after =
        s + 1 < names.size() && names[s + 1] && corpus.sentences[s + 1].article == flat.article;
    if (!names[s]) flat.own_query = 0;
    if (!names[s] && !before && !after) flat.query = 0;
  }
}

// Everything a query's articles yield before words are read from the store.
struct Analysis {
  Corpus corpus;
  std::vector<EventRef> events;
  std::vector<double> salience;
  std::vector<EntryDraft> drafts;
};

struct Shown {
  std::map<std::int32_t, std::vector<const EntryDraft*>> by_day;
  std::vector<const EntryDraft*> bounded;
  std::vector<const EntryDraft*> undated;
};

bool better(const EntryDraft* a, const EntryDraft* b) {
  return std::tuple(-a->score, a->id) < std::tuple(-b->score, b->id);
}

void keep_best(std::vector<const EntryDraft*>& entries, std::size_t count) {
  std::ranges::sort(entries, better);
  if (entries.size() > count) entries.resize(count);
  if (entries.empty()) return;
  const double least = kWeakEntry * entries.front()->score;
  std::erase_if(entries, [&](const EntryDraft* e) { return e->score < least; });
}

bool in_range(const EntryDraft& draft, const v1::TimelineQuery& query) {
  if (draft.cluster.time == TimeKind::kUndated) {
    return !query.has_from_day() && !query.has_to_day();
  }
  if (query.has_from_day() && draft.cluster.last < query.from_day()) return false;
  return !query.has_to_day() || draft.cluster.first <= query.to_day();
}

// Whether a sentence that tells an event known "no later than" a day names this very day ("… was
// sold, the owner said on Sunday"): such an entry is read on that day, with its time as a bound.
bool told_with_its_bound(const EntryDraft& draft, const EntryContext& context) {
  return std::ranges::any_of(draft.told_by, [&](std::uint32_t m) {
    const EventRef& ref = context.events[m];
    const auto& article = *context.corpus.articles[ref.article];
    const auto& sentence =
        article.sentences(static_cast<int>(context.corpus.sentences[ref.sentence].index));
    return !ref.lower_bound && ref.last == draft.cluster.last &&
           std::ranges::any_of(sentence.times(), [&](const v1::DigestTime& time) {
             return time.first_day() == ref.last && time.last_day() == ref.last;
           });
  });
}

Shown choose_entries(const std::vector<EntryDraft>& drafts, const std::vector<DayScore>& days,
                     const EntryContext& context, const v1::TimelineQuery& query) {
  Shown out;
  for (const DayScore& day : days)
    out.by_day[day.day];
  for (const EntryDraft& draft : drafts) {
    if (!in_range(draft, query)) continue;
    switch (draft.cluster.time) {
      case TimeKind::kDay:
        if (const auto day = out.by_day.find(draft.cluster.first); day != out.by_day.end()) {
          day->second.push_back(&draft);
        }
        break;
      case TimeKind::kBound:
        if (const auto day = out.by_day.find(draft.cluster.last);
            day != out.by_day.end() && told_with_its_bound(draft, context)) {
          day->second.push_back(&draft);
          break;
        }
        [[fallthrough]];
      case TimeKind::kSpan:
        out.bounded.push_back(&draft);
        break;
      case TimeKind::kUndated:
        out.undated.push_back(&draft);
        break;
    }
  }
  for (auto& [day, entries] : out.by_day)
    keep_best(entries, kEntriesADay);
  keep_best(out.bounded, kMaxBounded);
  keep_best(out.undated, kMaxUndated);
  // The bounded ones read like a history: by their bound.
  std::ranges::stable_sort(out.bounded, [](const EntryDraft* a, const EntryDraft* b) {
    return std::tuple(a->cluster.last, a->cluster.first) <
           std::tuple(b->cluster.last, b->cluster.first);
  });
  return out;
}

// Who says it, for the explanation of a tension.
std::string voice(const v1::Entry& entry) {
  for (const auto& report : entry.reports()) {
    if (report.evidence().text().empty()) continue;
    std::string who;
    for (const auto& link : report.attribution()) {
      if (!link.text().empty()) who += (who.empty() ? "" : ", ") + link.text();
    }
    if (!who.empty()) return who;
    if (!report.outlet().empty()) return report.outlet();
    if (!report.file().empty()) return report.file();
    return report.article_id();
  }
  return "unnamed";
}

class Builder {
 public:
  Builder(const Store& store, const v1::TimelineQuery& query, const Analysis& analysis,
          const EntryContext& context, const ActorIndex& actors)
      : query_(query), analysis_(analysis), context_(context), renderer_(store, context, actors) {}

  Status add_days(const std::vector<DayScore>& days, const Shown& shown, v1::Timeline& out) {
    const std::uint32_t per_day =
        query_.max_sentences() == 0 ? kDefaultSentences : query_.max_sentences();
    const std::vector<std::uint32_t> counts = sentence_counts(days, per_day);
    std::vector<DayWish> wishes;
    for (std::size_t d = 0; d < days.size(); ++d)
      wishes.push_back({days[d].day, counts[d]});
    const auto sentences =
        pick_sentences(analysis_.corpus, analysis_.events, wishes, {}, query_.language());
    for (std::size_t d = 0; d < days.size(); ++d) {
      const auto& entries = shown.by_day.at(days[d].day);
      if (entries.empty() && sentences[d].empty()) continue;
      v1::TimelineDay& day = *out.add_days();
      day.set_day_number(days[d].day);
      day.set_day(to_string(day_from_number(days[d].day)));
      day.set_score(days[d].score);
      for (const EntryDraft* draft : entries)
        ANNALS_TRY(add_entry(*draft, *day.add_entries()));
      for (const PickedSentence& picked : sentences[d]) {
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
    for (const TensionDraft& found : find_tensions(order_, context_, relations)) {
      v1::Entry& a = *entries_[found.a];
      v1::Entry& b = *entries_[found.b];
      v1::Tension& tension = *out.add_tensions();
      const auto [low, high] = std::minmax(a.id(), b.id());
      tension.set_id(to_string(TensionId(hash64(low + "\n" + high))));
      tension.set_kind(found.kind);
      tension.set_entry_a(a.id());
      tension.set_entry_b(b.id());
      tension.set_explanation(fmt::format("{}: {} says “{}”, {} says “{}”", found.reason, voice(a),
                                          a.headline(), voice(b), b.headline()));
      a.add_tension_ids(tension.id());
      b.add_tension_ids(tension.id());
    }
  }

  // What is or was due, and what became of it: a report of the same class that it happened.
  void add_due(v1::Timeline& out) const {
    for (std::size_t i = 0; i < order_.size(); ++i) {
      const EntryDraft& draft = *order_[i];
      if (draft.status != v1::STATUS_DUE && draft.status != v1::STATUS_PAST_DUE) continue;
      if (draft.cluster.time != TimeKind::kDay) continue;
      v1::DueItem& item = *out.add_due();
      item.set_entry_id(entries_[i]->id());
      item.set_day_number(draft.cluster.first);
      item.set_status(outcome(draft));
      item.set_headline(entries_[i]->headline());
    }
    std::ranges::stable_sort(*out.mutable_due(), [](const v1::DueItem& a, const v1::DueItem& b) {
      return a.day_number() < b.day_number();
    });
  }

 private:
  v1::Status outcome(const EntryDraft& due) const {
    const EventRef& ref = context_.events[due.best];
    const v1::DigestEvent& event = digest_event(context_.corpus, ref);
    if (!ref.classed) return due.status;
    for (const EntryDraft& other : analysis_.drafts) {
      if (other.cluster.time != TimeKind::kDay || other.cluster.first != due.cluster.first)
        continue;
      const EventRef& other_ref = context_.events[other.best];
      const v1::DigestEvent& other_event = digest_event(context_.corpus, other_ref);
      if (other_event.event_class() != event.event_class() ||
          other_event.polarity() != event.polarity() ||
          manner_of(other_event.modality()) != Manner::kReal) {
        continue;
      }
      const auto match = match_actors(ref.actors, other_ref.actors);
      if (match && match->shared > 0) return other.status;
    }
    return due.status;
  }

  const v1::TimelineQuery& query_;
  const Analysis& analysis_;
  const EntryContext& context_;
  Renderer renderer_;
  std::vector<const EntryDraft*> order_;
  std::vector<v1::Entry*> entries_;
};

Analysis analyse(std::span<const v1::Digest* const> articles, const v1::TimelineQuery& query,
                 const ActorIndex& index, const std::set<std::uint32_t>& wanted) {
  Analysis out;
  out.corpus = make_corpus(articles, query);
  if (!wanted.empty()) focus_on_actors(out.corpus, index, wanted);
  out.salience = Graph::build(out.corpus.articles, index).actor_salience();
  out.events = collect_events(out.corpus, index, ClassRelations::embedded());
  return out;
}

std::int32_t today_of(const Corpus& corpus, const v1::TimelineQuery& query) {
  if (!query.has_as_of_second()) return newest_report_day(corpus);
  const Instant as_of{std::chrono::seconds(query.as_of_second())};
  return to_number(date::floor<date::days>(as_of));
}

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
  ANNALS_ASSIGN(Selection selection, select_articles(store, query));
  std::vector<const v1::Digest*> articles = pointers_to(selection.digests);
  const ActorIndex index = ActorIndex::build(articles);
  ANNALS_ASSIGN(const std::set<std::uint32_t> wanted, wanted_actors(query, index));
  if (!wanted.empty()) {
    std::erase_if(articles, [&](const v1::Digest* d) { return !mentions(*d, index, wanted); });
  }

  Analysis analysis = analyse(articles, query, index, wanted);
  const EntryContext context{analysis.corpus, analysis.events, analysis.salience,
                             today_of(analysis.corpus, query), query.language()};
  const auto from = query.has_from_day() ? std::optional(query.from_day()) : std::nullopt;
  const auto to = query.has_to_day() ? std::optional(query.to_day()) : std::nullopt;
  const std::vector<DayScore> days =
      pick_days(score_days(analysis.corpus, analysis.events, from, to, {}), query.max_days());
  for (EventCluster& cluster : merge_events(analysis.corpus, analysis.events)) {
    const bool asked_for = wanted.empty() || std::ranges::any_of(cluster.actors, [&](RoleActor a) {
                             return wanted.contains(a.actor);
                           });
    // What happened on a day that is not shown is not shown.
    const bool may_show = cluster.time != TimeKind::kDay ||
                          std::ranges::binary_search(days, cluster.first, {},
                                                     [](const DayScore& d) { return d.day; });
    if (asked_for && may_show) {
      analysis.drafts.push_back(draft_entry(std::move(cluster), context));
    }
  }
  const Shown shown = choose_entries(analysis.drafts, days, context, query);

  v1::Timeline out;
  *out.mutable_query() = query;
  Builder builder(store, query, analysis, context, index);
  ANNALS_TRY(builder.add_days(days, shown, out));
  for (const EntryDraft* draft : shown.bounded) {
    ANNALS_TRY(builder.add_entry(*draft, *out.add_bounded()));
  }
  for (const EntryDraft* draft : shown.undated) {
    ANNALS_TRY(builder.add_entry(*draft, *out.add_undated()));
  }
  builder.add_tensions(ClassRelations::embedded(), out);
  builder.add_due(out);
  for (v1::Actor& actor : salient_actors(index, analysis.salience)) {
    *out.add_actors() = std::move(actor);
  }
  out.set_title(title_of(query, selection.stories, {out.actors().begin(), out.actors().end()}));
  for (v1::Story& story : selection.stories)
    *out.add_stories() = std::move(story);
  out.set_article_count(static_cast<std::uint32_t>(articles.size()));
  out.set_event_count(static_cast<std::uint32_t>(analysis.events.size()));
  out.set_engine_version(std::string(kEngineVersion));
  return out;
}

Result<v1::Entry> find_entry(const Store& store, EntryId id) {
  const EventId event_id(id.value());
  ANNALS_ASSIGN(const v1::ArticleRecord record, store.get_by_event(event_id));
  const std::string wanted = to_string(event_id);
  std::set<std::string> actor_ids;
  for (const auto& event : record.events()) {
    if (event.id() != wanted) continue;
    for (const auto& p : event.participants())
      actor_ids.insert(p.actor_id());
  }
  std::vector<std::string> keys;
  for (const auto& actor : record.actors()) {
    if (actor_ids.contains(actor.id())) keys.push_back(actor.key());
  }
  ANNALS_ASSIGN(const std::vector<StoredDigest> stored, store.search_actors(keys));
  // The revision that holds the event, and the newest of every other article.
  std::map<std::string, DigestPtr> newest;
  newest[record.article().id()] = std::make_shared<v1::Digest>(make_digest(record));
  for (const StoredDigest& one : stored) {
    if (one.digest->article_id() == record.article().id()) continue;
    const auto [it, fresh] = newest.try_emplace(one.digest->article_id(), one.digest);
    if (!fresh && newer_revision(*one.digest, *it->second)) it->second = one.digest;
  }
  std::vector<const v1::Digest*> articles;
  for (const auto& [article, digest] : newest)
    articles.push_back(digest.get());
  const ActorIndex index = ActorIndex::build(articles);
  const Analysis analysis = analyse(articles, {}, index, {});
  const EntryContext context{
      analysis.corpus, analysis.events, analysis.salience, newest_report_day(analysis.corpus), {}};
  for (EventCluster& cluster : merge_events(analysis.corpus, analysis.events)) {
    const bool holds = std::ranges::any_of(cluster.members, [&](std::uint32_t m) {
      return digest_event(analysis.corpus, analysis.events[m]).id() == event_id.value();
    });
    if (!holds) continue;
    return Renderer(store, context, index).entry(draft_entry(std::move(cluster), context));
  }
  return fail(ErrorCode::kNotFound, fmt::format("no entry {}", to_string(id)));
}

}  // namespace annals
