#include "engine/timeline/encounters.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/graph/network.h"
#include "engine/store/digest.h"
#include "engine/timeline/developments.h"
#include "engine/timeline/findings.h"
#include "engine/timeline/render.h"

namespace annals {
namespace {

// Events listed of a link and shown of a step.
constexpr std::size_t kMaxLinkEvents = 20;
constexpr std::size_t kMaxStepEvents = 3;

std::vector<LinkedEvent> linked_events(const std::vector<EntryDraft>& drafts) {
  std::vector<LinkedEvent> out;
  out.reserve(drafts.size());
  for (const EntryDraft& draft : drafts) {
    LinkedEvent& event = out.emplace_back();
    for (const RoleActor& actor : draft.cluster.actors) {
      if (actor.role != v1::ROLE_PLACE) event.actors.push_back(actor.actor);
    }
    std::ranges::sort(event.actors);
    event.actors.erase(std::ranges::unique(event.actors).begin(), event.actors.end());
    event.weight = static_cast<double>(draft.independent_sources);
  }
  return out;
}

// The entries of the query, in canonical order.
std::vector<EntryDraft> entries_of(const Findings& findings, const v1::TimelineQuery& query) {
  std::vector<EntryDraft> out = draft_entries(findings, [](const EventCluster&) { return true; });
  std::erase_if(out, [&](const EntryDraft& draft) { return !in_range(draft.cluster, query); });
  std::ranges::sort(out, {}, &EntryDraft::id);
  return out;
}

// Widens the days of a message that has first_day and last_day.
template <class Message>
void widen(Message& message, const EntryDraft& draft) {
  if (draft.cluster.time == TimeKind::kUndated) return;
  if (!message.has_first_day() || draft.cluster.first < message.first_day())
    message.set_first_day(draft.cluster.first);
  if (!message.has_last_day() || draft.cluster.last > message.last_day())
    message.set_last_day(draft.cluster.last);
}

v1::NetworkEvent event_of(const EntryDraft& draft, const LinkedEvent& linked,
                          const Findings& findings) {
  const EventRef& ref = findings.events.refs[draft.best];
  const v1::DigestEvent& best = digest_event(findings.corpus, ref);
  const v1::Digest& article = *findings.corpus.articles[ref.article];
  v1::NetworkEvent out;
  out.set_entry_id(to_string(draft.id));
  out.set_event_class(event_class_of(article, best));
  out.set_predicate(predicate_of(article, best));
  out.set_polarity(best.polarity());
  out.set_status(draft.status);
  widen(out, draft);
  for (const std::uint32_t actor : linked.actors)
    out.add_actor_ids(findings.index.actors()[actor].id());
  out.set_independent_sources(draft.independent_sources);
  return out;
}

Result<std::uint32_t> actor_named(const ActorIndex& index, const std::string& name) {
  const std::uint32_t out = index.find_by_name(name);
  if (out == ActorIndex::kNone) {
    return fail(ErrorCode::kNotFound, fmt::format("no actor \"{}\" in these articles", name));
  }
  return out;
}

}  // namespace

Result<v1::Network> build_network(const Store& store, const v1::TimelineQuery& query,
                                  const NetworkOptions& options) {
  ANNALS_ASSIGN(const Findings findings, analyse(store, query));
  const std::vector<EntryDraft> drafts = entries_of(findings, query);
  const std::vector<LinkedEvent> linked = linked_events(drafts);
  const std::vector<v1::Actor>& actors = findings.index.actors();
  const ActorNetwork network = ActorNetwork::build(actors.size(), linked);
  const std::vector<std::uint32_t> degree = network.degree();

  std::vector<std::uint32_t> shown;
  for (std::uint32_t a = 0; a < actors.size(); ++a) {
    if (degree[a] > 0) shown.push_back(a);
  }
  std::ranges::stable_sort(shown, [&](std::uint32_t a, std::uint32_t b) {
    return findings.salience[a] > findings.salience[b];
  });
  if (shown.size() > options.max_actors) shown.resize(options.max_actors);
  const std::vector<double> betweenness = network.betweenness(shown);
  std::vector<bool> is_shown(actors.size(), false);
  for (const std::uint32_t actor : shown)
    is_shown[actor] = true;

  v1::Network out;
  for (const auto& word : query.words())
    out.set_title(out.title() + (out.title().empty() ? "" : " ") + word.text());
  out.set_article_count(static_cast<std::uint32_t>(findings.corpus.articles.size()));
  std::vector<v1::NetworkActor*> message_of(actors.size(), nullptr);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    v1::NetworkActor& actor = *out.add_actors();
    *actor.mutable_actor() = actors[shown[i]];
    actor.mutable_actor()->set_salience(findings.salience[shown[i]]);
    actor.set_degree(degree[shown[i]]);
    actor.set_betweenness(betweenness[i]);
  }
  for (std::size_t i = 0; i < shown.size(); ++i)
    message_of[shown[i]] = out.mutable_actors(static_cast<int>(i));
  for (std::size_t e = 0; e < drafts.size(); ++e) {
    for (const std::uint32_t actor : linked[e].actors) {
      if (message_of[actor] == nullptr) continue;
      message_of[actor]->set_events(message_of[actor]->events() + 1);
      widen(*message_of[actor], drafts[e]);
    }
  }
  std::vector<bool> listed(drafts.size(), false);
  std::vector<const ActorLink*> links;
  for (const ActorLink& link : network.links()) {
    if (is_shown[link.a] && is_shown[link.b] && link.events.size() >= options.min_events)
      links.push_back(&link);
  }
  std::ranges::stable_sort(links, [](const ActorLink* a, const ActorLink* b) {
    return std::tuple(a->events.size(), a->weight) > std::tuple(b->events.size(), b->weight);
  });
  for (const ActorLink* link : links) {
    v1::NetworkLink& message = *out.add_links();
    message.set_actor_a(actors[link->a].id());
    message.set_actor_b(actors[link->b].id());
    for (std::size_t i = 0; i < link->events.size(); ++i) {
      const std::uint32_t event = link->events[i];
      widen(message, drafts[event]);
      if (i >= kMaxLinkEvents) continue;
      message.add_entry_ids(to_string(drafts[event].id));
      listed[event] = true;
    }
    message.set_event_count(static_cast<std::uint32_t>(link->events.size()));
  }
  std::vector<std::size_t> order;
  for (std::size_t e = 0; e < drafts.size(); ++e) {
    if (listed[e]) order.push_back(e);
  }
  std::ranges::stable_sort(order, {}, [&](std::size_t e) {
    const EventCluster& cluster = drafts[e].cluster;
    const bool dated = cluster.time != TimeKind::kUndated;
    return std::tuple(!dated, dated ? cluster.first : 0, dated ? cluster.last : 0);
  });
  for (const std::size_t e : order)
    *out.add_events() = event_of(drafts[e], linked[e], findings);
  return out;
}

