#include "engine/story/grouping.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>
#include <utility>

namespace annals {
namespace {

constexpr std::int64_t kSecondsOfDay = 86400;

ClusterItem item_of(const ArticleFeatures& article, SparseVector vector) {
  ClusterItem out;
  out.sum = std::move(vector);
  if (article.clock) {
    out.first_day = article.clock->first;
    out.last_day = article.clock->last;
  }
  return out;
}

// The events as items, in vectors that tell events apart.
std::vector<ClusterItem> make_events(std::span<const ArticleFeatures* const> articles,
                                     VectorSet& set, std::span<const std::uint32_t> event_of,
                                     double spread_power) {
  std::uint32_t count = 0;
  for (const std::uint32_t event : event_of)
    count = std::max(count, event + 1);
  std::vector<std::vector<std::uint32_t>> members(count);
  for (std::uint32_t i = 0; i < event_of.size(); ++i)
    members[event_of[i]].push_back(i);

  std::vector<std::uint32_t> events_with(set.document_frequency.size(), 0);
  std::vector<std::uint32_t> last_event(set.document_frequency.size(), count);
  for (std::uint32_t e = 0; e < count; ++e) {
    for (const std::uint32_t i : members[e]) {
      for (const Feature& f : set.vectors[i]) {
        if (std::exchange(last_event[f.id], e) != e) ++events_with[f.id];
      }
    }
  }
  const auto factors = spread_factors(set, events_with, count, spread_power);

  std::vector<ClusterItem> out(count);
  for (std::uint32_t e = 0; e < count; ++e) {
    for (const std::uint32_t i : members[e]) {
      SparseVector vector = std::exchange(set.vectors[i], {});
      reweigh(vector, factors);
      ClusterItem item = item_of(*articles[i], std::move(vector));
      out[e] = i == members[e].front() ? std::move(item) : join(out[e], item);
    }
  }
  return out;
}

// Second level: the events as items, compared through an index of their centroids and where
// articles of theirs were.
std::vector<std::uint32_t> group_events(std::vector<ClusterItem> events,
                                        std::vector<NeighbourPair> pairs, std::size_t features,
                                        const GroupingOptions& options) {
  VectorSet centroids;
  centroids.document_frequency.resize(features, 0);
  centroids.vectors.reserve(events.size());
  for (const ClusterItem& event : events) {
    SparseVector vector = event.sum;
    const double norm = length(vector);
    for (Feature& f : vector) {
      if (norm > 0) f.weight /= static_cast<float>(norm);
      ++centroids.document_frequency[f.id];
    }
    centroids.vectors.push_back(std::move(vector));
  }
  const auto more = find_neighbours(centroids, options.event_neighbours);
  centroids = {};
  pairs.insert(pairs.end(), more.begin(), more.end());
  std::ranges::sort(pairs);
  pairs.erase(std::ranges::unique(pairs).begin(), pairs.end());
  return cluster(std::move(events), pairs, options.stories);
}

}  // namespace

std::vector<std::uint32_t> canonical_order(std::span<const ArticleFeatures* const> articles) {
  const auto key = [&](std::uint32_t i) {
    const ArticleFeatures& a = *articles[i];
    constexpr std::int64_t kUnknown = std::numeric_limits<std::int64_t>::max();
    const std::int64_t day = a.clock ? a.clock->first : kUnknown;
    const std::int64_t second =
        a.published_second.value_or(a.clock ? day * kSecondsOfDay : kUnknown);
    return std::tuple<std::int64_t, std::int64_t, const std::string&, const std::string&>(
        day, second, a.article_id, a.revision);
  };
  std::vector<std::uint32_t> order(articles.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
  return order;
}

Grouping group_articles(std::span<const ArticleFeatures* const> articles,
                        const GroupingOptions& options) {
  const std::vector<std::uint32_t> order = canonical_order(articles);
  std::vector<const ArticleFeatures*> sorted;
  sorted.reserve(articles.size());
  for (const std::uint32_t i : order)
    sorted.push_back(articles[i]);

  VectorSet set = make_vectors(sorted, options.weights);
  const auto pairs = find_neighbours(set, options.article_neighbours);
  std::vector<ClusterItem> items;
  items.reserve(sorted.size());
  for (std::size_t i = 0; i < sorted.size(); ++i)
    items.push_back(item_of(*sorted[i], std::move(set.vectors[i])));
  const std::vector<std::uint32_t> event_of = cluster(std::move(items), pairs, options.events);
  // Made again instead of kept twice: of a million articles they are most of the memory.
  set = make_vectors(sorted, options.weights);

  std::vector<NeighbourPair> event_pairs;
  for (const NeighbourPair& p : pairs) {
    const auto [a, b] = std::minmax(event_of[p.a], event_of[p.b]);
    if (a != b) event_pairs.push_back({a, b});
  }
  const auto story_of_event =
      group_events(make_events(sorted, set, event_of, options.spread_power), std::move(event_pairs),
                   set.document_frequency.size(), options);

  Grouping out;
  out.event_of.resize(articles.size());
  out.story_of.resize(articles.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    out.event_of[order[i]] = event_of[i];
    out.story_of[order[i]] = story_of_event[event_of[i]];
  }
  return out;
}

}  // namespace annals
