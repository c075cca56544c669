// Which articles are worth comparing? Pairs found through an inverted index of rare features.
//
// Never all pairs: an article looks up its rarest features only, and in each posting list only at
// the articles nearest to it in time, so the cost an article stays the same as the set grows.
// Thread safety: free functions on values.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/story/vectors.h"

namespace annals {

struct NeighbourOptions {
  // A feature is rare when at most this share of the articles hold it …
  double rare_share = 0.03;
  // … or at most so many.
  std::uint32_t rare_count = 25;
  // Rarest features of an article that are looked up.
  std::uint32_t max_features = 30;
  // Articles looked at in a posting list on either side.
  std::uint32_t window = 80;
  // Rare features that two articles must share.
  std::uint32_t min_shared = 2;
  // Pairs an article brings along, the most alike first.
  std::uint32_t max_neighbours = 30;
  // Least cosine of a pair.
  double min_cosine = 0.08;
};

// Indices of two vectors, a < b.
struct NeighbourPair {
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  friend auto operator<=>(const NeighbourPair&, const NeighbourPair&) = default;
};

// Vectors must be in canonical order (by time): neighbours in the array are neighbours in time.
// Sorted, each pair once.
std::vector<NeighbourPair> find_neighbours(const VectorSet& set, const NeighbourOptions& options);

}  // namespace annals
