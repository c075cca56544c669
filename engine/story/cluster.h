// Communities of similar articles by agglomeration of mutually nearest clusters.
//
// Each round merges every pair of clusters that are each other's nearest neighbour and alike
// enough, until none is left (reciprocal nearest neighbours: Murtagh, 1983, with centroid linkage).
// A cluster is judged by its centroid, not by its nearest member, so that a story does not drift
// into its neighbour over one article that touches both. Deterministic: ties go to the earlier
// cluster. Thread safety: free functions on values.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/story/neighbours.h"
#include "engine/story/vectors.h"

namespace annals {

// What is clustered: an article, or a cluster of an earlier level.
struct ClusterItem {
  SparseVector sum;  // sum of its articles' vectors, each of length 1
  std::uint32_t articles = 1;
  // Days of its articles, when known.
  std::optional<std::int32_t> first_day;
  std::optional<std::int32_t> last_day;
};

struct ClusterOptions {
  // Least likeness (cosine of centroids times decay in time) of two clusters that merge.
  double threshold = 0.3;
  // Days after which likeness falls to 1/e of its share that decays.
  double decay_days = 30;
  // What has gone on for months may pause for weeks: this share of the longer one's days, and at
  // most so many days, are added to decay_days.
  double patience = 0;
  double most_patience = 0;
  // The share of likeness that time never takes away.
  double decay_floor = 0.5;
  // Days that are taken to lie between clusters of which one has no place in time.
  double unknown_gap_days = 0;
  // How alike two articles of one cluster are, before the cluster's own articles have shown it, and
  // how many pairs that belief weighs. 1 and a large weight: plain cosine of centroids.
  double inner_likeness = 1.0;
  double inner_weight = 0;
};

// The length of a cluster's centroid sum, freed of what each article shares only with itself: the
// cosine of two small clusters is too low because their sums are still noisy (as in correcting a
// correlation for attenuation: Spearman, 1904). With inner_weight 0 the plain length.
double inner_length(const ClusterItem& item, const ClusterOptions& options);

// Likeness of two items.
double likeness(const ClusterItem& a, const ClusterItem& b, const ClusterOptions& options);

// For each item the number of its cluster; clusters are numbered by their first item. `pairs` says
// which items are compared at all.
std::vector<std::uint32_t> cluster(std::vector<ClusterItem> items,
                                   std::span<const NeighbourPair> pairs,
                                   const ClusterOptions& options);

// Joins items of equal cluster into one.
ClusterItem join(const ClusterItem& a, const ClusterItem& b);

}  // namespace annals
