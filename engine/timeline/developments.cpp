#include "engine/timeline/developments.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "engine/base/ascii.h"
#include "engine/base/interval.h"
#include "engine/timeline/findings.h"
#include "engine/timeline/render.h"

namespace annals {
namespace {

// Entries compared when a query asks for everything: the best ones.
constexpr std::size_t kMaxEntries = 5000;
// Entries of each kind that a comparison of two times lists.
constexpr std::size_t kMaxListed = 200;

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

std::vector<EntryDraft> all_entries(const Findings& findings, const v1::TimelineQuery& query) {
  std::vector<EntryDraft> out = draft_entries(findings, [](const EventCluster&) { return true; });
  std::erase_if(out, [&](const EntryDraft& draft) { return !in_range(draft.cluster, query); });
  std::ranges::sort(out, [](const EntryDraft& a, const EntryDraft& b) {
    return std::tuple(-a.score, a.id) < std::tuple(-b.score, b.id);
  });
  if (out.size() > kMaxEntries) out.resize(kMaxEntries);
  return out;
}

// By time, what has none last; then by id.
auto when(const EntryDraft& draft) {
  const bool dated = draft.cluster.time != TimeKind::kUndated;
  return std::tuple(!dated, dated ? draft.cluster.first : 0, dated ? draft.cluster.last : 0,
                    draft.id);
}

// One side of a comparison.
struct Side {
  Findings findings;
  std::vector<EntryDraft> entries;
  // Entry that holds an event.
  std::unordered_map<std::uint64_t, std::size_t> by_event;

