#include "engine/timeline/findings.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "engine/base/day.h"

namespace annals {
namespace {

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

std::int32_t today_of(const Corpus& corpus, const v1::TimelineQuery& query) {
  if (!query.has_as_of_second()) return newest_report_day(corpus);
  const Instant as_of{std::chrono::seconds(query.as_of_second())};
  return to_number(date::floor<date::days>(as_of));
}

}  // namespace

bool Findings::asked_for(const EventCluster& cluster) const {
  return wanted.empty() || std::ranges::any_of(cluster.actors, [&](const RoleActor& a) {
           return wanted.contains(a.actor);
         });
}

Result<Findings> analyse(Selection selection, const v1::TimelineQuery& query) {
  Findings out;
  out.selection = std::move(selection);
  std::vector<const v1::Digest*> articles = pointers_to(out.selection.digests);
  out.index = ActorIndex::build(articles);
  ANNALS_ASSIGN(out.wanted, wanted_actors(query, out.index));
  if (!out.wanted.empty()) {
    std::erase_if(articles,
                  [&](const v1::Digest* d) { return !mentions(*d, out.index, out.wanted); });
  }
  out.corpus = make_corpus(articles, query);
  if (!out.wanted.empty()) focus_on_actors(out.corpus, out.index, out.wanted);
  auto salience = std::async(std::launch::async, [&out] {
    return Graph::build(out.corpus.articles, out.index).actor_salience();
  });
  out.events = collect_events(out.corpus, out.index, ClassRelations::embedded());
  out.clusters = merge_events(out.corpus, out.events.refs);
  out.salience = salience.get();
  out.today = today_of(out.corpus, query);
  out.language = query.language();
  return out;
}

Result<Findings> analyse(const Store& store, const v1::TimelineQuery& query) {
  ANNALS_ASSIGN(Selection selection, select_articles(store, query));
  return analyse(std::move(selection), query);
}

std::vector<EntryDraft> draft_entries(const Findings& findings,
                                      const std::function<bool(const EventCluster&)>& keep) {
  const EntryContext context = findings.context();
  std::vector<EntryDraft> out;
  for (const EventCluster& cluster : findings.clusters.all) {
    if (findings.asked_for(cluster) && keep(cluster)) out.push_back(draft_entry(cluster, context));
  }
  return out;
}

}  // namespace annals