Result<v1::ActorPath> find_path(const Store& store, const v1::TimelineQuery& query,
                                const std::string& from, const std::string& to) {
  ANNALS_ASSIGN(const Findings findings, analyse(store, query));
  ANNALS_ASSIGN(const std::uint32_t a, actor_named(findings.index, from));
  ANNALS_ASSIGN(const std::uint32_t b, actor_named(findings.index, to));
  const std::vector<EntryDraft> drafts = entries_of(findings, query);
  const std::vector<v1::Actor>& actors = findings.index.actors();
  const ActorNetwork network = ActorNetwork::build(actors.size(), linked_events(drafts));
  const std::vector<std::uint32_t> chain = network.path(a, b);
  if (chain.empty()) {
    return fail(ErrorCode::kNotFound,
                fmt::format(R"(no path from "{}" to "{}": no events connect them)",
                            actors[a].name(), actors[b].name()));
  }
  const EntryContext context = findings.context();
  Renderer renderer(store, context, findings.index);
  v1::ActorPath out;
  for (std::size_t i = 0; i + 1 < chain.size(); ++i) {
    v1::PathStep& step = *out.add_steps();
    *step.mutable_from() = actors[chain[i]];
    *step.mutable_to() = actors[chain[i + 1]];
    const ActorLink& link = *network.link(chain[i], chain[i + 1]);
    for (std::size_t e = 0; e < std::min(link.events.size(), kMaxStepEvents); ++e) {
      ANNALS_ASSIGN(*step.add_entries(), renderer.entry(drafts[link.events[e]]));
    }
    step.set_event_count(static_cast<std::uint32_t>(link.events.size()));
  }
  return out;
}

}  // namespace annals