  static Result<Side> make(const Store& store, const v1::TimelineQuery& query) {
    Side out;
    ANNALS_ASSIGN(out.findings, analyse(store, query));
    out.entries = all_entries(out.findings, query);
    std::ranges::sort(out.entries, {}, when);
    for (std::size_t i = 0; i < out.entries.size(); ++i) {
      for (const std::uint32_t m : out.entries[i].cluster.members) {
        out.by_event[digest_event(out.findings.corpus, out.findings.events.refs[m]).id()] = i;
      }
    }
    return out;
  }
};

std::string interval_of(const v1::Entry& entry) {
  return entry.has_interval() ? to_edtf(entry.interval()) : "undated";
}

std::string status_of(const v1::Entry& entry) {
  std::string name = v1::Status_Name(entry.status()).substr(std::string_view("STATUS_").size());
  std::ranges::transform(name, name.begin(),
                         [](char c) { return c == '_' ? ' ' : ascii_lower(c); });
  return name;
}

std::vector<std::string> changes_of(const v1::Entry& before, const v1::Entry& after) {
  std::vector<std::string> out;
  const auto note = [&](std::string_view what, const std::string& a, const std::string& b) {
    if (a != b) out.push_back(fmt::format("{}: {} → {}", what, a, b));
  };
  note("status", status_of(before), status_of(after));
  note("time", interval_of(before), interval_of(after));
  note("independent sources", std::to_string(before.independent_sources()),
       std::to_string(after.independent_sources()));
  note("reports", std::to_string(before.reports_size()), std::to_string(after.reports_size()));
  return out;
}

// Whether two drafts of one entry may differ in what changes_of() shows.
bool same(const EntryDraft& a, const EntryDraft& b) {
  return a.status == b.status && a.cluster.time == b.cluster.time &&
         a.cluster.first == b.cluster.first && a.cluster.last == b.cluster.last &&
         a.independent_sources == b.independent_sources && a.told_by.size() == b.told_by.size();
}

template <class Message>
Status render_some(Renderer& renderer, std::vector<const EntryDraft*> drafts, Message add) {
  if (drafts.size() > kMaxListed) {
    std::ranges::sort(drafts, [](const EntryDraft* a, const EntryDraft* b) {
      return std::tuple(-a->score, a->id) < std::tuple(-b->score, b->id);
    });
    drafts.resize(kMaxListed);
    std::ranges::sort(drafts, [](const auto* a, const auto* b) { return when(*a) < when(*b); });
  }
  for (const EntryDraft* draft : drafts) {
    ANNALS_ASSIGN(v1::Entry entry, renderer.entry(*draft));
    add(*draft, std::move(entry));
  }
  return {};
}

Result<std::vector<v1::Development>> developments_of(const Store& store, const Findings& findings,
                                                     const v1::TimelineQuery& query) {
  const EntryContext context = findings.context();
  std::vector<EntryDraft> due = all_entries(findings, query);
  std::erase_if(due, [](const EntryDraft& draft) { return !is_due(draft); });
  std::ranges::sort(due, {}, when);
  Renderer renderer(store, context, findings.index);
  const Outcomes outcomes(findings.clusters.all, context, ClassRelations::embedded());
  std::vector<v1::Development> out;
  for (const EntryDraft& draft : due) {
    const OutcomeDraft outcome = outcomes.find(draft);
    v1::Development one;
    ANNALS_ASSIGN(*one.mutable_due(), renderer.entry(draft));
    if (outcome.told_by != nullptr) {
      ANNALS_ASSIGN(*one.mutable_outcome(), renderer.entry(draft_entry(*outcome.told_by, context)));
    }
    *one.mutable_item() =
        due_item(draft, one.due(), outcome, one.has_outcome() ? &one.outcome() : nullptr);
    out.push_back(std::move(one));
  }
  return out;
}

Result<std::vector<v1::Conflict>> conflicts_of(const Store& store, const Findings& findings,
                                               const v1::TimelineQuery& query, std::size_t most) {
  const EntryContext context = findings.context();
  std::vector<EntryDraft> drafts = all_entries(findings, query);
  std::ranges::sort(drafts, {}, when);
  std::vector<const EntryDraft*> entries;
  entries.reserve(drafts.size());
  for (const EntryDraft& draft : drafts)
    entries.push_back(&draft);
  Renderer renderer(store, context, findings.index);
  std::vector<v1::Conflict> out;
  for (const TensionDraft& found :
       find_tensions(entries, context, ClassRelations::embedded(), most)) {
    v1::Conflict one;
    ANNALS_ASSIGN(*one.mutable_a(), renderer.entry(*entries[found.a]));
    ANNALS_ASSIGN(*one.mutable_b(), renderer.entry(*entries[found.b]));
    *one.mutable_tension() = tension_of(found, one.a(), one.b());
    out.push_back(std::move(one));
  }
  return out;
}

v1::TimelineQuery at(v1::TimelineQuery query, Instant time, DiffClock clock) {
  query.clear_as_of_second();
  query.clear_known_at_second();
  const std::int64_t second = time.time_since_epoch().count();
  if (clock == DiffClock::kReport) {
    query.set_as_of_second(second);
  } else {
    query.set_known_at_second(second);
  }
  return query;
}

}  // namespace

bool in_range(const EventCluster& cluster, const v1::TimelineQuery& query) {
  if (cluster.time == TimeKind::kUndated) {
    return !query.has_from_day() && !query.has_to_day();
  }
  if (query.has_from_day() && cluster.last < query.from_day()) return false;
  return !query.has_to_day() || cluster.first <= query.to_day();
}

v1::Tension tension_of(const TensionDraft& found, const v1::Entry& a, const v1::Entry& b) {
  v1::Tension out;
  const std::optional<EntryId> id_a = parse_entry_id(a.id());
  const std::optional<EntryId> id_b = parse_entry_id(b.id());
  if (id_a && id_b) out.set_id(tension_id(*id_a, *id_b));
  out.set_kind(found.kind);
  out.set_entry_a(a.id());
  out.set_entry_b(b.id());
  out.set_explanation(fmt::format("{}: {} says “{}”, {} says “{}”", found.reason, voice(a),
                                  a.headline(), voice(b), b.headline()));
  return out;
}

v1::DueItem due_item(const EntryDraft& due, const v1::Entry& entry, const OutcomeDraft& outcome,
                     const v1::Entry* told) {
  v1::DueItem out;
  out.set_entry_id(entry.id());
  out.set_day_number(due.cluster.first);
  out.set_status(due.status);
  out.set_headline(entry.headline());
  out.set_outcome(outcome.outcome);
  if (outcome.moved_to) out.set_moved_to_day(*outcome.moved_to);
  out.set_explanation(outcome.reason);
  if (told == nullptr) return out;
  if (outcome.outcome == v1::OUTCOME_KEPT) out.set_status(told->status());
  out.set_outcome_entry_id(told->id());
  out.set_explanation(
      fmt::format("{}: {} says “{}”", outcome.reason, voice(*told), told->headline()));
  return out;
}

Result<std::vector<v1::Development>> find_developments(const Store& store,
                                                       const v1::TimelineQuery& query) {
  ANNALS_ASSIGN(const Findings findings, analyse(store, query));
  return developments_of(store, findings, query);
}

Result<std::vector<v1::Conflict>> find_conflicts(const Store& store, const v1::TimelineQuery& query,
                                                 std::size_t most) {
  ANNALS_ASSIGN(const Findings findings, analyse(store, query));
  return conflicts_of(store, findings, query, most);
}

Result<v1::TimelineDiff> compare_timelines(const Store& store, const v1::TimelineQuery& query,
                                           Instant from, Instant to, DiffClock clock) {
  ANNALS_ASSIGN(const Side before, Side::make(store, at(query, from, clock)));
  ANNALS_ASSIGN(const Side after, Side::make(store, at(query, to, clock)));
  const EntryContext old_context = before.findings.context();
  const EntryContext new_context = after.findings.context();
  Renderer old_words(store, old_context, before.findings.index);
  Renderer new_words(store, new_context, after.findings.index);

  std::vector<const EntryDraft*> added;
  std::vector<const EntryDraft*> changed;
  std::map<const EntryDraft*, const EntryDraft*> counterpart;
  std::set<std::size_t> seen;
  for (const EntryDraft& entry : after.entries) {
    const EntryDraft* old = nullptr;
    for (const std::uint32_t m : entry.cluster.members) {
      const auto found = before.by_event.find(
          digest_event(after.findings.corpus, after.findings.events.refs[m]).id());
      if (found == before.by_event.end()) continue;
      seen.insert(found->second);
      if (old == nullptr) old = &before.entries[found->second];
    }
    if (old == nullptr) {
      added.push_back(&entry);
    } else if (!same(*old, entry)) {
      changed.push_back(&entry);
      counterpart[&entry] = old;
    }
  }
  std::vector<const EntryDraft*> removed;
  for (std::size_t i = 0; i < before.entries.size(); ++i) {
    if (!seen.contains(i)) removed.push_back(&before.entries[i]);
  }

  v1::TimelineDiff out;
  *out.mutable_query() = query;
  out.set_from_second(from.time_since_epoch().count());
  out.set_to_second(to.time_since_epoch().count());
  ANNALS_TRY(render_some(new_words, added, [&](const EntryDraft&, v1::Entry entry) {
    *out.add_added() = std::move(entry);
  }));
  ANNALS_TRY(render_some(old_words, removed, [&](const EntryDraft&, v1::Entry entry) {
    *out.add_removed() = std::move(entry);
  }));
  ANNALS_TRY(render_some(new_words, changed, [&](const EntryDraft& draft, v1::Entry entry) {
    v1::EntryChange& change = *out.add_changed();
    *change.mutable_after() = std::move(entry);
    change.mutable_before()->set_id(to_string(counterpart.at(&draft)->id));
  }));
  std::map<std::string, const EntryDraft*> old_drafts;
  for (const auto& [now, then] : counterpart)
    old_drafts[to_string(then->id)] = then;
  for (v1::EntryChange& change : *out.mutable_changed()) {
    ANNALS_ASSIGN(*change.mutable_before(), old_words.entry(*old_drafts.at(change.before().id())));
    for (std::string& what : changes_of(change.before(), change.after()))
      change.add_changes(std::move(what));
  }

  // Tensions and outcomes that are new.
  std::set<std::string> known;
  ANNALS_ASSIGN(const auto old_conflicts, conflicts_of(store, before.findings, query, kMaxListed));
  for (const v1::Conflict& conflict : old_conflicts)
    known.insert(conflict.tension().id());
  ANNALS_ASSIGN(const auto new_conflicts, conflicts_of(store, after.findings, query, kMaxListed));
  for (const v1::Conflict& conflict : new_conflicts) {
    if (!known.contains(conflict.tension().id())) *out.add_tensions() = conflict.tension();
  }
  std::map<std::string, v1::Outcome> outcomes;
  ANNALS_ASSIGN(const auto old_due, developments_of(store, before.findings, query));
  for (const v1::Development& one : old_due)
    outcomes[one.item().entry_id()] = one.item().outcome();
  ANNALS_ASSIGN(const auto new_due, developments_of(store, after.findings, query));
  for (const v1::Development& one : new_due) {
    const auto was = outcomes.find(one.item().entry_id());
    if (was == outcomes.end() || was->second != one.item().outcome()) *out.add_due() = one.item();
  }
  return out;
}

}  // namespace annals
