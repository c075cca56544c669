// The two levels of grouping: articles into tight events, events into stories.
//
// Thread safety: free functions on values.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <annals/v1/digest.pb.h>

#include "engine/story/cluster.h"
#include "engine/story/neighbours.h"
#include "engine/story/vectors.h"

namespace annals {

struct GroupingOptions {
  VectorWeights weights;
  NeighbourOptions article_neighbours;
  NeighbourOptions event_neighbours{.max_neighbours = 80};
  ClusterOptions events{.threshold = 0.35, .decay_days = 4, .decay_floor = 0.6};
  ClusterOptions stories{.threshold = 0.31,
                         .decay_days = 30,
                         .decay_floor = 0.6,
                         .inner_likeness = 0.25,
                         .inner_weight = 2};
};

// Group of each digest, numbered in canonical order (by time, then id), whatever the order given.
std::vector<std::uint32_t> group_articles(std::span<const v1::Digest* const> digests,
                                          const GroupingOptions& options);

// The day an article is filed under: its publication, else its update; nullopt when unknown.
std::optional<std::int32_t> article_day(const v1::Digest& digest);
// Indices into `digests`, earliest first (unknown last), then by article id and revision.
std::vector<std::uint32_t> canonical_order(std::span<const v1::Digest* const> digests);

}  // namespace annals
