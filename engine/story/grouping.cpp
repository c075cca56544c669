#include "engine/story/grouping.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <tuple>
#include <utility>

namespace annals {
namespace {

// Second level: the events as items, compared through an index of their centroids.
std::vector<std::uint32_t> group_events(const std::vector<ClusterItem>& events,
                                        std::vector<NeighbourPair> pairs, std::size_t features,
                                        const GroupingOptions& options) {
  VectorSet centroids;
  centroids.document_frequency.resize(features, 0);
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
  pairs.insert(pairs.end(), more.begin(), more.end());
  std::ranges::sort(pairs);
  pairs.erase(std::ranges::unique(pairs).begin(), pairs.end());
  return cluster(events, pairs, options.stories);
}

}  // namespace

std::optional<std::int32_t> article_day(const v1::Digest& digest) {
  for (const auto* stamp : {digest.has_published() ? &digest.published() : nullptr,
                            digest.has_updated() ? &digest.updated() : nullptr}) {
    if (stamp == nullptr) continue;
    if (stamp->has_earliest_day()) return stamp->earliest_day();
    if (stamp->has_latest_day()) return stamp->latest_day();
  }
  return std::nullopt;
}

std::vector<std::uint32_t> canonical_order(std::span<const v1::Digest* const> digests) {
  const auto key = [&](std::uint32_t i) {
    const v1::Digest& d = *digests[i];
    constexpr std::int64_t kUnknown = std::numeric_limits<std::int64_t>::max();
    const auto day = article_day(d);
    std::int64_t second = day ? std::int64_t{*day} * 86400 : kUnknown;
    if (d.has_published() && d.published().has_earliest_second()) {
      second = d.published().earliest_second();
    }
    return std::tuple<std::int64_t, std::int64_t, const std::string&, const std::string&>(
        day ? *day : kUnknown, second, d.article_id(), d.revision());
  };
  std::vector<std::uint32_t> order(digests.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
  return order;
}

std::vector<std::uint32_t> group_articles(std::span<const v1::Digest* const> digests,
                                          const GroupingOptions& options) {
  const std::vector<std::uint32_t> order = canonical_order(digests);
  std::vector<const v1::Digest*> sorted;
  sorted.reserve(digests.size());
  for (const std::uint32_t i : order)
    sorted.push_back(digests[i]);

  VectorSet set = make_vectors(sorted, options.weights);
  const auto pairs = find_neighbours(set, options.article_neighbours);
  std::vector<ClusterItem> items(sorted.size());
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    items[i].sum = std::move(set.vectors[i]);
    items[i].first_day = items[i].last_day = article_day(*sorted[i]);
  }
  const std::vector<std::uint32_t> event_of = cluster(items, pairs, options.events);

  std::vector<ClusterItem> events;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (event_of[i] == events.size()) {
      events.push_back(std::move(items[i]));
    } else {
      events[event_of[i]] = join(events[event_of[i]], items[i]);
    }
  }
  std::vector<NeighbourPair> event_pairs;
  for (const NeighbourPair& p : pairs) {
    const auto [a, b] = std::minmax(event_of[p.a], event_of[p.b]);
    if (a != b) event_pairs.push_back({a, b});
  }
  const auto story_of_event =
      group_events(events, std::move(event_pairs), set.document_frequency.size(), options);

  std::vector<std::uint32_t> out(digests.size());
  for (std::size_t i = 0; i < order.size(); ++i)
    out[order[i]] = story_of_event[event_of[i]];
  return out;
}

}  // namespace annals
