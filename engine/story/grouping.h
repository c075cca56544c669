// The two levels of grouping: articles into tight events, events into stories.
//
// Thread safety: free functions on values.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/story/cluster.h"
#include "engine/story/features.h"
#include "engine/story/neighbours.h"
#include "engine/story/vectors.h"

namespace annals {

struct GroupingOptions {
  VectorWeights weights;
  NeighbourOptions article_neighbours;
  NeighbourOptions event_neighbours{.max_neighbours = 80};
  // Exponent of spread_factors.
  double spread_power = 2;
  ClusterOptions events{
      .threshold = 0.32, .decay_days = 4, .decay_floor = 0.4, .unknown_gap_days = 40};
  ClusterOptions stories{.threshold = 0.23,
                         .decay_days = 20,
                         .patience = 0.3,
                         .most_patience = 30,
                         .decay_floor = 0.35,
                         .unknown_gap_days = 40,
                         .inner_likeness = 0.15,
                         .inner_weight = 2};
};

// The event and the story of each article; both numbered in canonical order.
struct Grouping {
  std::vector<std::uint32_t> event_of;
  std::vector<std::uint32_t> story_of;
};

// The same for any order of the articles.
Grouping group_articles(std::span<const ArticleFeatures* const> articles,
                        const GroupingOptions& options);

// Indices into `articles`, earliest clock first (unknown last), then by article id and revision.
std::vector<std::uint32_t> canonical_order(std::span<const ArticleFeatures* const> articles);

}  // namespace annals
